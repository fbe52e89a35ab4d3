#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"
#include "nn/layer.hpp"

namespace gen {

/// What an architecture string names, written out as layers.
///   mlp:500,500        hidden layers of so many units; "mlp:" has none; maxout=K: each unit is the largest of K sums, in place of an activation
///   conv:32,64,128     convolutions to so many channels, each to half the size, then a linear layer
///   dcgan[:64]         conv with batch norm, channels doubling until maps are 4 pixels (Radford, Metz and Chintala, 2016); dcgan:64,128 as given
///   resnet:32,64       conv, with residual blocks after each (He, Zhang, Ren and Sun, 2016)
/// Settings follow after a comma: kernel=4, stride=2, padding (half of the kernel less one), norm=batch|layer|instance|none, dense=N (a layer of N
/// units next to the latent numbers), head=K (a convolution of K x K, K odd, at full size next to the image), blocks=1 (resnet: in a stage).
struct Architecture {
    enum class Kind { mlp, conv, dcgan, resnet };
    enum class Norm { none, batch, layer, instance };
    Kind kind = Kind::mlp;
    std::vector<std::size_t> sizes;  // from the image on; dcgan: the first
    std::size_t kernel = 4;
    std::size_t stride = 2;
    std::size_t padding = 1;
    Norm norm = Norm::none;
    std::size_t dense = 0;
    std::size_t head = 0;
    std::size_t blocks = 1;
    std::size_t maxout = 0;  // pieces; 0: none
};

/// Throws Fault::usage. `toward_image`: sizes are given from the latent numbers on, as of a decoder.
Architecture parse_architecture(std::string_view text, bool toward_image = false);
Forms architecture_forms();

/// From images {C, H, W} to `outputs` numbers: hidden layers with `activation` after each, then a linear layer. An empty activation is relu (dcgan:
/// leaky-relu:0.2). Throws Fault::usage where images are too small.
std::vector<LayerSpec> expand_encoder(const Architecture& how, const LayerSpec& activation, const Shape& input, std::size_t outputs);
/// The way back, from `inputs` numbers to maps `output`. Its layers are those of the encoder of such images, in reverse order.
std::vector<LayerSpec> expand_decoder(const Architecture& how, const LayerSpec& activation, std::size_t inputs, const Shape& output);

/// One more layer before layer number `at`; residual layers go on adding the outputs that they added.
void insert_layer(std::vector<LayerSpec>& layers, std::size_t at, LayerSpec layer);

}  // namespace gen
