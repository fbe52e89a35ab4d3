#pragma once

#include <string>
#include <vector>

#include "formats/curve_marks.hpp"
#include "formats/made_settings.hpp"
#include "tools/common/reports/report.hpp"

namespace gen {

/// Models side by side, a row each: file, the settings that are not the same in all, marks of the training curves, digest.
class ModelTable {
public:
    /// Throws Fault::input where it is no model.
    void add(const Document& document, std::size_t item);

    std::size_t size() const { return rows_.size(); }
    /// How many do not say how they were made.
    std::size_t without_settings() const;
    /// `items`: which file of a stream each is has a column, too.
    Report report(bool items) const;

private:
    struct Row {
        std::string file;
        std::size_t item;
        std::vector<CurveMark> marks;
        std::string digest;
    };
    std::vector<Row> rows_;
    std::vector<std::vector<MadeSetting>> settings_;  // of each row
};

}  // namespace gen
