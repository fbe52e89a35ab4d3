#include "formats/cifar.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/class_names.hpp"

namespace gen {
namespace {

constexpr std::size_t pixels = 3 * 32 * 32;

// One of the labels that a record begins with.
struct Label {
    std::string_view name;  // of --labels
    std::int32_t classes;
    const char* file;  // of class names
};

constexpr Label labels10[] = {{"", 10, "batches.meta.txt"}};
constexpr Label labels100[] = {{"coarse", 20, "coarse_label_names.txt"}, {"fine", 100, "fine_label_names.txt"}};

struct Form {
    std::string_view type;
    std::string_view title;
    std::span<const Label> labels;

    std::size_t record() const { return labels.size() + pixels; }
    bool fits(const Bytes& bytes) const { return bytes.size() > 0 && bytes.size() % record() == 0; }
};

constexpr Form cifar10 = {"cifar10", "CIFAR-10", labels10};
constexpr Form cifar100 = {"cifar100", "CIFAR-100", labels100};

/// Whether `take` was pleased with the number of each record and its labels; stops where it is not.
template <class Take>
bool all_labels(const Bytes& bytes, const Form& form, const Take& take) {
    const std::size_t record = form.record();
    const std::size_t block = 256 * record;
    std::size_t number = 0;
    for (std::size_t offset = 0; offset < bytes.size(); offset += block) {
        const std::vector<std::byte> records = bytes.read(offset, std::min(block, bytes.size() - offset));
        for (std::size_t i = 0; i < records.size(); i += record)
            if (!take(number++, records.data() + i)) return false;
    }
    return true;
}

bool is_form(const Bytes& bytes, const Form& form) {
    return form.fits(bytes) && all_labels(bytes, form, [&](std::size_t, const std::byte* record) {
               for (std::size_t k = 0; k < form.labels.size(); ++k)
                   if (std::to_integer<std::int32_t>(record[k]) >= form.labels[k].classes) return false;
               return true;
           });
}

std::unique_ptr<Source> open(const Bytes& bytes, const Form& form, std::size_t k, const Beside& beside) {
    if (!form.fits(bytes)) {
        const Form& other = form.record() == cifar10.record() ? cifar100 : cifar10;
        fail(bytes.name(), ": has ", bytes.size(), " bytes, expected a multiple of ", form.record(), " (", form.title, " records)",
             other.fits(bytes) ? join("; it has the length of ", other.title, ": --type ", other.type) : "");
    }
    const Label& label = form.labels[k];
    std::vector<std::int32_t> labels;
    all_labels(bytes, form, [&](std::size_t number, const std::byte* record) {
        labels.push_back(std::to_integer<std::int32_t>(record[k]));
        if (labels.back() >= label.classes)
            fail(bytes.name(), ": record ", number + 1, " has label ", labels.back(), ", expected 0 to ", label.classes - 1);
        return true;
    });
    auto source = std::make_unique<ArraySource>(bytes, ArrayLayout{form.labels.size(), form.record(), {}, {3, 32, 32}}, labels.size());
    source->format = form.type;
    source->labels = std::move(labels);
    source->labels_from = label.name;
    source->classes = class_names(beside, label.file, static_cast<std::size_t>(label.classes));
    return source;
}

}  // namespace

bool is_cifar10(const Bytes& bytes) { return is_form(bytes, cifar10); }
bool is_cifar100(const Bytes& bytes) { return is_form(bytes, cifar100); }
bool begins_cifar(const Bytes& head) {
    const auto begins = [&](const Form& form) {
        const std::size_t records = head.size() / form.record();
        return records > 0 && is_form(head.part(0, records * form.record(), head.name()), form);
    };
    return begins(cifar10) || begins(cifar100);
}

std::unique_ptr<Source> open_cifar10(const Bytes& bytes, const Beside& beside) { return open(bytes, cifar10, 0, beside); }

std::unique_ptr<Source> open_cifar100(const Bytes& bytes, const Beside& beside, const std::string& labels) {
    return open(bytes, cifar100, labels == labels100[0].name ? 0 : 1, beside);
}

}  // namespace gen
