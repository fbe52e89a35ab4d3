#include "formats/transform_record.hpp"

#include <algorithm>
#include <cmath>

namespace gen {
namespace {

TransformStep step_of(const Json& record, std::size_t columns) {
    const auto kinds = transform_kinds();
    const auto kind = std::ranges::find(kinds, record.at("kind").text(), &TransformKind::name);
    if (kind == kinds.end()) throw JsonError("no transform");
    TransformStep step{.kind = &*kind, .numbers = {{0, 0}}};
    for (std::size_t i = 0; i < 2 && !kind->numbers[i].empty(); ++i) {
        const Json& given = record.at(kind->numbers[i]);
        const std::size_t count = given.is_array() ? given.elements().size() : 1;
        if (given.is_array() && count != columns) throw JsonError("not a number for each column");
        if (count > step.numbers.size() && i == 0) step.numbers.resize(count);
        if (count != step.numbers.size()) throw JsonError("not as many numbers");
        for (std::size_t k = 0; k < count; ++k) step.numbers[k][i] = given.is_array() ? given.elements()[k].number() : given.number();
    }
    for (const auto& [a, b] : step.numbers)
        if (!std::isfinite(a) || !std::isfinite(b) || !kind->is_valid(a, b)) throw JsonError("no valid numbers");
    return step;
}

}  // namespace

Json record_of(const Transform& transform) {
    Json list = Json::array();
    for (const TransformStep& step : transform.steps) {
        Json record = Json::object({{"kind", Json(step.kind->name)}});
        for (std::size_t i = 0; i < 2 && !step.kind->numbers[i].empty(); ++i) {
            std::vector<Json> numbers;
            for (const auto& pair : step.numbers) numbers.push_back(json_number(pair[i]));
            record.set(step.kind->numbers[i], step.by_column ? Json(numbers) : numbers.at(0));
        }
        list.push_back(std::move(record));
    }
    return list;
}

Transform transform_of(const Json& record, std::size_t columns) {
    Transform transform;
    for (const Json& step : record.elements()) {
        transform.steps.push_back(step_of(step, columns));
        transform.steps.back().by_column = step.members().size() > 1 && step.members()[1].second.is_array();
    }
    return transform;
}

}  // namespace gen
