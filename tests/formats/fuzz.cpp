// Damages files at random and reads them: fuzz MUTATIONS [SEED]. Each damaged image must be refused or hold exactly what the whole one held; without
// a digest it must only be read or refused. Nothing may crash, hang for 5 seconds or load more than 1 GiB.
#include <hdf5.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <new>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/blocks.hpp"
#include "formats/digest.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/hdf5/writer.hpp"
#include "formats/images.hpp"
#include "formats/provenance.hpp"
#include "formats/streams.hpp"
#include "formats/summary.hpp"
#include "tests/formats/samples.hpp"

namespace {

using namespace gen;

constexpr unsigned seconds_of_patience = 5;

struct Whole {
    std::string name;
    std::string bytes;
    std::string content;  // empty: the digest is ignored
};

struct Outcome {
    std::size_t refused = 0;
    std::size_t read = 0;
    std::size_t silent = 0;
};

/// All that a document says.
std::string content_of(const Document& document) {
    std::string all = content_digest(document) + document.text_attribute("producer");
    std::vector<std::string> rest;
    for (const Dataset& set : document.datasets)
        if (!is_digested(set.path)) rest.push_back(join(set.path, ' ', text(set.shape), ' ', test::bytes_of(set)));
    std::sort(rest.begin(), rest.end());
    for (const std::string& each : rest) all += each;
    return all;
}

std::string image_of(const Document& document) {
    const h5::Buffer image = h5::write_bytes(document, "fuzz");
    return {reinterpret_cast<const char*>(image.data()), image.size()};
}

/// Each file twice: as it is, and with its digest ignored, so that damage to the data goes on to the code behind the reader.
std::vector<Whole> wholes() {
    Images pictures;
    pictures.shape = {60, 1, 28, 28};
    pictures.rows = test::numbers_set<std::uint8_t>("/images", Type::u8, pictures.shape).rows;
    pictures.labels.assign(60, 3);
    pictures.classes = {"a", "b", "c", "d"};
    const Document images = document_of(pictures, test::some_provenance());
    Document compressed = images;
    compressed.datasets[0].deflate = 6;
    Document long_rest = test::everything();
    for (Dataset& set : long_rest.datasets)
        if (set.path == "/metrics") set = test::numbers_set<float>("/metrics", Type::f32, {20'000, 4});
    long_rest.datasets.push_back(text_dataset("/provenance/more", std::string(100'000, 'x')));
    std::vector<Whole> all;
    for (const auto& [name, document] : {std::pair<std::string, Document>{"everything", test::everything()},
                                         {"images", images},
                                         {"compressed", compressed},
                                         {"long rest", long_rest}}) {
        const std::string bytes = image_of(document);
        all.push_back({name, bytes, content_of(document)});
        all.push_back({name + ", digest ignored", bytes, ""});
    }
    return all;
}

std::string damaged(std::string bytes, Draws& draws) {
    const auto place = [&] { return draws.below(static_cast<std::uint32_t>(bytes.size())); };
    if (draws.below(10) == 0) return bytes.substr(0, place());
    for (std::uint32_t left = 1 + draws.below(8); left > 0; --left) {
        // Half of the damage goes where the structure is: the first and the last 4 KiB.
        std::uint32_t at = place();
        if (draws.below(2) == 0) at = draws.below(2) == 0 ? at % 4096 : static_cast<std::uint32_t>(bytes.size()) - 1 - at % 4096;
        bytes[at] = static_cast<char>(draws.below(3) == 0 ? draws.word() : static_cast<unsigned char>(bytes[at]) ^ 1u << draws.below(8));
    }
    return bytes;
}

h5::Buffer buffer_of(const std::string& bytes) {
    h5::Buffer buffer;
    buffer.resize(bytes.size());
    bytes.copy(reinterpret_cast<char*>(buffer.data()), bytes.size());
    return buffer;
}

void read_all(const Document& document) {
    for (const Dataset& set : document.datasets) for_each_block(set, [](std::size_t, std::size_t, const std::byte*) {});
    summary(document);
    provenance_json(document);
    if (document.text_attribute("encoding-type") == "images") images_of(document);
}

void one(const Whole& whole, const std::string& bytes, Outcome& outcome) {
    alarm(seconds_of_patience);
    try {
        const auto image = std::make_shared<const h5::StoredFile>(buffer_of(bytes), "fuzz");
        const std::span<const std::byte> head(reinterpret_cast<const std::byte*>(bytes.data()), std::min(bytes.size(), h5::superblock_bytes));
        if (h5::file_length(head, "fuzz") > bytes.size()) fail("fuzz: truncated");
        const Document document = h5::read_document(image, whole.content.empty() ? h5::Reading::unverified : h5::Reading::verified);
        read_all(document);
        if (whole.content.empty() || content_of(document) == whole.content)
            ++outcome.read;
        else
            ++outcome.silent;
    } catch (const Error&) {
        ++outcome.refused;
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t mutations = argc > 1 ? std::stoul(argv[1]) : 2000;
    const std::uint64_t seed = argc > 2 ? std::stoull(argv[2]) : 0;
#ifndef __SANITIZE_ADDRESS__
    const rlimit memory{std::size_t{1} << 30, std::size_t{1} << 30};
    setrlimit(RLIMIT_AS, &memory);
#endif
    std::size_t silent = 0;
    const std::vector<Whole> all = wholes();
    std::cout << "file\tmutations\trefused\tread\tsilent\n";
    for (std::size_t w = 0; w < all.size(); ++w) {
        Outcome outcome;
        const std::size_t share = mutations / all.size();
        for (std::size_t i = 0; i < share; ++i) {
            Draws draws({seed, Purpose::synth, i}, static_cast<std::uint32_t>(w));
            one(all[w], damaged(all[w].bytes, draws), outcome);
        }
        std::cout << all[w].name << '\t' << share << '\t' << outcome.refused << '\t' << outcome.read << '\t' << outcome.silent << '\n';
        silent += outcome.silent;
    }
    alarm(0);
    const auto open = H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL);
    if (open != 0) std::cout << open << " HDF5 objects are still open\n";
    return silent == 0 && open == 0 ? 0 : 1;
}
