// fuzz: inputs that nobody meant. A file a target, each a program: with clang and GEN_FUZZ a libFuzzer one, else one that damages its seeds in a
// fixed order (driver.cpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gen::fuzz {

// Each target defines these.

/// Reads one input. It must be refused by an Error of the input or of usage, or be understood, and what is understood must be consistent (expect()).
void read(const std::string& input);
/// What inputs are made from.
std::vector<std::string> seeds();
/// What may stand in them.
std::vector<std::string> words();
/// The input with its checksums made right, by a target whose format has some.
std::string mended(std::string input);

/// Ends the process where it does not hold.
void expect(bool holds, std::string_view what);

/// read(), which must end as it says; whether the input was understood.
bool try_input(const std::string& input);

}  // namespace gen::fuzz
