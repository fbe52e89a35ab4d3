// All tools as one program, which is the tool that it is called as: a link to it of that name, or `gentools NAME ...`. Built with GEN_STATIC.
#include <algorithm>
#include <string_view>
#include <vector>

// The lines of this file, which the build writes: GEN_MAIN("vae-train", main_of_vae_train)
#define GEN_MAIN(name, function) int function(int argc, char** argv);
#include "tools/tool_mains.inc"
#undef GEN_MAIN

namespace {

struct Program {
    std::string_view name;
    int (*main)(int, char**);
};

constexpr std::string_view overview = "gentools";

#define GEN_MAIN(name, function) {name, function},
constexpr Program programs[] = {
#include "tools/tool_mains.inc"
};
#undef GEN_MAIN

const Program* find_program(std::string_view name) {
    const auto* const found = std::find_if(std::begin(programs), std::end(programs), [&](const Program& p) { return p.name == name; });
    return found == std::end(programs) ? nullptr : found;
}

/// The name in a path such as "bin/vae-train".
std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

int main(int argc, char** argv) {
    std::vector<char*> words(argv, argv + argc);
    if (words.empty()) words.push_back(const_cast<char*>(overview.data()));
    const Program* called = find_program(name_of(words[0]));
    if (called == nullptr) called = find_program(overview);  // under whatever name
    if (called->name == overview && words.size() > 1) {
        std::string_view name = words[1];
        static char help[] = "--help";
        if (name == "help" && words.size() == 3 && find_program(words[2]) != nullptr) {
            name = words[2];
            words = {words[0], words[2], help};
        }
        if (const Program* const named = find_program(name)) {
            called = named;
            words.erase(words.begin());
        }
    }
    words.push_back(nullptr);
    return called->main(static_cast<int>(words.size()) - 1, words.data());
}
