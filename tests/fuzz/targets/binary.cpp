// Formats of fixed records: IDX, NPY, CIFAR, STL-10.
#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {

void read(const std::string& input) { import_input(input); }

std::vector<std::string> seeds() {
    using namespace foreign;
    const std::string some = noise(48);
    const std::string floats = little(0x3f800000, 4) + little(0xbf000000, 4) + little(0, 4) + little(0x40490fdb, 4);
    return {idx(8, {3, 4, 4}, some),
            idx(8, {2, 2, 3, 4}, some),
            idx(13, {2, 2}, std::string(16, '\0')),
            gzip(idx(8, {3, 4, 4}, some), "train-images"),
            npy("|u1", "(3, 4, 4)", some),
            npy("<f4", "(2, 2)", floats, 2),
            npy(">i2", "(4, 6)", some, 1, "True"),
            npy("|b1", "(2, 24)", std::string(48, '\1')),
            npy("<f2", "(4,6)", std::string(48, '\0'), 3),
            std::string("\3") + noise(3072),
            std::string("\3\7") + noise(3072)};
}

std::vector<std::string> words() {
    return {"\x93NUMPY", "'descr': ", "'<f8'", "'|S3'", "'<U2'", "'|O'", "'fortran_order': ", "True", "'shape': ", "(", ")", ",",
            "()",        "(0,)",      "(2,)",  "\n",    "}",     "{"};
}

}  // namespace gen::fuzz
