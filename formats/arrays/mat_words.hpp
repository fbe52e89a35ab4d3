#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace gen {

/// What of MATLAB's text is read for its words.
inline constexpr std::size_t most_mat_words = 1'000'000;
inline constexpr std::size_t most_mat_characters = std::size_t{16} << 20;

/// The rows of a matrix of characters, or UTF-16, column by column as MATLAB has them, without the blanks that make all equally long.
std::vector<std::string> words_of_rows(std::span<const char32_t> characters, std::size_t rows);

}  // namespace gen
