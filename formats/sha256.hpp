#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace gen {

/// SHA-256 (FIPS 180-4), by the processor's SHA instructions where it has them.
class Sha256 {
public:
    enum class Engine { best, plain };
    explicit Sha256(Engine engine = Engine::best);

    void update(const void* data, std::size_t bytes);
    /// 64 hexadecimal digits. Nothing may be added afterwards.
    std::string hex();

private:
    using Compress = void (*)(std::uint32_t* state, const unsigned char* blocks, std::size_t count);

    Compress compress_;
    std::array<std::uint32_t, 8> state_;
    std::array<unsigned char, 64> rest_;
    std::size_t rest_bytes_ = 0;
    std::uint64_t total_ = 0;
};

/// True where this processor has the SHA instructions that Engine::best then uses.
bool has_sha_instructions();

}  // namespace gen
