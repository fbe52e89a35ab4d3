#include "nn/architecture.hpp"

#include <algorithm>

#include "core/conv_geometry.hpp"
#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

using Kind = Architecture::Kind;
using Norm = Architecture::Norm;

constexpr std::pair<std::string_view, Kind> kinds[] = {{"mlp", Kind::mlp}, {"conv", Kind::conv}, {"dcgan", Kind::dcgan}, {"resnet", Kind::resnet}};
constexpr std::pair<std::string_view, Norm> norms[] = {
    {"none", Norm::none}, {"batch", Norm::batch}, {"layer", Norm::layer}, {"instance", Norm::instance}};
constexpr std::pair<std::string_view, std::size_t Architecture::*> counts[] = {
    {"kernel", &Architecture::kernel}, {"stride", &Architecture::stride}, {"padding", &Architecture::padding}, {"dense", &Architecture::dense},
    {"head", &Architecture::head},     {"blocks", &Architecture::blocks}, {"maxout", &Architecture::maxout}};

/// Whether a kind of network has this count.
bool counts_for(Kind kind, std::string_view count) {
    if (kind == Kind::mlp) return count == "maxout";
    return count != "maxout" && (count != "blocks" || kind == Kind::resnet);
}

LayerSpec layer(std::string type, std::vector<std::pair<std::string, double>> settings = {}) { return {std::move(type), std::move(settings)}; }

double number(std::size_t n) { return static_cast<double>(n); }

LayerSpec linear(std::size_t in, std::size_t out) { return layer("linear", {{"in", number(in)}, {"out", number(out)}}); }

/// Layers as they are added one after the other.
struct Stack {
    const Architecture& how;
    LayerSpec activation;
    std::vector<LayerSpec> layers = {};

    void add(LayerSpec spec) { layers.push_back(std::move(spec)); }

    void normalise(std::size_t channels, bool wanted = true) {
        if (!wanted || how.norm == Norm::none) return;
        const char* const names[] = {"", "batch-norm", "layer-norm", "instance-norm"};
        add(layer(names[static_cast<int>(how.norm)], {{"channels", number(channels)}}));
    }

    void activate() { add(activation); }

    /// A hidden layer of an mlp, or next to the latent numbers.
    void dense(std::size_t in, std::size_t out) {
        const bool of_mlp = how.kind == Kind::mlp;
        add(how.maxout > 0 ? layer("maxout", {{"in", number(in)}, {"out", number(out)}, {"pieces", number(how.maxout)}}) : linear(in, out));
        normalise(out, of_mlp);
        if (how.maxout == 0) activate();
    }

    struct Conv {
        std::size_t in, out, kernel, stride, padding;
    };
    // `normed`: what follows normalises, so that a bias would have no effect.
    void conv(const Conv& c, bool normed) {
        add(layer("conv", {{"in", number(c.in)},
                           {"out", number(c.out)},
                           {"kernel", number(c.kernel)},
                           {"stride", number(c.stride)},
                           {"padding", number(c.padding)}}));
        if (normed && how.norm != Norm::none) layers.back().settings.emplace_back("bias", 0);
    }
    void transposed(const Conv& c, const OutputPadding& more, bool normed) {
        add(layer("conv-transposed", {{"in", number(c.in)},
                                      {"out", number(c.out)},
                                      {"kernel", number(c.kernel)},
                                      {"stride", number(c.stride)},
                                      {"padding", number(c.padding)},
                                      {"output_padding", number(more.height)}}));
        if (more.width != more.height) layers.back().settings.emplace_back("output_padding_width", number(more.width));
        if (normed && how.norm != Norm::none) layers.back().settings.emplace_back("bias", 0);
    }

    void residual_blocks(std::size_t channels) {
        for (std::size_t i = 0; how.kind == Kind::resnet && i < how.blocks; ++i) {
            const auto from = number(layers.size() - 1);
            conv({channels, channels, 3, 1, 1}, true);
            normalise(channels);
            activate();
            conv({channels, channels, 3, 1, 1}, true);
            normalise(channels);
            add(layer("residual", {{"from", from}}));
            activate();
        }
    }
};

/// The maps that a network of convolutions goes through, from the image on.
struct Maps {
    std::vector<std::size_t> channels;
    std::vector<std::size_t> heights;
    std::vector<std::size_t> widths;
    std::size_t numbers() const { return channels.back() * heights.back() * widths.back(); }
};

