// The man page of a tool in mdoc(7).
#include <algorithm>
#include <cctype>

#include "core/error.hpp"
#include "tools/common/command_line/docs.hpp"

namespace gen {
namespace {

constexpr std::size_t source_width = 78;

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string out;
    for (const std::string& piece : split(text, what)) out += join(piece, by);
    return out.substr(0, out.size() - by.size());
}

// A backslash begins an escape; - would be printed as a hyphen that cannot be copied.
std::string escaped(std::string_view text) { return replaced(replaced(text, "\\", "\\e"), "-", "\\-"); }

// A line of text must not begin like a request.
std::string text_lines(std::string_view lines) {
    std::string out;
    for (const std::string& line : split(lines, "\n"))
        if (!line.empty()) out += (line[0] == '.' || line[0] == '\'' ? "\\&" : "") + line + '\n';
    return out;
}

// mandoc wants each sentence on lines of its own.
std::string prose(std::string_view paragraphs) {
    std::string out;
    for (const std::string& paragraph : split(paragraphs, "\n\n")) {
        if (is_literal(paragraph)) {
            out += join(".Bd -literal -offset indent\n", text_lines(replaced(escaped(paragraph.substr(2)), "\n  ", "\n")), ".Ed\n");
            continue;
        }
        if (!out.empty()) out += ".Pp\n";
        for (const std::string& sentence : split(replaced(replaced(escaped(paragraph), "\n", " "), ". ", ".\n"), "\n"))
            out += text_lines(wrapped(sentence, source_width, 0));
    }
    return out;
}

// An argument of a macro: never taken for a macro itself, and blanks do not split it.
std::string argument(std::string_view text) {
    std::string out = escaped(text);
    if (out.size() <= 3 && std::isalpha(static_cast<unsigned char>(out[0])) != 0) out = "\\&" + out;
    return out.find(' ') == std::string::npos ? out : '"' + out + '"';
}

std::string item(const Entry& entry) {
    std::string out = ".It ";
    if (entry.is_operand()) return out + "Ar " + argument(entry.shown()) + '\n';
    if (entry.option.letter != 0) out += join("Fl ", entry.option.letter, " , ");
    out += "Fl " + argument(join("-", entry.option.name));
    if (const std::string value = entry.placeholder(); !value.empty()) out += " Ar " + argument(value);
    return out + '\n';
}

template <class Belongs>
std::string item_list(const OptionList& options, Belongs belongs) {
    std::string items;
    for (const Entry& entry : options.entries) {
        if (entry.hidden || !belongs(entry)) continue;
        items += item(entry) + prose(explanation(entry));
    }
    return items.empty() ? "" : ".Bl -tag -width Ds\n" + items + ".El\n";
}

std::string synopsis_lines(const Tool& tool, const OptionList& options) {
    std::string out = join(".Nm ", tool.name, "\n.Op Ar options\n");
    for (const Entry& entry : options.entries) {
        if (!entry.is_operand()) continue;
        const std::string name = "Ar " + argument(entry.shown()) + (entry.is_list() ? " ..." : "");
        out += (entry.option.required ? "." : ".Op ") + name + '\n';
    }
    return out;
}

std::string exit_statuses(const Tool& tool) {
    const auto status = [](std::string_view number, std::string_view meaning) { return join(".It ", number, "\n", text_lines(meaning)); };
    std::string out = ".Sh EXIT STATUS\n.Bl -tag -width Ds -compact\n" + status("0", "done");
    if (tool.judges) out += status("1", "a check said no");
    out += status("2", "wrong usage") + status("3", "input rejected: format, shape, digest, values that are not finite") +
           status("4", "input or output failed: missing, not permitted, no space, out of memory");
    if (tool.trains)
        out += status("5", "training diverged; the last finite checkpoint is kept") +
               status("75", "stopped on a signal with a complete checkpoint; run the same command with \\-\\-resume");
    return out + ".El\n";
}

std::string environment(const Tool& tool, const OptionList& options) {
    std::string items;
    if (tool.parallel)
        items +=
            ".It Ev OMP_NUM_THREADS , SLURM_CPUS_PER_TASK\nThe number of threads where\n.Fl \\-threads\nis not given; the first that is set "
            "counts.\n";
    const auto is_input = [](const Entry& entry) { return entry.option.expects == Expects::file || entry.option.expects == Expects::files; };
    if (std::any_of(options.entries.begin(), options.entries.end(), is_input))
        items +=
            ".It Ev GEN_MEMORY\n"
            "How many bytes a file may make the tool hold in memory at once,\n"
            "as in 512M or 4G, where that is more than 192 MiB and three times the file.\n"
            "Rows of images, which are read when they are needed, do not count.\n"
            ".It Ev TMPDIR\n"
            "The folder for what comes through a pipe or is unpacked,\n"
            "where that is more than 64 MiB: a file without a name, which goes away with the tool.\n"
            "Otherwise /tmp, or /var/tmp where /tmp is itself in memory.\n";
    if (tool.trains || tool.slow) items += ".It Ev TERM\nWith\n.Cm dumb\nthe progress is a log instead of a bar.\n";
    return items.empty() ? "" : ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n" + items + ".El\n";
}

std::string examples(const Tool& tool) {
    std::string out;
    bool literal = false;
    const auto set_literal = [&](bool wanted) {
        if (wanted != literal) out += wanted ? ".Bd -literal -offset indent\n" : ".Ed\n";
        literal = wanted;
    };
    for (const std::string& line : split(tool.examples, "\n")) {
        if (line.empty()) continue;
        const bool remark = line[0] == '#';
        set_literal(!remark);
        if (remark) {
            std::string words = line.substr(std::min(line.find_first_not_of("# "), line.size()));
            if (!words.empty()) words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
            out += (out.empty() ? "" : ".Pp\n") + prose(words.ends_with('?') ? words : words + ':');
        } else {
            out += text_lines(escaped(line));
        }
    }
    set_literal(false);
    return out.empty() ? "" : ".Sh EXAMPLES\n" + out;
}

// Sections of the tool's own; caveats and bugs come last on a page.
std::string notes(const Tool& tool, bool last) {
    std::string out;
    if (tool.notes.empty()) return out;
    for (const std::string& section : split(tool.notes, "\n---\n")) {
        const std::size_t end = section.find("\n\n");
        const std::string title = in_capitals(section.substr(0, end));
        if ((title == "CAVEATS" || title == "BUGS") != last) continue;
        out += ".Sh " + title + '\n';
        if (end != std::string::npos) out += prose(section.substr(end + 2));
    }
    return out;
}

}  // namespace

std::string man_page(const Tool& tool, const OptionList& options) {
    std::string out = join(".\\\" Made from the tool's own options: ", tool.name, " --generate man. Do not edit.\n");
    out += join(".Dd ", GEN_RELEASE_DATE, "\n.Dt ", in_capitals(tool.name), " 1\n.Os gentools ", GEN_VERSION, "\n.Sh NAME\n.Nm ", tool.name, "\n.Nd ",
                tool.summary, "\n.Sh SYNOPSIS\n", synopsis_lines(tool, options), ".Sh DESCRIPTION\n", prose(tool.description), ".Sh OPTIONS\n");
    const std::string operands = item_list(options, [](const Entry& entry) { return entry.is_operand(); });
    if (!operands.empty()) out += ".Ss Operands\n" + operands;
    for (const std::string_view group : options.groups())
        out += join(".Ss ", group, "\n", item_list(options, [&](const Entry& entry) { return !entry.is_operand() && entry.group() == group; }));
    out += notes(tool, false) + environment(tool, options) + exit_statuses(tool) + examples(tool);
    return out + ".Sh SEE ALSO\n.Xr gentools-hdf5 5 ,\n.Xr gentools 7\n" + notes(tool, true);
}

}  // namespace gen
