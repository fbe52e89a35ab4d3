// Writes a file of a known content, for tests from outside: test-file KIND OUTPUT.
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <string>

#include "core/error.hpp"
#include "formats/images.hpp"
#include "formats/json.hpp"
#include "formats/latents.hpp"
#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"

namespace {

using namespace gen;

/// 28x28 pictures, pixel i of picture n is (n + i) modulo 251; labels 0, 1, 2, ... modulo 10.
Document images(std::size_t n, Type type, int deflate) {
    Images made;
    made.shape = {n, 1, 28, 28};
    made.type = type;
    made.range = type == Type::u8 ? Range{0, 255} : Range{0, 1};
    made.rows = [type](std::size_t first, std::size_t count, void* out) {
        for (std::size_t i = 0; i < count * 784; ++i) {
            const std::size_t value = (first + i / 784 + i % 784) % 251;
            if (type == Type::u8)
                static_cast<std::uint8_t*>(out)[i] = static_cast<std::uint8_t>(value);
            else
                static_cast<float*>(out)[i] = static_cast<float>(value) / 250;
        }
    };
    for (std::size_t i = 0; i < n; ++i) made.labels.push_back(static_cast<std::int32_t>(i % 10));
    made.classes = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    Document document = document_of(made, test::some_provenance());
    document.datasets[0].deflate = deflate;
    return document;
}

/// `images` with one pixel, the range and the seed changed, without class names, with a remark.
Document changed_images() {
    Document document = images(20, Type::u8, 0);
    std::vector<std::byte> pixels(document.datasets[0].bytes());
    document.datasets[0].rows(0, 20, pixels.data());
    pixels[3 * 784 + 5] = std::byte{250};
    Dataset changed = dataset("/images", Type::u8, {20, 1, 28, 28}, pixels);
    changed.attributes = {{"range", std::vector<double>{0, 256}}};
    document.datasets[0] = changed;
    document.datasets[1].attributes.clear();
    Provenance provenance = test::some_provenance();
    provenance.seed = 8;
    provenance.options[0].second = "10";
    const std::vector<Dataset> made = provenance_datasets(provenance);
    for (Dataset& set : document.datasets)
        for (const Dataset& other : made)
            if (set.path == other.path) set = other;
    document.datasets.push_back(text_dataset("/remark", "a tab\tand a line\n"));
    return document;
}

/// Five pictures, a pixel of the fourth is no number.
Document images_with_nan() {
    Document document = images(5, Type::f32, 0);
    std::vector<std::byte> pixels(document.datasets[0].bytes());
    document.datasets[0].rows(0, 5, pixels.data());
    reinterpret_cast<float*>(pixels.data())[3 * 784 + 5] = std::numeric_limits<float>::quiet_NaN();
    const Dataset changed = dataset("/images", Type::f32, {5, 1, 28, 28}, pixels);
    document.datasets[0].rows = changed.rows;
    return document;
}

/// Four pictures whose classes and history are markup, scripts, control characters and bytes that are no UTF-8.
Document hostile_images() {
    const std::string script = "</script><script>alert(4)</script>";
    const std::string image = "\"'><img src=x onerror=alert(5)>";
    const std::string bytes = "\x01\x1b[31m\xff\xfe\xe2\x80\xae\n$(touch here)`touch here`'; touch here #";
    Document document = images(4, Type::u8, 0);
    for (Dataset& set : document.datasets)
        if (set.path == "/labels") set.attributes = {{"classes", std::vector<std::string>{script, image, "javascript:alert(6)", "<!-- &lt; -->"}}};
    std::erase_if(document.datasets, [](const Dataset& set) { return set.path.starts_with("/provenance/"); });
    const Json parent = Json::object({{"digest", script},
                                      {"producer", image},
                                      {"options", Json::object({{image, script}, {"DATA", bytes}})},
                                      {"inputs", Json::array()},
                                      {"parents", Json::array()},
                                      {"build", Json::object({{script, image}})}});
    Provenance provenance = {.producer = script, .options = {{"one", bytes}, {image, script}}, .seed = 7, .inputs = {}, .build = {{image, bytes}}};
    provenance.inputs.push_back({.role = image, .kind = script, .digest = script, .record = parent.dump()});
    for (const Dataset& set : provenance_datasets(provenance)) document.datasets.push_back(set);
    for (Attribute& attribute : document.attributes)
        if (attribute.name == "producer") attribute.value = script;
    return document;
}

Document latents(real last = 6) {
    Latents made;
    made.values = Matrix(3, 2, {1, 2, 3, 4, 5, last});
    made.mean = made.values;
    made.model = std::string(64, 'a');
    return document_of(made, std::nullopt);
}

Document one_of(const std::string& kind) {
    const std::map<std::string, std::function<Document()>> kinds = {
        {"everything", [] { return test::everything(); }},
        {"changed-images", changed_images},
        {"images", [] { return images(20, Type::u8, 0); }},
        {"many-images", [] { return images(10'000, Type::u8, 0); }},
        {"compressed", [] { return images(10'000, Type::u8, 1); }},
        {"hostile-images", hostile_images},
        {"large", [] { return images(22'000, Type::u8, 0); }},
        {"float-images", [] { return images(10'000, Type::f32, 0); }},
        {"no-images", [] { return images(0, Type::u8, 0); }},
        {"nan-images", images_with_nan},
        {"latents", [] { return latents(); }},
        {"nan-latents", [] { return latents(std::numeric_limits<real>::quiet_NaN()); }},
    };
    const auto found = kinds.find(kind);
    if (found == kinds.end()) fail_usage(kind, " is no kind of test file");
    return found->second();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 3) fail_usage("usage: test-file KIND OUTPUT");
        Output output(argv[2]);
        output.commit(one_of(argv[1]));
        return 0;
    } catch (const Error& e) {
        std::cerr << "test-file: " << e.what() << '\n';
        return e.fault() == Fault::usage ? 2 : e.fault() == Fault::input ? 3 : 4;
    }
}