std::size_t reduced(const Architecture& how, std::size_t size) {
    return size + 2 * how.padding < how.kernel ? 0 : (size + 2 * how.padding - how.kernel) / how.stride + 1;
}

Maps maps_of(const Architecture& how, const Shape& image) {
    Maps maps = {{image[0]}, {image[1]}, {image[2]}};
    std::vector<std::size_t> sizes = how.sizes;
    const std::size_t side = std::max(image[1], image[2]);
    if (how.kind == Kind::dcgan && sizes.size() == 1)
        for (std::size_t left = how.head > 0 ? side : reduced(how, side); left > 4; left = reduced(how, left)) {
            if (reduced(how, left) >= left)
                fail_usage("images of ", image[1], "x", image[2], ": convolutions of ", how.kernel, "x", how.kernel, " with stride ", how.stride,
                           " and padding ", how.padding, " do not make maps of ", left, " pixels smaller");
            sizes.push_back(2 * sizes.back());
        }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const bool keeps_size = how.head > 0 && i == 0;
        maps.channels.push_back(sizes[i]);
        maps.heights.push_back(keeps_size ? image[1] : reduced(how, maps.heights.back()));
        maps.widths.push_back(keeps_size ? image[2] : reduced(how, maps.widths.back()));
        if (maps.heights.back() == 0 || maps.widths.back() == 0)
            fail_usage("images of ", image[1], "x", image[2], " are too small for ", i == 0 ? "a convolution" : join(i + 1, " convolutions"), " of ",
                       how.kernel, "x", how.kernel, " with stride ", how.stride, "; use ", i == 0 ? "" : "fewer or ", "mlp:SIZES");
    }
    return maps;
}

LayerSpec activation_or(const LayerSpec& activation, const LayerSpec& usual) { return activation.type.empty() ? usual : activation; }

std::size_t size_of(std::string_view words, std::string_view architecture) {
    const std::size_t size = parse_count(words, join("architecture ", architecture));
    if (size > 65536) fail_usage("architecture ", architecture, ": a layer of ", words, " units, expected at most 65536");
    return size;
}

void set(Architecture& how, std::string_view name, std::string_view value, std::string_view words) {
    for (const auto& [known, variable] : counts)
        if (name == known && counts_for(how.kind, name)) {
            how.*variable = name == "padding" && value == "0" ? 0 : size_of(value, words);
            return;
        }
    for (const auto& [known, norm] : norms)
        if (name == "norm" && value == known) {
            how.norm = norm;
            return;
        }
    if (name == "norm")
        fail_usage("architecture ", words, ": norm is ", value, ", expected none, batch, layer or instance", did_you_mean(value, names_of(norms)));
    Words settings = {"norm"};
    for (const std::string_view count : names_of(counts))
        if (counts_for(how.kind, count)) settings.push_back(count);
    fail_usage("architecture ", words, ": ", name, " is not known, expected ",
               how.kind != Kind::mlp ? "kernel, stride, padding, norm, dense, head or, of a resnet, blocks" : "norm or maxout",
               did_you_mean(name, settings));
}

}  // namespace

Architecture parse_architecture(std::string_view words, bool toward_image) {
    const auto [name, rest] = split_at(words, ':');
    const auto* const kind = std::find_if(std::begin(kinds), std::end(kinds), [&, n = name](const auto& k) { return k.first == n; });
    if (kind == std::end(kinds))
        fail_usage("architecture is ", words, ", expected mlp:SIZE,SIZE,..., conv:SIZE,SIZE,..., dcgan:SIZE or resnet:SIZE,SIZE,...",
                   did_you_mean(name, names_of(kinds)));
    Architecture how = {.kind = kind->second, .sizes = {}};
    if (how.kind == Kind::dcgan || how.kind == Kind::resnet) how.norm = Norm::batch;
    bool padded = false;
    if (!rest.empty())
        for (const std::string_view part : split(rest, ',')) {
            const auto [key, value] = split_at(part, '=');
            if (part.find('=') == std::string_view::npos) {
                how.sizes.push_back(size_of(part, words));
                continue;
            }
            set(how, key, value, words);
            padded = padded || key == "padding";
        }
    if (!padded) how.padding = (how.kernel - 1) / 2;
    if (how.head > 0 && how.head % 2 == 0) fail_usage("architecture ", words, ": head is ", how.head, ", expected an odd number");
    if (how.kind == Kind::mlp && how.norm == Norm::instance) fail_usage("architecture ", words, ": norm=instance takes maps, an mlp has none");
    if (how.kind == Kind::dcgan && how.sizes.empty()) how.sizes = {64};
    if (how.sizes.empty() && how.kind != Kind::mlp) fail_usage("architecture ", words, ": has no sizes, expected ", name, ":SIZE,SIZE,...");
    if (toward_image) std::reverse(how.sizes.begin(), how.sizes.end());
    return how;
}

