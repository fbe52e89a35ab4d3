#include "nn/maps.hpp"

#include "core/error.hpp"

namespace gen {

Shape expect_maps(const Shape& input, std::size_t channels, std::string_view layer) {
    const Shape maps = input.size() == 3 ? input : Shape{count(input), 1, 1};
    if (channels != 0 && maps[0] != channels) fail("a ", layer, " layer has ", channels, " channels in, expected ", maps[0], " of ", text(input));
    return maps;
}

void expect_numbers(const Shape& input, std::size_t in, std::string_view layer) {
    if (count(input) != in) fail("a ", layer, " layer has ", in, " inputs, expected ", count(input));
    if (input.size() == 3 && input[0] > 1 && input[1] * input[2] > 1)
        fail("a ", layer, " layer takes no maps of ", text(input), "; put flatten before it");
}

}  // namespace gen
