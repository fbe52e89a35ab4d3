#include "formats/source.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

class Joined : public Source {
public:
    explicit Joined(std::vector<std::unique_ptr<Source>> parts) : parts_(std::move(parts)) {
        const Source& first = *parts_[0];
        name = first.name;
        format = first.format;
        shape = first.shape;
        table = first.table;
        for (const auto& part : parts_) {
            if (part->shape != shape) fail(part->name, ": rows are ", shape_text(*part), ", expected ", shape_text(first), " as in ", first.name);
            if (part->bytes != first.bytes || part->known_range != first.known_range)
                fail(part->name, ": numbers of another type than in ", first.name);
            if (part->labels.empty() != first.labels.empty() || part->classes.empty() != first.classes.empty())
                fail(part->name, ": not labelled like ", first.name);
            if (part->order != first.order) fail(part->name, ": dimensions are ", part->order, ", expected ", first.order, " as in ", first.name);
            count += part->count;
            colours = colours || part->colours;
            wide = wide || part->wide;
            ends_.push_back(count);
            classes.insert(classes.end(), part->classes.begin(), part->classes.end());
            row_names.insert(row_names.end(), part->row_names.begin(), part->row_names.end());
            warnings.insert(warnings.end(), part->warnings.begin(), part->warnings.end());
        }
        bytes = first.bytes;
        labels_from = first.labels_from;
        known_range = first.known_range;
        order = first.order;
        if (!row_names.empty() && row_names.size() != count) row_names.clear();
        merge_labels();
    }

    void read(std::size_t row, Picture& out) const override {
        const std::size_t i = part_of(row);
        parts_[i]->read(row - begin(i), out);
    }
    void read_exactly(std::size_t row, std::vector<double>& out) const override {
        const std::size_t i = part_of(row);
        parts_[i]->read_exactly(row - begin(i), out);
    }
    bool read_bytes(std::size_t row, std::byte* out) const override {
        const std::size_t i = part_of(row);
        return parts_[i]->read_bytes(row - begin(i), out);
    }
    std::string row_name(std::size_t row) const override {
        const std::size_t i = part_of(row);
        return parts_[i]->row_name(row - begin(i));
    }
    std::vector<std::string> remarks() const override {
        std::vector<std::string> all;
        for (const auto& part : parts_) std::ranges::copy(part->remarks(), std::back_inserter(all));
        return all;
    }
    void visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const override {
        for (const auto& part : parts_) part->visit_bytes(visit);
    }

private:
    static std::string shape_text(const Source& source) { return source.shape ? text(*source.shape) : std::string("pictures"); }
    std::size_t part_of(std::size_t row) const { return static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), row) - ends_.begin()); }
    std::size_t begin(std::size_t part) const { return part == 0 ? 0 : ends_[part - 1]; }

    // Parts with the same list of names keep its order (CIFAR-10's is not alphabetic); others are merged in bytewise order.
    void merge_labels() {
        const bool alike = std::all_of(parts_.begin(), parts_.end(), [&](const auto& part) { return part->classes == parts_[0]->classes; });
        if (alike) {
            classes = parts_[0]->classes;
        } else {
            std::sort(classes.begin(), classes.end());
            classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
        }
        for (const auto& part : parts_) {
            for (const std::int32_t label : part->labels) {
                if (alike) {
                    labels.push_back(label);
                    continue;
                }
                const std::string& word = part->classes[static_cast<std::size_t>(label)];
                labels.push_back(static_cast<std::int32_t>(std::lower_bound(classes.begin(), classes.end(), word) - classes.begin()));
            }
        }
    }

    std::vector<std::unique_ptr<Source>> parts_;
    std::vector<std::size_t> ends_;
};

/// Some rows of another.
class Window : public Source {
public:
    Window(std::unique_ptr<Source> all, std::size_t begin, std::size_t end) : Source(*all), all_(std::move(all)), begin_(begin) {
        count = end - begin;
        const auto cut = [&](auto& list) {
            if (!list.empty()) list = {list.begin() + static_cast<std::ptrdiff_t>(begin), list.begin() + static_cast<std::ptrdiff_t>(end)};
        };
        cut(labels);
        cut(row_names);
    }

    void read(std::size_t row, Picture& out) const override { all_->read(begin_ + row, out); }
    void read_exactly(std::size_t row, std::vector<double>& out) const override { all_->read_exactly(begin_ + row, out); }
    bool read_bytes(std::size_t row, std::byte* out) const override { return all_->read_bytes(begin_ + row, out); }
    std::string row_name(std::size_t row) const override { return all_->row_name(begin_ + row); }
    std::vector<std::string> remarks() const override { return all_->remarks(); }
    void visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const override { all_->visit_bytes(visit); }

private:
    std::unique_ptr<Source> all_;
    std::size_t begin_;
};

}  // namespace

std::string Source::row_name(std::size_t row) const { return join(name, ": row ", row + 1); }

