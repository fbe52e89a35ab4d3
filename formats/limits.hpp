#pragma once

#include <cstddef>

/// What a file may hold, or make a tool hold, at most; what is beyond is refused (Fault::input). All limits of all formats stand here.
namespace gen::limit {

inline constexpr std::size_t mib = std::size_t{1} << 20;
inline constexpr std::size_t gib = std::size_t{1} << 30;

// What is in memory at once (formats/held.hpp), which the environment variable GEN_MEMORY raises: this, as much as a picture of 16 Mi pixels in
// three colours needs, and a few times the file. Rows are not held: they stream, and what is not read in order is kept in a file without a name.
inline constexpr std::size_t held = 192 * mib;
inline constexpr std::size_t held_times = 3;
inline constexpr std::size_t picture_times = 32;  // a JPEG may take a 32nd of its pixels as floats, and less only where nothing is to be seen

// What comes but once, or packed: kept in memory up to this size, else in a file without a name in TMPDIR.
inline constexpr std::size_t spooled_in_memory = 64 * mib;
// A packed file, and a pipe whose beginning is of no known format, give at most this much; a packed file a hundred times itself, if that is more.
inline constexpr std::size_t unpacked = 4 * gib;
inline constexpr std::size_t unpacked_times = 100;
inline constexpr std::size_t archive = 1024 * gib;      // all that is in one
inline constexpr std::size_t harmless = 64 * mib;       // beyond which nothing may unpack
inline constexpr std::size_t absurd_times = 2000;       // to so many times as much,
inline constexpr std::size_t most_deflate = 1032;       // and deflate cannot to more than this
inline constexpr std::size_t large_picture = 24 * mib;  // of which one is worked on at a time

inline constexpr std::size_t line_bytes = 16 * mib;
inline constexpr std::size_t columns = 1'000;   // of a table of --metrics
inline constexpr std::size_t json_shown = mib;  // a text beyond is not taken apart, value by value, to be shown
inline constexpr std::size_t layers = 2'000;    // of a network: each takes memory before a number is read

inline constexpr std::size_t user_block = 16 * mib;  // of others' bytes before an HDF5 file

// Of the structure of an HDF5 file, which is read whole.
inline constexpr std::size_t depth = 8;
inline constexpr std::size_t objects = 100'000;
inline constexpr std::size_t name_bytes = 255;
inline constexpr std::size_t rank = 8;
inline constexpr std::size_t attributes = 1'000;          // of one object
inline constexpr std::size_t attribute_bytes = 64 << 10;  // of one attribute
inline constexpr std::size_t text_bytes = 64 * mib;       // of a text data set

}  // namespace gen::limit
