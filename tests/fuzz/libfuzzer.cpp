// libFuzzer begins with the seeds of the target, and comes back to them now and then.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>

#include "tests/fuzz/target.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    static const std::vector<std::string> seeds = gen::fuzz::seeds();
    std::minstd_rand draws(seed);
    const auto take = [&](const std::string& input) {
        size = std::min(most, input.size());
        std::memcpy(data, input.data(), size);
    };
    if (size < 2 || draws() % 64 == 0) take(seeds[draws() % seeds.size()]);
    size = LLVMFuzzerMutate(data, size, most);
    if (draws() % 2 == 0) take(gen::fuzz::mended({reinterpret_cast<const char*>(data), size}));
    return size;
}
