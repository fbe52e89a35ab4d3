#include "nn/architecture.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"
#include "nn/layer_table.hpp"
#include "nn/sequential.hpp"

using namespace gen;

namespace {

/// "conv:1>32/4s2p1 relu flatten linear:16>2"
std::string text(const std::vector<LayerSpec>& layers) {
    std::string out;
    for (const LayerSpec& s : layers) {
        out += (out.empty() ? "" : " ") + s.type;
        if (s.type == "linear") out += join(":", s.setting("in"), ">", s.setting("out"));
        if (s.type == "conv" || s.type == "conv-transposed") {
            out += join(":", s.setting("in"), ">", s.setting("out"), "/", s.setting("kernel"), "s", s.setting("stride"), "p", s.setting("padding"));
            if (s.setting("output_padding", 0) > 0 || s.setting("output_padding_width", -1) >= 0) out += join("+", s.setting("output_padding"));
            if (s.setting("output_padding_width", -1) >= 0) out += join("x", s.setting("output_padding_width"));
            if (s.setting("bias", 1) == 0) out += "-";
        }
        if (const double channels = s.setting("channels", 0); channels > 0) out += join(":", channels);
        if (s.type == "unflatten") out += join("x", s.setting("height"), "x", s.setting("width"));
        if (s.type == "residual") out += join(":", s.setting("from"));
    }
    return out;
}

std::string encoder_text(const char* architecture, const Shape& image, std::size_t outputs = 4) {
    const std::vector<LayerSpec> layers = expand_encoder(parse_architecture(architecture), {}, image, outputs);
    CHECK(Sequential("encoder", layers, image).outputs() == outputs);
    return text(layers);
}

/// `architecture` from the image on, as the encoder's is.
std::string decoder_text(const char* architecture, const Shape& image, std::size_t inputs = 2) {
    const std::vector<LayerSpec> layers = expand_decoder(parse_architecture(architecture), {}, inputs, image);
    CHECK(Sequential("decoder", layers, {inputs}).outputs() == count(image));
    return text(layers);
}

void check_refused(const char* architecture, const std::string& message) {
    CAPTURE(architecture);
    CHECK_THROWS_WITH_AS(parse_architecture(architecture), message.c_str(), Error);
}

}  // namespace

TEST_CASE("architecture: convolutions halve images, odd sizes too, and a decoder gives exactly the size back") {
    CHECK(encoder_text("conv:8,16", {1, 28, 28}) == "conv:1>8/4s2p1 relu conv:8>16/4s2p1 relu flatten linear:784>4");
    CHECK(decoder_text("conv:8,16", {1, 28, 28}) == "linear:2>784 unflatten:16x7x7 relu conv-transposed:16>8/4s2p1 relu conv-transposed:8>1/4s2p1");
    CHECK(encoder_text("conv:2,3", {1, 7, 7}) == "conv:1>2/4s2p1 relu conv:2>3/4s2p1 relu flatten linear:3>4");
    CHECK(decoder_text("conv:2,3", {1, 7, 7}) == "linear:2>3 unflatten:3x1x1 relu conv-transposed:3>2/4s2p1+1 relu conv-transposed:2>1/4s2p1+1");
    CHECK(decoder_text("conv:2,3", {3, 28, 20}) == "linear:2>105 unflatten:3x7x5 relu conv-transposed:3>2/4s2p1 relu conv-transposed:2>3/4s2p1");
    CHECK(decoder_text("conv:2,kernel=3", {3, 28, 20}) == "linear:2>280 unflatten:2x14x10 relu conv-transposed:2>3/3s2p1+1");
    CHECK(decoder_text("conv:2,kernel=5,stride=3,padding=0", {1, 12, 12}) == "linear:2>18 unflatten:2x3x3 relu conv-transposed:2>1/5s3p0+1");
}

TEST_CASE("architecture: heights and widths that halve unequally come back exactly") {
    CHECK(decoder_text("conv:2,3", {1, 6, 4}) == "linear:2>3 unflatten:3x1x1 relu conv-transposed:3>2/4s2p1+1x0 relu conv-transposed:2>1/4s2p1");
    for (const Shape& image : {Shape{3, 100, 75}, {1, 27, 29}, {3, 48, 36}, {3, 178, 218}, {1, 240, 320}})
        for (const char* const architecture : {"conv:2,3,4", "dcgan:2", "resnet:2,3", "conv:2,3,kernel=5,stride=3,padding=0"}) {
            decoder_text(architecture, image);
            encoder_text(architecture, image);
        }
}

