#include "formats/archive_inputs.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/archive.hpp"
#include "formats/archive_reader.hpp"
#include "formats/arrays/npy_file.hpp"
#include "formats/folder_walk.hpp"
#include "formats/foreign_formats.hpp"
#include "formats/label_partner.hpp"
#include "formats/packing.hpp"
#include "formats/picture_reader.hpp"
#include "formats/posix.hpp"
#include "formats/refused_formats.hpp"
#include "formats/shell_word.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

bool is_named(const std::string& name, const std::string& words) {
    if (words.empty()) return false;
    const std::string folder = words.ends_with('/') ? words : words + '/';
    if (name.starts_with(folder) || name.find('/' + folder) != std::string::npos) return true;
    return ::fnmatch(words.c_str(), name.c_str(), 0) == 0 || ::fnmatch(words.c_str(), std::string(last_part(name)).c_str(), 0) == 0;
}

bool is_picture_file(const Bytes& content) { return is_picture(content.head(8)); }

// Nothing for pictures, which are read from the zip file itself, unless only some of them are meant or a method needs another reader.
std::optional<std::vector<Member>> zip_members(const Bytes& file, bool some) {
    const ZipReader zip(file);
    const auto is_file = [](const ZipReader::Entry& entry) { return !entry.name.ends_with('/') && !is_hidden(plain_path(entry.name)); };
    if (std::ranges::any_of(zip.entries(), [](const ZipReader::Entry& entry) { return entry.method != 0 && entry.method != 8; }))
        return open_archive(file);
    const auto has_picture = [&](const ZipReader::Entry& entry) { return is_file(entry) && is_picture(zip.head(entry, 8)); };
    if (!some && std::ranges::any_of(zip.entries(), has_picture)) return {};
    std::vector<Member> members;
    for (const ZipReader::Entry& entry : zip.entries()) {
        if (!is_file(entry)) continue;
        const std::string name = plain_path(entry.name);
        members.push_back({name, zip.content(entry).part(0, entry.size, join(file.name(), ": ", name))});
    }
    return members;
}

std::optional<std::vector<Member>> members_of(const std::string& input, bool some, const InputFiles& files) {
    if (is_folder(input)) return {};
    const Bytes file = files.open(input);
    if (is_archive(file)) return open_archive(file);
    if (is_zip(file) && !is_npz(file) && refusal_of(file).empty()) return zip_members(file, some);
    return {};
}

// Of a file that can be data, and of the type that is asked for.
const ForeignFormat* format_of(const Bytes& packed, const std::string& type) {
    if (packed.size() == 0 || !refusal_of(packed).empty()) return nullptr;
    constexpr std::size_t head_bytes = 1 << 16;
    const bool whole = packing_of(packed).empty();
    const Bytes content = whole ? packed : Bytes::of(packed.name(), unpacked_head(packed, head_bytes));
    for (const ForeignFormat& format : foreign_formats())
        if (format.recognises(content)) return type != "auto" && format.type != type ? nullptr : &format;
    return nullptr;
}

