// Zip files of NumPy arrays.
#include "tests/formats/foreign_files.hpp"
#include "tests/fuzz/imported.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/zip_checksums.hpp"

namespace gen::fuzz {

void read(const std::string& input) { import_input(input); }

std::vector<std::string> seeds() {
    using namespace foreign;
    const std::string pictures = npy("|u1", "(3, 4, 4)", noise(48));
    const std::string labels = npy("<i4", "(3,)", little(2, 4) + little(0, 4) + little(1, 4));
    return {
        zip({{"images.npy", pictures, false}, {"labels.npy", labels, false}}), zip({{"x_train.npy", pictures, true}, {"y_train.npy", labels, true}}),
        zip({{"names.npy", npy("<U2", "(2,)", little('a', 4) + little(0, 4) + little('b', 4) + little('c', 4)), false}, {"a.npy", pictures, false}})};
}

std::vector<std::string> words() { return {"PK\1\2", "PK\3\4", "PK\5\6", "PK\6\6", ".npy", "../", "\x93NUMPY", "(3,)"}; }

std::string mended(std::string input) { return with_zip_checksums(std::move(input)); }

}  // namespace gen::fuzz
