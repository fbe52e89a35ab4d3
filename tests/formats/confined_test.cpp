#include "formats/confined.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include "core/error.hpp"

namespace gen {
namespace {

[[maybe_unused]] std::vector<std::byte> text_of(const std::string& words) {
    const auto* const begin = reinterpret_cast<const std::byte*>(words.data());
    return {begin, begin + words.size()};
}

[[maybe_unused]] std::string message_of(const std::function<std::vector<std::byte>()>& work, const Confinement& limits = {}) {
    try {
        confined("x", work, limits);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("confined: an answer of any size comes back, and so does an error with its kind") {
    std::vector<std::byte> large(5'000'000, std::byte{7});
    CHECK(confined("x", [&] { return large; }) == large);
    CHECK(confined("x", [] { return std::vector<std::byte>(); }).empty());
    try {
        confined("x", []() -> std::vector<std::byte> { fail_usage("wrong"); });
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::usage);
        CHECK(std::string(error.what()) == "wrong");
    }
}

TEST_CASE("confined: what happens in the child stays there") {
    int here = 1;
    confined("x", [&] { return here = 2, std::vector<std::byte>(); });
    CHECK(here == 1);
}

#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("confined: a crash, a loop and greed end the child alone") {
    CHECK(message_of([]() -> std::vector<std::byte> {
              int* volatile nowhere = nullptr;
              *nowhere = 1;
              return {};
          }) == "x: damaged: HDF5 cannot read its structure (signal 11)");
    CHECK(message_of([]() -> std::vector<std::byte> { _exit(0); }) == "x: damaged: HDF5 cannot read its structure");
    const auto loop = []() -> std::vector<std::byte> {
        for (volatile std::size_t n = 0; n < ~std::size_t{0};) continue;
        return {};
    };
    CHECK(message_of(loop, {.seconds = 1}) == "x: damaged: reading its structure takes longer than 1 s");
    const auto greedy = [] { return std::vector<std::byte>(std::size_t{2} << 30); };
    CHECK(message_of(greedy, {.memory = 1 << 20}) == "x: damaged: reading its structure takes more than 1048576 bytes of memory");
    CHECK(message_of([] { return std::vector<std::byte>(1 << 20); }, {.answer = 1 << 16}) ==
          "x: damaged: reading its structure takes too long, or gives too much");
}

TEST_CASE("confined: no file, no socket, no program, no descriptor") {
    if (!confinement_gap().empty()) {
        MESSAGE("skipped: ", confinement_gap());
        return;
    }
    const auto result = confined("x", [] {
        const auto refused = [](auto code) { return code < 0 && (errno == EPERM || errno == EBADF); };
        std::string out;
        if (!refused(open("/etc/hostname", O_RDONLY))) out += "open ";
        if (!refused(socket(AF_INET, SOCK_STREAM, 0))) out += "socket ";
        if (!refused(execl("/bin/true", "true", nullptr))) out += "exec ";
        if (!refused(fork())) out += "fork ";
        if (!refused(write(1, "leak\n", 5)) || !refused(write(2, "leak\n", 5))) out += "write ";
        if (!refused(unlink("/nothing"))) out += "unlink ";
        if (!refused(kill(getppid(), 0))) out += "kill ";
        return text_of(out);
    });
    CHECK(std::string(reinterpret_cast<const char*>(result.data()), result.size()) == "");
}
#endif

}  // namespace gen