// "README.txt", "LICENSE", "about.md"
bool is_prose(std::string_view name) {
    std::string last(last_part(name));
    std::ranges::transform(last, last.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return last.starts_with("readme") || last.starts_with("license") || last.starts_with("copying") || last.ends_with(".md");
}

// Read-me files are text, as tables are: where there are other data they are not meant, nor tables that are called so.
std::vector<const Member*> data_files(const std::vector<Member>& members, const std::string& type) {
    std::vector<const Member*> data;
    std::vector<const Member*> tables;
    for (const Member& member : members)
        if (const ForeignFormat* const format = format_of(member.content, type)) (format->has_columns ? tables : data).push_back(&member);
    if (std::ranges::any_of(tables, [](const Member* member) { return !is_prose(member->name); }))
        std::erase_if(tables, [](const Member* member) { return is_prose(member->name); });
    return data.empty() ? tables : data;
}

std::string listed(const std::vector<const Member*>& members) {
    constexpr std::size_t most = 12;
    std::string out;
    for (std::size_t i = 0; i < std::min(most, members.size()); ++i) out += (i > 0 ? ", " : "") + members[i]->name;
    return members.size() > most ? out + ", ..." : out;
}

std::vector<const Member*> pointers(const std::vector<Member>& members) {
    std::vector<const Member*> out;
    for (const Member& member : members) out.push_back(&member);
    return out;
}

// Those that `words` name: the one of exactly that path, if there is one.
std::vector<const Member*> named_members(const std::vector<Member>& members, const std::string& words) {
    std::vector<const Member*> named;
    for (const Member& member : members) {
        if (member.name == words) return {&member};
        if (is_named(member.name, words)) named.push_back(&member);
    }
    return named;
}

// "data_batch_*" of data_batch_1.bin and data_batch_2.bin.
std::string example_pattern(const std::vector<const Member*>& members) {
    const std::string_view first = last_part(members[0]->name);
    const std::string_view second = last_part(members[1]->name);
    const auto differ = std::ranges::mismatch(first, second).in1;
    return join(std::string(first.begin(), differ), "*");
}

[[noreturn]] void fail_to_choose(const std::string& input, const std::vector<const Member*>& data) {
    std::vector<std::string> names;
    for (const Member* const member : data) names.push_back(member->name);
    const auto labelled = std::ranges::find_if(names, [&](const std::string& name) { return label_partner(name, names).has_value(); });
    if (labelled == names.end())
        fail_usage(input, ": holds ", data.size(), " files of data; --dataset '", last_part(data[0]->name), "' takes one of them, --dataset '",
                   example_pattern(data), "' all that are called so: ", listed(data));
    fail_usage(input, ": holds ", data.size(), " files of data; --dataset ", shell_word(*labelled), " --labels ",
               shell_word(*label_partner(*labelled, names)), " takes one of them and its labels, --list prints all such commands: ", listed(data));
}

// Those that are meant of an archive without pictures.
std::vector<const Member*> chosen(const std::string& input, const std::vector<Member>& members, ForeignPlan& plan, bool& is_choice) {
    std::vector<const Member*> data;
    const auto is_data = [&](const Member* member) { return !is_named(member->name, plan.labels); };
    std::ranges::copy_if(data_files(members, plan.type), std::back_inserter(data), is_data);
    std::vector<const Member*> named = named_members(members, plan.dataset);
    std::ranges::sort(named, {}, &Member::name);
    is_choice = !named.empty();
    if (is_choice) return named;
    if (data.size() == 1) return data;
    if (!plan.dataset.empty()) fail(input, ": has no file ", plan.dataset, "; it has ", listed(pointers(members)));
    for (const Member& member : members)
        if (const std::string refusal = data.empty() ? refusal_of(member.content) : ""; !refusal.empty()) fail(member.content.name(), ": ", refusal);
    if (data.empty()) fail(input, ": has no file that is read here", members.empty() ? "" : "; it has ", listed(pointers(members)));
    fail_to_choose(input, data);
}

}  // namespace

std::vector<std::string> archive_inputs(const std::vector<std::string>& inputs, ForeignPlan& plan, const InputFiles& files) {
    std::vector<std::string> out;
    bool was_choice = false;
    for (const std::string& input : inputs) {
        std::optional<std::vector<Member>> members = members_of(input, !plan.dataset.empty(), files);
        if (!members) {
            out.push_back(input);
            continue;
        }
        const auto is_meant = [&](const Member& m) { return plan.dataset.empty() || is_named(m.name, plan.dataset); };
        if (std::ranges::any_of(*members, [&](const Member& m) { return is_meant(m) && is_picture_file(m.content); })) {
            was_choice = was_choice || !plan.dataset.empty();
            std::erase_if(*members, [&](const Member& m) { return !is_meant(m); });
            files.keep_members(input, std::move(*members));
            out.push_back(input);
            continue;
        }
        const std::vector<const Member*> labels = named_members(*members, plan.labels);
        if (labels.size() > 1) fail_usage("--labels ", plan.labels, ": ", input, " holds several files of that name: ", listed(labels));
        if (!labels.empty()) files.keep(plan.labels, labels[0]->content);
        files.keep_members(input, std::move(*members));
        bool is_choice = false;
        for (const Member* member : chosen(files.open(input).name(), *files.members(input), plan, is_choice)) out.push_back(member->content.name());
        was_choice = was_choice || is_choice;
    }
    if (was_choice) plan.dataset.clear();
    return out;
}

std::vector<std::string> data_in_archive(const std::string& input, const InputFiles& files) {
    const std::optional<std::vector<Member>> members = members_of(input, false, files);
    std::vector<std::string> names;
    if (!members || std::ranges::any_of(*members, [](const Member& m) { return is_picture_file(m.content); })) return names;
    for (const Member* member : data_files(*members, "auto")) names.push_back(member->name);
    std::ranges::sort(names);
    return names;
}

}  // namespace gen
