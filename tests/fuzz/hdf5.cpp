// Damages HDF5 files and reads them in a confined process: fuzz-hdf5 MUTATIONS [SEED [FILE [NUMBER]]]; with NUMBER, writes that damaged file, and
// FILE may be any. Each damaged file must be refused or hold exactly what the whole one held; with its digest ignored, and as a file of others, it
// must only be read or refused. A death of the reader (its confined process may die), 5 seconds for one file, more memory than three times the file
// and 256 MiB, and other content count. Seconds are those of the processor, with a minute on the clock at most.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <new>

#include "core/error.hpp"
#include "formats/arrays/hdf5_file.hpp"
#include "formats/blocks.hpp"
#include "formats/hdf5/reader.hpp"
#include "formats/images.hpp"
#include "formats/provenance.hpp"
#include "formats/sandbox.hpp"
#include "formats/streams.hpp"
#include "formats/summary.hpp"
#include "tests/formats/processor_seconds.hpp"
#include "tests/formats/scratch.hpp"
#include "tests/fuzz/hdf5_damage.hpp"
#include "tests/fuzz/hdf5_seeds.hpp"

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

/// Files of others have one digest; where checksums were made right, or there are none (superblock 0), it may be gone, which can be seen.
bool can_lose_digest(const Seed& seed, std::size_t mutation) { return !seed.is_ours && (test::is_mended(mutation) || seed.bytes[8] == 0); }

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

/// Works in a process of its own until all is done; a death is noted, and the next process goes on behind it.
void work(const Seed& seed, std::size_t mutations, std::uint64_t start, Tally& tally) {
    const std::vector<MetadataBlock> blocks = test::metadata_blocks(seed.bytes);
    while (tally.next < mutations) {
        std::cout.flush();
        const pid_t worker = fork();
        if (worker == 0) {
            limit_memory(3 * seed.bytes.size() + spare_memory);
            for (; tally.next < mutations; ++tally.next) {
                const double before = test::processor_seconds();
                alarm(most_seconds);
                one(seed, test::damaged(seed.bytes, blocks, {start, tally.next, seed.number}), tally);
                if (test::processor_seconds() - before <= seconds_of_patience) continue;
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
    const std::vector<Seed> seeds = test::hdf5_seeds();
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

/// The damaged file itself, or the "whole" one.
int show(std::uint64_t start, const std::string& name, const std::string& number) {
    const std::vector<Seed> seeds = std::filesystem::exists(name) ? std::vector<Seed>{} : test::hdf5_seeds();
    const auto seed = std::ranges::find(seeds, name, &Seed::name);
    const std::string whole = seed == seeds.end() ? test::slurp(name) : seed->bytes;
    if (number == "whole") return std::cout << whole, 0;
    std::cout << test::damaged(whole, test::metadata_blocks(whole), {start, std::stoul(number), seed == seeds.end() ? 0 : seed->number});
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::uint64_t start = argc > 2 ? std::stoull(argv[2]) : 0;
        if (argc > 4) return show(start, argv[3], argv[4]);
        return run(argc > 1 ? std::stoul(argv[1]) : 2000, start, argc > 3 ? argv[3] : "");
    } catch (const gen::Error& error) {
        std::cerr << "fuzz-hdf5: " << error.what() << '\n';
        return 4;
    }
}
