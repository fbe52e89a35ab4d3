#pragma once

#include <map>
#include <string>

#include "tests/faults/calls.hpp"
#include "tests/faults/use.hpp"

namespace gen::test {

/// What befalls a run: one call of a kind, or allocations by their numbers, all counted from the beginning of main; or a limit.
struct Plan {
    const Call* call = nullptr;
    Trouble trouble = {};
    int at = 0;  // which call; 0: none
    int first_allocation = 0;
    int last_allocation = -1;
    const Limit* limit = nullptr;
    long most = 0;
};

using Files = std::map<std::string, std::string>;  // bytes by name, those in folders as FOLDER/NAME

struct Outcome {
    int status = 0;  // 128 and more: of a signal
    bool was_hit = false;
    bool reached_main = false;
    bool took_too_long = false;
    int allocations = 0;
    std::string crashed_in;                 // "libdnnl.so.2+0x1f": where a signal came that ends a process
    std::map<std::string_view, int> calls;  // how many of each kind
    std::string complaints;                 // stderr
    Files files;                            // afterwards, those that were read apart; "stdout" is one
};

/// Where uses run: FOLDER/in holds the inputs, and FOLDER/run is made anew for each.
struct Place {
    std::string folder;
    std::string tools;
    std::string shim;
};

/// `before`: what the folder holds already.
Outcome run(const Place& place, const Use& use, const Files& before, const Plan& plan);

Files files_in(const std::string& folder);
void write_files(const std::string& folder, const Files& files);

}  // namespace gen::test
