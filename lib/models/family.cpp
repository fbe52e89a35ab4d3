#include "models/family.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/words.hpp"
#include "models/alpha/alpha.hpp"
#include "models/avb/avb.hpp"
#include "models/classifier/classifier.hpp"
#include "models/gan/gan.hpp"
#include "models/vae/vae.hpp"

namespace gen {
namespace {

std::vector<Family>& table() {
    static std::vector<Family> rows = {Vae::family(), Gan::family(), Classifier::family(), Avb::family(), AvbPosterior::family(), Alpha::family()};
    return rows;
}

}  // namespace

std::span<const Family> families() { return table(); }

void add_family(Family family) {
    for (const Family& other : table())
        for (const std::string_view kind : family.kinds)
            if (other.has(kind)) fail("there is a family of kind ", kind, " already");
    table().push_back(std::move(family));
}

std::vector<Family> families_that(Ability ability) {
    std::vector<Family> found;
    for (const Family& family : families())
        if (family.can(ability)) found.push_back(family);
    return found;
}

std::string kinds_of(std::span<const Family> some) {
    Words kinds;
    Words trainers;
    for (const Family& family : some) {
        kinds.insert(kinds.end(), family.kinds.begin(), family.kinds.end());
        if (!family.trainer.empty() && std::ranges::find(trainers, family.trainer) == trainers.end()) trainers.push_back(family.trainer);
    }
    return either(kinds) + (trainers.empty() ? "" : ": train one with " + either(trainers));
}

}  // namespace gen
