// Configuration files, of a tool with an option of every kind.
#include "tools/common/command_line/config.hpp"

#include <sys/mman.h>

#include <cmath>

#include "core/error.hpp"
#include "formats/posix.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {
namespace {

struct Options {
    std::string data = "-";
    std::vector<std::string> more;
    bool grey = false;
    std::int64_t count = 5;
    std::uint64_t large = 6;
    double rate = 1e-3;
    std::string kind = "relu";
    std::optional<std::int64_t> clip;
    std::optional<double> weight;
    std::optional<std::string> labels;
    OptionList list;

    Options() {
        list.visit({.name = "DATA", .help = "what to read", .expects = Expects::file}, data);
        list.visit({.name = "more", .help = "more of it", .expects = Expects::files}, more);
        list.visit({.name = "grey", .help = "a switch"}, grey);
        list.visit({.name = "count", .help = "a whole number", .low = 1, .high = 1e5}, count);
        list.visit({.name = "large", .help = "any whole number"}, large);
        list.visit({.name = "rate", .help = "a number", .low = 0, .high = 1}, rate);
        list.visit({.name = "kind", .help = "one of some", .choices = {"relu", "tanh"}}, kind);
        list.visit({.name = "clip", .help = "a number or none"}, clip);
        list.visit({.name = "weight", .help = "a number or none"}, weight);
        list.visit({.name = "labels", .help = "words or none"}, labels);
    }
    Options(const Options&) = delete;

    void read(const std::string& text) {
        const Descriptor file(memfd_create("config", MFD_CLOEXEC));
        const std::string path = join("/proc/self/fd/", file.get());
        expect(file.get() >= 0 && write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()), "a file to read");
        read_config(path, list);
    }
};

}  // namespace

void read(const std::string& input) {
    Options options;
    options.read(input);
    expect(options.count >= 1 && options.count <= 100'000 && options.rate >= 0 && options.rate <= 1, "numbers within their bounds");
    expect(options.kind == "relu" || options.kind == "tanh", "one of the choices");
    expect(!options.weight || std::isfinite(*options.weight), "finite numbers");
    const std::string text = config_text(options.list);
    Options again;
    again.read(text);
    expect(config_text(again.list) == text, "settings that read back as what they were");
}

std::vector<std::string> seeds() {
    return {"# a remark\ncount = 7\nrate = 0.5  # a half\nkind = tanh\n", "more = \"a b\"\nmore = c\nDATA = x.h5\ngrey = true\n",
            "labels = \"a \\\"word\\\"\\n\\t\\\\\"\nclip = -3\nweight = 1e-3\n", "\xef\xbb\xbflarge = 18446744073709551615\r\ncount=1\r\n"};
}

std::vector<std::string> words() {
    return {"count", "rate", "kind", "grey", "more", "DATA", "labels", "clip", "weight", "large", " = ",
            "\"",    "\\",   "#",    "\n",   "\r",   "true", "no",     "\\n",  "none",   "1e5",   "\xff"};
}

}  // namespace gen::fuzz