TEST_CASE("architecture: norm, dense and head stand where they are said to") {
    CHECK(encoder_text("conv:8,norm=batch,dense=5", {1, 8, 8}) == "conv:1>8/4s2p1- batch-norm:8 relu flatten linear:128>5 relu linear:5>4");
    CHECK(decoder_text("conv:8,norm=batch,dense=5", {1, 8, 8}) ==
          "linear:2>5 relu linear:5>128 unflatten:8x4x4 batch-norm:8 relu conv-transposed:8>1/4s2p1");
    CHECK(encoder_text("conv:2,3,head=3,norm=layer", {1, 8, 8}) ==
          "conv:1>2/3s1p1- layer-norm:2 relu conv:2>3/4s2p1- layer-norm:3 relu flatten linear:48>4");
    CHECK(decoder_text("conv:2,3,head=3,norm=instance", {1, 8, 8}) ==
          "linear:2>48 unflatten:3x4x4 instance-norm:3 relu conv-transposed:3>2/4s2p1- instance-norm:2 relu conv-transposed:2>1/3s1p1");
    CHECK(encoder_text("mlp:9,5,maxout=3", {1, 2, 2}) == "maxout maxout linear:5>4");
    CHECK(encoder_text("mlp:9,5,norm=batch", {1, 2, 2}) == "linear:4>9 batch-norm:9 relu linear:9>5 batch-norm:5 relu linear:5>4");
}

TEST_CASE("architecture: dcgan doubles channels until maps are 4 pixels") {
    CHECK(encoder_text("dcgan", {3, 32, 32}) ==
          "conv:3>64/4s2p1 leaky-relu conv:64>128/4s2p1- batch-norm:128 leaky-relu conv:128>256/4s2p1- batch-norm:256 leaky-relu flatten "
          "linear:4096>4");
    CHECK(decoder_text("dcgan:8", {3, 32, 32}) ==
          "linear:2>512 unflatten:32x4x4 batch-norm:32 relu conv-transposed:32>16/4s2p1- batch-norm:16 relu conv-transposed:16>8/4s2p1- batch-norm:8 "
          "relu "
          "conv-transposed:8>3/4s2p1");
    CHECK(encoder_text("dcgan:2", {1, 28, 28}) ==
          "conv:1>2/4s2p1 leaky-relu conv:2>4/4s2p1- batch-norm:4 leaky-relu conv:4>8/4s2p1- batch-norm:8 leaky-relu flatten linear:72>4");
    CHECK(decoder_text("dcgan:2", {1, 28, 28}) ==
          "linear:2>72 unflatten:8x3x3 batch-norm:8 relu conv-transposed:8>4/4s2p1+1- batch-norm:4 relu conv-transposed:4>2/4s2p1- batch-norm:2 relu "
          "conv-transposed:2>1/4s2p1");
    CHECK(encoder_text("dcgan:2", {3, 64, 64}).ends_with(" conv:8>16/4s2p1- batch-norm:16 leaky-relu flatten linear:256>4"));
    CHECK(encoder_text("dcgan:2,head=3", {1, 8, 8}) == "conv:1>2/3s1p1 leaky-relu conv:2>4/4s2p1- batch-norm:4 leaky-relu flatten linear:64>4");
    CHECK(encoder_text("dcgan:3,5", {1, 16, 16}) ==
          "conv:1>3/4s2p1 leaky-relu conv:3>5/4s2p1- batch-norm:5 leaky-relu flatten linear:80>4");  // as given
}

TEST_CASE("architecture: a resnet has blocks after each convolution") {
    CHECK(encoder_text("resnet:2,3", {1, 8, 8}) ==
          "conv:1>2/4s2p1- batch-norm:2 relu conv:2>2/3s1p1- batch-norm:2 relu conv:2>2/3s1p1- batch-norm:2 residual:2 relu "
          "conv:2>3/4s2p1- batch-norm:3 relu conv:3>3/3s1p1- batch-norm:3 relu conv:3>3/3s1p1- batch-norm:3 residual:12 relu flatten linear:12>4");
    CHECK(encoder_text("resnet:2,blocks=2,norm=none", {1, 4, 4}) ==
          "conv:1>2/4s2p1 relu conv:2>2/3s1p1 relu conv:2>2/3s1p1 residual:1 relu conv:2>2/3s1p1 relu conv:2>2/3s1p1 residual:6 relu flatten "
          "linear:8>4");
    CHECK(decoder_text("resnet:2,norm=none", {1, 4, 4}) ==
          "linear:2>8 unflatten:2x2x2 relu conv:2>2/3s1p1 relu conv:2>2/3s1p1 residual:2 relu conv-transposed:2>1/4s2p1");
}

