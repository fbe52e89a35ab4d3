#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/json.hpp"

namespace gen::page {

/// How some files and what they came from were made, by what their /provenance says.
class Origins {
public:
    /// Throws Fault::input where the provenance is not understood.
    void add(const Document& document, const std::string& caption);

    /// The file and what it came from, back to the beginning, as a tree; "" where the file does not say.
    std::string tree(const Document& document) const;
    /// The commands that make all of these files again, in an order in which they can run, as a shell would read them; "" where there are none.
    std::string commands() const;

private:
    void take(const Json& record, const std::string& digest);
    /// The caption of a file that was added, else a name from its role or kind and its digest.
    std::string name_of(const std::string& digest, const std::string& kind) const;
    std::string branch(const std::string& digest, const std::string& kind, std::set<std::string>& told) const;
    std::string command(const std::string& digest) const;

    struct Made {
        std::string digest;
        Json record;  // without its parents, which are records of their own
    };
    const Made* find(const std::string& digest) const;
    std::map<std::string, std::string> captions_;  // by digest
    std::map<std::string, std::string> kinds_;
    std::vector<Made> made_;  // what comes first is made first
};

}  // namespace gen::page
