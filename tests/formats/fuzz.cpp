// Damages HDF5 files and reads them in a confined process: fuzz MUTATIONS [SEED [FILE [NUMBER]]]; with NUMBER, writes that damaged file. Half of the
// damage is done to metadata, and checksums are made right again. Each damaged file must be refused or hold exactly what the whole one held; without
// a digest it must only be read or refused. A death of the reader (its confined process may die), 5 seconds for one file, more memory than three
// times the file and 256 MiB, and other content count. Seconds are those of the processor, with a minute on the clock at most.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iostream>
#include <new>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/arrays/hdf5_file.hpp"
#include "formats/blocks.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/images.hpp"
#include "formats/provenance.hpp"
#include "formats/sandbox.hpp"
#include "formats/streams.hpp"
#include "formats/summary.hpp"
#include "tests/formats/checked_blocks.hpp"
#include "tests/formats/fuzz_seeds.hpp"

namespace {

using namespace gen;
using test::MetadataBlock;
using test::Road;
using test::Seed;

constexpr double seconds_of_patience = 5;  // of the processor
constexpr unsigned most_seconds = 60;      // on the clock, where others work, too
constexpr std::size_t spare_memory = std::size_t{256} << 20;

/// What a worker has done; shared with it, and outlives it.
struct Tally {
    std::size_t next;  // mutation
    std::size_t refused, read, without_digest, confined_deaths;
    std::size_t silent, greedy, deaths, hangs;  // these must not be
    std::size_t faults() const { return silent + greedy + deaths + hangs; }
};

void strike(std::string& bytes, std::size_t at, const std::vector<MetadataBlock>& blocks, Draws& draws) {
    const auto below = [&](std::size_t n) { return draws.below(static_cast<std::uint32_t>(n)); };
    const std::uint64_t odd[] = {0, 1, ~std::uint64_t{0}, 0x7fffffff, bytes.size(), blocks[below(blocks.size())].begin, draws.word()};
    switch (draws.below(3)) {
        case 0: bytes[at] = static_cast<char>(draws.word()); break;
        case 1: bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ 1U << draws.below(8)); break;
        default:
            std::memcpy(bytes.data() + at, &odd[below(std::size(odd))], std::min<std::size_t>(std::size_t{1} << draws.below(4), bytes.size() - at));
    }
}

/// Damage inside of metadata that no checksum tells of.
std::string damaged_and_mended(std::string bytes, const std::vector<MetadataBlock>& blocks, Draws& draws) {
    for (std::uint32_t left = 1 + draws.below(3); left > 0; --left) {
        const MetadataBlock& block = blocks[draws.below(static_cast<std::uint32_t>(blocks.size()))];
        const auto length = static_cast<std::uint32_t>(block.end - block.begin);
        for (std::uint32_t strikes = 1 + draws.below(3); strikes > 0; --strikes) strike(bytes, block.begin + draws.below(length), blocks, draws);
        mend(bytes, block);
    }
    return bytes;
}

std::string damaged(std::string bytes, const std::vector<MetadataBlock>& blocks, Draws& draws) {
    const auto place = [&] { return draws.below(static_cast<std::uint32_t>(bytes.size())); };
    if (draws.below(10) == 0) return bytes.substr(0, place());
    for (std::uint32_t left = 1 + draws.below(8); left > 0; --left) {
        // Half of it goes where the structure is: the first and the last 4 KiB.
        std::uint32_t at = place();
        if (draws.below(2) == 0) at = draws.below(2) == 0 ? at % 4096 : static_cast<std::uint32_t>(bytes.size()) - 1 - at % 4096;
        strike(bytes, std::min<std::size_t>(at, bytes.size() - 1), blocks, draws);
    }
    return bytes;
}

h5::Buffer buffer_of(const std::string& bytes) {
    h5::Buffer buffer;
    buffer.resize(bytes.size());
    bytes.copy(reinterpret_cast<char*>(buffer.data()), bytes.size());
    return buffer;
}

Document document_of_file(const std::string& bytes, h5::Reading reading) {
    const std::span<const std::byte> head(reinterpret_cast<const std::byte*>(bytes.data()), std::min(bytes.size(), h5::superblock_bytes));
    if (h5::file_length(head, "fuzz") > bytes.size()) fail("fuzz: truncated");
    return h5::read_document(std::make_shared<const h5::StoredFile>(buffer_of(bytes), "fuzz"), reading);
}

void read_all(const Document& document) {
    for (const Dataset& set : document.datasets) for_each_block(set, [](std::size_t, std::size_t, const std::byte*) {});
    summary(document);
    provenance_json(document);
    if (document.text_attribute("encoding-type") == "images") images_of(document);
}

/// The first and the last row of each array.
void read_foreign(const std::string& bytes) {
    const auto* const begin = reinterpret_cast<const std::byte*>(bytes.data());
    const auto file = open_hdf5(Bytes::of("fuzz", {begin, begin + bytes.size()}));
    for (const ArrayInfo& info : file->arrays) {
        file->words(info);
        if (info.holds != ArrayInfo::Holds::numbers) continue;
        try {
            const auto array = file->open(info);
            if (array->stored.empty() || array->stored[0] == 0 || array->slab_bytes(0) > spare_memory / 4) continue;
            std::vector<std::byte> row(array->slab_bytes(0));
            array->read(0, 0, 1, row.data());
            array->read(0, array->stored[0] - 1, 1, row.data());
        } catch (const Error&) {
            continue;
        }
    }
}