Forms architecture_forms() {
    Forms forms;
    for (const auto& [name, kind] : kinds) {
        forms.push_back(join(name, ':'));
        for (const std::string_view count : names_of(counts))
            if (counts_for(kind, count)) forms.push_back(join(name, ':', count, '='));
        for (const auto& [norm, value] : norms)
            if (kind != Kind::mlp || value != Norm::instance) forms.push_back(join(name, ":norm=", norm));
    }
    return forms;
}

std::vector<LayerSpec> expand_encoder(const Architecture& how, const LayerSpec& activation, const Shape& input, std::size_t outputs) {
    Stack stack = {how, activation_or(activation, how.kind == Kind::dcgan ? layer("leaky-relu", {{"slope", 0.2}}) : layer("relu"))};
    std::size_t numbers = count(input);
    const auto dense = [&](std::size_t size) {
        stack.dense(numbers, size);
        numbers = size;
    };
    if (how.kind == Kind::mlp)
        for (const std::size_t size : how.sizes) dense(size);
    else {
        const Maps maps = maps_of(how, input);
        for (std::size_t i = 1; i < maps.channels.size(); ++i) {
            const bool head = how.head > 0 && i == 1;
            const bool normed = how.kind != Kind::dcgan || i > 1;
            stack.conv({maps.channels[i - 1], maps.channels[i], head ? how.head : how.kernel, head ? 1 : how.stride,
                        head ? (how.head - 1) / 2 : how.padding},
                       normed);
            stack.normalise(maps.channels[i], normed);
            stack.activate();
            stack.residual_blocks(maps.channels[i]);
        }
        stack.add(layer("flatten"));
        numbers = maps.numbers();
        if (how.dense > 0) dense(how.dense);
    }
    stack.add(linear(numbers, outputs));
    return stack.layers;
}

std::vector<LayerSpec> expand_decoder(const Architecture& how, const LayerSpec& activation, std::size_t inputs, const Shape& output) {
    Stack stack = {how, activation_or(activation, layer("relu"))};
    const auto dense = [&](std::size_t size) {
        stack.dense(inputs, size);
        inputs = size;
    };
    if (how.kind == Kind::mlp) {
        for (std::size_t i = how.sizes.size(); i-- > 0;) dense(how.sizes[i]);
        stack.add(linear(inputs, count(output)));
        return stack.layers;
    }
    if (how.dense > 0) dense(how.dense);
    const Maps maps = maps_of(how, output);
    stack.add(linear(inputs, maps.numbers()));
    stack.add(layer("unflatten",
                    {{"channels", number(maps.channels.back())}, {"height", number(maps.heights.back())}, {"width", number(maps.widths.back())}}));
    for (std::size_t i = maps.channels.size(); i-- > 1;) {
        stack.normalise(maps.channels[i]);
        stack.activate();
        stack.residual_blocks(maps.channels[i]);
        const bool head = how.head > 0 && i == 1;
        const std::size_t kernel = head ? how.head : how.kernel;
        const std::size_t stride = head ? 1 : how.stride;
        const std::size_t padding = head ? (how.head - 1) / 2 : how.padding;
        const auto missing = [&](std::size_t large, std::size_t small) { return large + 2 * padding - kernel - (small - 1) * stride; };
        const OutputPadding more = {missing(maps.heights[i - 1], maps.heights[i]), missing(maps.widths[i - 1], maps.widths[i])};
        stack.transposed({maps.channels[i], maps.channels[i - 1], kernel, stride, padding}, more, i > 1);
    }
    return stack.layers;
}

void insert_layer(std::vector<LayerSpec>& layers, std::size_t at, LayerSpec layer) {
    for (LayerSpec& spec : layers)
        for (auto& [name, value] : spec.settings)
            if (name == "from" && value >= number(at)) value += 1;
    layers.insert(layers.begin() + static_cast<std::ptrdiff_t>(at), std::move(layer));
}

}  // namespace gen
