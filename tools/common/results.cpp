#include "tools/common/results.hpp"

#include <cmath>
#include <iostream>
#include <utility>

#include "core/error.hpp"
#include "eval/estimated.hpp"
#include "tools/common/json.hpp"

namespace gen {

Result mean_of(std::string name, std::span<const double> values, std::string note) {
    const Estimated e = estimated(values);
    return {std::move(name), e.value, values.size() > 1 ? e.error : std::nan(""), std::move(note)};
}

void print_results(const std::vector<Result>& results, bool as_json) {
    std::string json;
    if (!as_json) std::cout << "#name\tvalue\tstandard_error\tnote\n";
    for (const Result& r : results) {
        if (!as_json) std::cout << r.name << '\t' << text(r.value) << '\t' << text(r.error) << '\t' << r.note << '\n';
        json += join(json.empty() ? '{' : ',', json_string(r.name), ':', json_number(r.value));
        if (std::isfinite(r.error)) json += join(',', json_string(r.name + "_se"), ':', json_number(r.error));
        if (!r.note.empty()) json += join(',', json_string(r.name + "_note"), ':', json_string(r.note));
    }
    if (as_json) std::cout << json << "}\n";
}

void print_columns(const std::vector<Column>& columns, bool as_json) {
    if (as_json) {
        std::string json;
        for (const Column& column : columns) {
            std::string numbers;
            for (const double value : column.values) numbers += (numbers.empty() ? "" : ",") + json_number(value);
            json += join(json.empty() ? '{' : ',', json_string(column.name), ":[", numbers, ']');
        }
        std::cout << json << "}\n";
        return;
    }
    std::cout << "#image";
    for (const Column& column : columns) std::cout << '\t' << column.name;
    std::cout << '\n';
    for (std::size_t i = 0; i < columns.front().values.size(); ++i) {
        std::cout << i;
        for (const Column& column : columns) std::cout << '\t' << text(column.values[i]);
        std::cout << '\n';
    }
}

}  // namespace gen