TEST_CASE("architecture: Keras' example of a VAE has as many parameters as Keras says") {
    const Shape image = {1, 28, 28};
    CHECK(Sequential("encoder", expand_encoder(parse_architecture("conv:32,64,kernel=3,dense=16"), {}, image, 4), image).parameter_count() == 69076);
    const Architecture decoder = parse_architecture("conv:64,64,32,kernel=3,head=3", true);
    CHECK(Sequential("decoder", expand_decoder(decoder, {}, 2, image), {2}).parameter_count() == 65089);
}

TEST_CASE("architecture: what is not one is refused by name") {
    check_refused("conv", "architecture conv: has no sizes, expected conv:SIZE,SIZE,...");
    check_refused("resnet:norm=none", "architecture resnet:norm=none: has no sizes, expected resnet:SIZE,SIZE,...");
    check_refused("conv:8,,16", "architecture conv:8,,16:  is not a whole number of at least 1");
    check_refused("conv:8,x", "architecture conv:8,x: x is not a whole number of at least 1");
    check_refused("conv:65537", "architecture conv:65537: a layer of 65537 units, expected at most 65536");
    check_refused("conv:8,kernel=0", "architecture conv:8,kernel=0: 0 is not a whole number of at least 1");
    check_refused("conv:8,padding=-1", "architecture conv:8,padding=-1: -1 is not a whole number of at least 1");
    check_refused("conv:8,norm=group", "architecture conv:8,norm=group: norm is group, expected none, batch, layer or instance");
    check_refused("conv:8,blocks=2",
                  "architecture conv:8,blocks=2: blocks is not known, expected kernel, stride, padding, norm, dense, head or, of a resnet, blocks");
    check_refused("mlp:8,kernel=3", "architecture mlp:8,kernel=3: kernel is not known, expected norm or maxout");
    check_refused("mlp:8,norm=instance", "architecture mlp:8,norm=instance: norm=instance takes maps, an mlp has none");
    check_refused("conv:8,head=4", "architecture conv:8,head=4: head is 4, expected an odd number");
    check_refused("mlp:5,0", "architecture mlp:5,0: 0 is not a whole number of at least 1");
    check_refused("", "architecture is , expected mlp:SIZE,SIZE,..., conv:SIZE,SIZE,..., dcgan:SIZE or resnet:SIZE,SIZE,...");
    CHECK(parse_architecture("conv:8,padding=0").padding == 0);
}

TEST_CASE("architecture: images that it does not suit are refused") {
    CHECK_THROWS_WITH_AS(encoder_text("conv:2,3,4", {1, 5, 5}),
                         "images of 5x5 are too small for 3 convolutions of 4x4 with stride 2; use fewer or mlp:SIZES", Error);
    CHECK_THROWS_WITH_AS(encoder_text("dcgan:2,kernel=3,stride=1", {1, 8, 8}),
                         "images of 8x8: convolutions of 3x3 with stride 1 and padding 1 do not make maps of 8 pixels smaller", Error);
}

TEST_CASE("architecture: a string becomes layers, its mirror goes the other way") {
    const LayerSpec relu = parse_activation("relu");
    const std::vector<LayerSpec> specs = expand_encoder(parse_architecture("mlp:500,300"), relu, {784}, 40);
    REQUIRE(specs.size() == 5);
    CHECK(specs[2].setting("in") == 500);
    CHECK(specs[4].setting("out") == 40);
    CHECK(specs[3] == relu);
    CHECK(expand_encoder(parse_architecture("mlp:"), relu, {784}, 2).size() == 1);
    const std::vector<LayerSpec> back = expand_decoder(parse_architecture("mlp:500,300"), relu, 20, {784});
    CHECK(back[0].setting("out") == 300);
    CHECK(back[2].setting("out") == 500);
    CHECK(expand_decoder(parse_architecture("mlp:300,500", true), relu, 20, {784}) == back);
    CHECK_THROWS_WITH_AS(parse_architecture("mlp:5,0"), "architecture mlp:5,0: 0 is not a whole number of at least 1", Error);
    CHECK_THROWS_WITH_AS(parse_architecture("cnn:5"),
                         "architecture is cnn:5, expected mlp:SIZE,SIZE,..., conv:SIZE,SIZE,..., dcgan:SIZE or resnet:SIZE,SIZE,...", Error);
}