void Source::read_exactly(std::size_t row, std::vector<double>& out) const {
    thread_local Picture picture;
    read(row, picture);
    out.assign(picture.values.begin(), picture.values.end());
}

void Source::visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const { origin.visit(visit); }

ArraySource::ArraySource(Bytes data, ArrayLayout layout, std::size_t rows) : data_(std::move(data)), layout_(std::move(layout)) {
    name = data_.name();
    origin = data_;
    count = rows;
    shape = layout_.shape;
    bytes = layout_.type.is_byte();
    const std::size_t row_bytes = gen::count(layout_.shape) * layout_.type.bytes;
    if (rows > 0) checked_bytes(name, std::vector{rows - 1, layout_.stride}, 1, data_.size() - std::min(data_.size(), layout_.offset + row_bytes));
}

void ArraySource::read(std::size_t row, Picture& out) const {
    const Shape& s = layout_.shape;
    out.resize(s[0], s[1], s[2]);
    const std::size_t n = out.values.size();
    thread_local std::vector<std::byte> raw;
    raw.resize(n * layout_.type.bytes);
    data_.read(layout_.offset + row * layout_.stride, raw.size(), raw.data());
    convert(raw.data(), layout_.type, n, out.values.data());
}

bool ArraySource::read_bytes(std::size_t row, std::byte* out) const {
    if (!bytes) return false;
    data_.read(layout_.offset + row * layout_.stride, gen::count(layout_.shape), out);
    return true;
}

void fail_too_large(const std::string& where, double number) {
    fail(where, " is ", number, ", which does not fit 32 bits (f32): at most 3.4e38; --transform takes it as it is");
}

Shape parse_shape(std::string_view option, std::string_view words) {
    Shape shape;
    const char* at = words.data();
    const char* const end = at + words.size();
    for (;;) {
        std::size_t value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc() || next == at || value == 0 || value > 65536) break;
        shape.push_back(value);
        at = next;
        if (shape.size() == 3 || at == end || *at != 'x') break;
        ++at;
    }
    if (shape.size() != 3 || at != end) fail_usage(option, ": '", words, "' is not CxHxW, expected for example 1x28x28");
    return shape;
}

RowRange parse_row_range(std::string_view option, std::string_view words) {
    const auto number = [&](std::string_view digits) {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size())
            fail_usage(option, ": '", words, "' is not A:B, expected for example 0:1000");
        return value;
    };
    const std::size_t colon = words.find(':');
    if (colon == std::string_view::npos) fail_usage(option, ": '", words, "' is not A:B, expected for example 0:1000");
    const std::string_view begin = words.substr(0, colon);
    const std::string_view end = words.substr(colon + 1);
    RowRange rows;
    if (!begin.empty()) rows.begin = number(begin);
    if (!end.empty()) rows.end = number(end);
    return rows;
}

Shape row_shape(const std::string& name, const Shape& row, const std::optional<Shape>& wanted, bool& table) {
    for (const std::size_t n : row)
        if (n == 0) fail(name, ": rows of ", text(row), " numbers are empty");
    if (wanted) {
        if (count(*wanted) != count(row)) fail(name, ": rows have ", count(row), " numbers, a shape of ", text(*wanted), " has ", count(*wanted));
        table = (*wanted)[1] == 1 && (*wanted)[2] == 1;
        return *wanted;
    }
    table = row.size() == 1;
    if (table) return {row[0], 1, 1};
    if (row.size() == 2) return {1, row[0], row[1]};
    return row;
}

std::unique_ptr<Source> join_sources(std::vector<std::unique_ptr<Source>> parts) {
    if (parts.size() == 1) return std::move(parts[0]);
    return std::make_unique<Joined>(std::move(parts));
}

std::unique_ptr<Source> rows_of(std::unique_ptr<Source> source, const RowRange& rows) {
    const std::size_t end = rows.end.value_or(source->count);
    if (rows.begin >= end || end > source->count)
        fail_usage("--rows ", rows.begin, ":", rows.end ? join(*rows.end) : "", ": ", source->name, " has rows 0 to ",
                   source->count == 0 ? 0 : source->count - 1);
    return std::make_unique<Window>(std::move(source), rows.begin, end);
}

std::size_t checked_bytes(const std::string& name, std::span<const std::size_t> dimensions, std::size_t bytes, std::size_t available) {
    std::size_t total = bytes;
    for (const std::size_t n : dimensions)
        if (__builtin_mul_overflow(total, n, &total) || total > static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()))
            fail(name, ": dimensions ", text(Shape(dimensions.begin(), dimensions.end())), " are beyond all bounds, the file has ", available,
                 " bytes");
    if (total > available)
        fail(name, ": dimensions ", text(Shape(dimensions.begin(), dimensions.end())), " need ", total, " bytes, ", available, " are there");
    return total;
}

}  // namespace gen
