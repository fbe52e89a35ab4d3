// MATLAB 4 and 5.
#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {

void read(const std::string& input) { import_input(input); }

std::vector<std::string> seeds() {
    using namespace foreign;
    const std::string pictures = mat_matrix(9, {16, 3}, 2, noise(48));
    const std::string doubles = mat_matrix(6, {2, 2}, 9, std::string(32, '\0'));
    const std::string words = mat_matrix(4, {1, 3}, 16, "abc");
    const std::string mat4 = little(0, 4) + little(2, 4) + little(2, 4) + little(0, 4) + little(2, 4) + std::string("x\0", 2) + std::string(32, '\0');
    const std::string four_single =
        little(10, 4) + little(3, 4) + little(2, 4) + little(0, 4) + little(2, 4) + std::string("y\0", 2) + std::string(24, '\1');
    return {mat_file(pictures), mat_file(mat_element(15, zlib(pictures))), mat_file(doubles + pictures), mat_file(pictures + words), mat4,
            mat4 + four_single};
}

std::vector<std::string> words() {
    return {std::string("\x0e\0\0\0", 4),
            std::string("\x0f\0\0\0", 4),
            std::string("\6\0\0\0\x08\0\0\0", 8),
            std::string("\5\0\0\0\x08\0\0\0", 8),
            "IM",
            "MI",
            "MATLAB 5.0 MAT-file"};
}

}  // namespace gen::fuzz