bool is_mended(std::size_t mutation) { return mutation % 2 == 0; }

/// Files of others have one digest; where checksums were made right, or there are none (superblock 0), it may be gone, which can be seen.
bool can_lose_digest(const Seed& seed, std::size_t mutation) { return !seed.is_ours && (is_mended(mutation) || seed.bytes[8] == 0); }

/// Of this process and those that it waited for.
double processor_seconds() {
    double sum = 0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        getrusage(who, &used);
        for (const timeval& time : {used.ru_utime, used.ru_stime}) sum += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    }
    return sum;
}

void one(const Seed& seed, const std::string& bytes, Tally& tally) {
    try {
        if (seed.road == Road::foreign) {
            read_foreign(bytes);
        } else {
            const Document document = document_of_file(bytes, seed.road == Road::verified ? h5::Reading::verified : h5::Reading::unverified);
            read_all(document);
            if (seed.road == Road::verified && test::content_of(document) != seed.content) {
                if (can_lose_digest(seed, tally.next) && document.digest.empty()) return void(++tally.without_digest);
                std::cout << seed.name << ": mutation " << tally.next << ": other content\n";
                return void(++tally.silent);
            }
        }
        ++tally.read;
    } catch (const Error& error) {
        ++tally.refused;
        if (std::string(error.what()).find("(signal ") != std::string::npos) ++tally.confined_deaths;
    } catch (const std::bad_alloc&) {
        std::cout << seed.name << ": mutation " << tally.next << ": memory\n";
        ++tally.greedy;
    }
}

/// Address space, beyond what this process has.
void limit_memory(std::size_t bytes) {
#ifndef __SANITIZE_ADDRESS__
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const std::size_t most = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + bytes;
    const rlimit memory{most, most};
    setrlimit(RLIMIT_AS, &memory);
#else
    static_cast<void>(bytes);
#endif
}

std::string mutation(const Seed& seed, const std::vector<MetadataBlock>& blocks, std::uint64_t start, std::size_t number) {
    Draws draws({start, Purpose::synth, number}, static_cast<std::uint32_t>(seed.number));
    return is_mended(number) ? damaged_and_mended(seed.bytes, blocks, draws) : damaged(seed.bytes, blocks, draws);
}

/// Works in a process of its own until all is done; a death is noted, and the next process goes on behind it.
void work(const Seed& seed, std::size_t mutations, std::uint64_t start, Tally& tally) {
    const std::vector<MetadataBlock> blocks = test::metadata_blocks(seed.bytes);
    while (tally.next < mutations) {
        std::cout.flush();
        const pid_t worker = fork();
        if (worker == 0) {
            limit_memory(3 * seed.bytes.size() + spare_memory);
            for (; tally.next < mutations; ++tally.next) {
                const double before = processor_seconds();
                alarm(most_seconds);
                one(seed, mutation(seed, blocks, start, tally.next), tally);
                if (processor_seconds() - before <= seconds_of_patience) continue;
                std::cout << seed.name << ": mutation " << tally.next << ": hangs\n";
                ++tally.hangs;
            }
            std::cout.flush();
            _exit(0);
        }
        int status = 0;
        if (worker < 0 || waitpid(worker, &status, 0) < 0) fail_io("fuzz: no process to read in");
        if (tally.next >= mutations) return;
        const bool is_hang = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
        std::cout << seed.name << ": mutation " << tally.next << (is_hang ? ": hangs" : ": death") << " (status " << status << ")\n";
        ++(is_hang ? tally.hangs : tally.deaths);
        ++tally.next;
    }
}

int run(std::size_t mutations, std::uint64_t start, const std::string& only) {
    use_sandbox(Sandbox::always);
    auto* const tally = static_cast<Tally*>(mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    if (tally == MAP_FAILED) fail_io("fuzz: no memory to share");
    const std::vector<Seed> seeds = test::fuzz_seeds();
    std::size_t faults = 0;
    std::cout << "file\tbytes\tmutations\trefused\tread\twithout digest\tconfined deaths\tsilent\tmemory\tdeaths\thangs\n";
    for (const Seed& seed : seeds) {
        if (!only.empty() && seed.name != only) continue;
        *tally = Tally{};
        work(seed, mutations / seeds.size(), start, *tally);
        std::cout << seed.name << '\t' << seed.bytes.size() << '\t' << tally->next << '\t' << tally->refused << '\t' << tally->read << '\t'
                  << tally->without_digest << '\t' << tally->confined_deaths << '\t' << tally->silent << '\t' << tally->greedy << '\t'
                  << tally->deaths << '\t' << tally->hangs << '\n';
        faults += tally->faults();
    }
    return faults == 0 ? 0 : 1;
}

/// The damaged file itself.
int show(std::uint64_t start, const std::string& name, std::size_t number) {
    for (const Seed& seed : test::fuzz_seeds())
        if (seed.name == name) std::cout << mutation(seed, test::metadata_blocks(seed.bytes), start, number);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::uint64_t start = argc > 2 ? std::stoull(argv[2]) : 0;
        if (argc > 4) return show(start, argv[3], std::stoul(argv[4]));
        return run(argc > 1 ? std::stoul(argv[1]) : 2000, start, argc > 3 ? argv[3] : "");
    } catch (const gen::Error& error) {
        std::cerr << "fuzz: " << error.what() << '\n';
        return 4;
    }
}
