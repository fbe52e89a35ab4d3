#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// Finds rows by the names that lists of labels give them: the whole path, or the last part of it, with or without the ending of a file name.
class RowNames {
public:
    explicit RowNames(std::span<const std::string> names);

    /// Nothing where no row has that name. A path may have more folders in front than the row's own. Throws Fault::input where two rows could be
    /// meant: "0.png could be a/0.png or b/0.png".
    std::optional<std::size_t> find(std::string_view name) const;

private:
    using Rows = std::map<std::string, std::vector<std::size_t>, std::less<>>;
    std::optional<std::size_t> one_of(const Rows& rows, std::string_view name) const;
    std::span<const std::string> names_;
    std::size_t longest_ = 0;   // of them
    std::array<Rows, 4> ways_;  // whole path, the same without the ending, last part, the same without the ending
};

}  // namespace gen
