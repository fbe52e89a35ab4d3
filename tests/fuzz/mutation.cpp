#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <cstring>

#include "core/random.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {
namespace {

class Mutation {
public:
    Mutation(const std::vector<std::string>& seeds, const std::vector<std::string>& words, Draws& draws)
        : seeds_(seeds), words_(words), draws_(draws), input_(any(seeds)) {}

    std::string made() {
        for (std::size_t left = 1 + below(2) * below(6); left > 0; --left) change();
        return std::move(input_);
    }

private:
    std::size_t below(std::size_t n) { return draws_.below(static_cast<std::uint32_t>(n)); }
    const std::string& any(const std::vector<std::string>& from) { return from[below(from.size())]; }
    std::size_t place() { return below(input_.size() + 1); }
    std::size_t length() { return 1 + below(below(8) == 0 ? 200 : 8); }

    void change() {
        switch (below(9)) {
            case 0: return one_byte([&](unsigned char) { return draws_.word(); });
            case 1: return one_byte([&](unsigned char byte) { return byte ^ 1U << below(8); });
            case 2: return number();
            case 3: return digits();
            case 4: input_.erase(std::min(place(), input_.size()), length()); return;
            case 5: input_.insert(place(), input_.substr(std::min(place(), input_.size()), length())); return;
            case 6: input_.insert(place(), any(words_)); return;
            case 7: return splice();
            default:
                if (below(4) == 0)
                    input_.resize(place());
                else
                    input_.insert(place(), 1, static_cast<char>(draws_.word()));
        }
    }

    template <class Change>
    void one_byte(Change change_of) {
        if (input_.empty()) return;
        char& byte = input_[below(input_.size())];
        byte = static_cast<char>(change_of(static_cast<unsigned char>(byte)));
    }

    /// As files of bytes count: 1, 2, 4 or 8 of them in either order.
    void number() {
        const std::uint64_t odd[] = {0, 1, ~std::uint64_t{0}, 0x7f, 0x7fff, 0x7fffffff, 0x80000000, input_.size(), 1000, draws_.word()};
        std::uint64_t value = odd[below(std::size(odd))];
        const std::size_t bytes = std::size_t{1} << below(4);
        if (below(2) == 0) value = __builtin_bswap64(value) >> (64 - 8 * bytes);
        const std::size_t at = place();
        std::memcpy(input_.data() + at, &value, std::min(bytes, input_.size() - at));
    }

    /// As text counts.
    void digits() {
        const std::vector<std::string> odd = {"0",          "-1",         "1e999", "nan",    "-inf", "99999999999999999999",
                                              "2147483648", "4294967297", "0.5",   "1e-400", ""};
        const std::size_t begin = input_.find_first_of("0123456789", place());
        if (begin == std::string::npos) return;
        const std::size_t end = std::min(input_.size(), input_.find_first_not_of("0123456789.", begin));
        input_.replace(begin, end - begin, any(odd));
    }

    /// The beginning of this and the end of another one.
    void splice() {
        const std::string& other = any(seeds_);
        input_.resize(place());
        input_ += other.substr(below(other.size() + 1));
    }

    const std::vector<std::string>& seeds_;
    const std::vector<std::string>& words_;
    Draws& draws_;
    std::string input_;
};

}  // namespace

std::string mutation(std::uint64_t run, std::size_t number) {
    static const std::vector<std::string> all_seeds = seeds();
    static const std::vector<std::string> all_words = words();
    if (number < all_seeds.size()) return all_seeds[number];
    Draws draws({run, Purpose::synth, number}, 0);
    std::string made = Mutation(all_seeds, all_words, draws).made();
    return number % 2 == 0 ? mended(std::move(made)) : made;
}

}  // namespace gen::fuzz
