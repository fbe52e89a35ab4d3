#include "formats/sha256.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using gen::Sha256;

namespace {

std::string digest(const std::string& text, Sha256::Engine engine, std::size_t step) {
    Sha256 sha(engine);
    for (std::size_t at = 0; at < text.size(); at += step) sha.update(text.data() + at, std::min(step, text.size() - at));
    return sha.hex();
}

struct Vector {
    std::string text;
    const char* digest;
};

}  // namespace

// The examples of FIPS 180-4 and of NIST's page beside it; the last one needs more than one block of padding and many blocks.
TEST_CASE("sha256: known digests by both engines, whatever the pieces") {
    const Vector vectors[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1000000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const Vector& v : vectors)
        for (const std::size_t step : {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{1000}, std::size_t{1} << 20}) {
            CAPTURE(v.text.size());
            CAPTURE(step);
            CHECK(digest(v.text, Sha256::Engine::plain, step) == v.digest);
            CHECK(digest(v.text, Sha256::Engine::best, step) == v.digest);
        }
    if (!gen::has_sha_instructions()) MESSAGE("this processor has no SHA instructions: only the plain engine was tested");
}

TEST_CASE("sha256: every length around a block gives the same by both engines") {
    for (std::size_t n = 0; n < 300; ++n) {
        const std::string text(n, static_cast<char>('a' + n % 26));
        CHECK(digest(text, Sha256::Engine::plain, 7) == digest(text, Sha256::Engine::best, 64));
    }
}
