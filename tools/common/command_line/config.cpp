#include "tools/common/command_line/config.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <sstream>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";  // of editors on Windows

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string shortened(std::string_view words) {
    constexpr std::size_t most = 60;
    return words.size() <= most ? std::string(words) : join(words.substr(0, most), "...");
}

std::string unquoted(std::string_view value, const std::string& where) {
    if (!value.starts_with('"')) return std::string(trimmed(value.substr(0, std::min(value.find(" #"), value.size()))));
    std::string out;
    for (std::size_t i = 1; i < value.size(); ++i) {
        if (value[i] == '"') {
            const std::string_view rest = trimmed(value.substr(i + 1));
            if (!rest.empty() && rest[0] != '#') fail_usage(where, ": '", shortened(rest), "' after the closing quote");
            return out;
        }
        if (value[i] == '\\' && i + 1 < value.size()) {
            ++i;
            out += value[i] == 'n' ? '\n' : value[i] == 't' ? '\t' : value[i];
        } else {
            out += value[i];
        }
    }
    fail_usage(where, ": no closing quote");
}

std::string quoted(const std::string& value) {
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c == '\n' ? std::string("\\n") : c == '\t' ? std::string("\\t") : std::string(1, c);
    }
    return out + '"';
}

bool is_plain(const std::string& value) { return value.find_first_of(" \t\r\n\"\\#") == std::string::npos; }

/// A device may have no end.
std::string text_of_file(const std::string& path) {
    constexpr std::size_t most = 1 << 20;
    const Descriptor file(open_file(path, O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) fail_errno(path, errno);
    std::string text(most + 1, '\0');
    text.resize(read_fully(file.get(), text.data(), text.size(), path));
    if (text.size() > most) fail_usage(path, ": longer than ", most, " bytes, expected settings");
    if (text.find('\0') != std::string::npos) fail_usage(path, ": not text, expected settings");
    return text;
}

struct Setting {
    std::vector<std::string> values;
    std::string where;
};

std::map<std::string, Setting> read_settings(const std::string& path, OptionList& options) {
    std::istringstream file(text_of_file(path));
    std::map<std::string, Setting> out;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (number == 1 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
        const std::string_view content = trimmed(line);
        if (content.empty() || content[0] == '#') continue;
        const std::string where = join(path, ": line ", number);
        const std::size_t equals = content.find('=');
        if (equals == std::string_view::npos) fail_usage(where, ": got '", shortened(content), "', expected name = value");
        const std::string name(trimmed(content.substr(0, equals)));
        const Entry* const entry = options.find(name);
        if (entry == nullptr || entry->command) fail_usage(where, ": unknown option '", shortened(name), "'", did_you_mean(name, options.names()));
        Setting& setting = out[name];
        setting.values.push_back(unquoted(trimmed(content.substr(equals + 1)), where));
        setting.where = join(where, ": ", name);
    }
    return out;
}

}  // namespace

void read_config(const std::string& path, OptionList& options) {
    const std::map<std::string, Setting> settings = read_settings(path, options);
    for (Entry& entry : options.entries) {
        const auto setting = settings.find(std::string(entry.option.name));
        if (setting != settings.end() && !entry.given) assign(entry, setting->second.values, setting->second.where);
    }
}

std::string config_text(const OptionList& options) {
    std::string out;
    for (const Entry& entry : options.entries) {
        if (entry.command) continue;
        for (const std::string& value : values_of(entry)) out += join(entry.option.name, " = ", is_plain(value) ? value : quoted(value), '\n');
    }
    return out;
}

}  // namespace gen
