#include "tests/fuzz/target.hpp"

#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "core/error.hpp"
#include "tests/fuzz/mutation.hpp"

namespace gen::fuzz {

[[gnu::weak]] std::string mended(std::string input) { return input; }

void expect(bool holds, std::string_view what) {
    if (holds) return;
    std::cerr << "expected: " << what << std::endl;
    std::abort();
}

bool try_input(const std::string& input) {
    try {
        read(input);
        return true;
    } catch (const Error& error) {
        if (error.fault() != Fault::input && error.fault() != Fault::usage) std::cerr << error.what() << std::endl;
        expect(error.fault() == Fault::input || error.fault() == Fault::usage, "an error of the input or of usage");
        return false;
    }
}

}  // namespace gen::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    gen::fuzz::try_input({reinterpret_cast<const char*>(data), size});
    return 0;
}
