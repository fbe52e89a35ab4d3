#include "tools/common/import/import_list.hpp"

#include "formats/foreign_list.hpp"
#include "tools/common/reports/report.hpp"

namespace gen {

bool print_contents(const Run& run, const ImportOptions& options) {
    const InputFiles files;
    Report report({{"input", true}, {"path"}, {"shape"}, {"type"}, {"command"}}, JsonForm::rows, "contents");
    const auto cell = [](const std::string& words) { return words.empty() ? Cell(Absent{}) : Cell(words); };
    for (const std::string& input : options.inputs) {
        report.begin_group(input);
        for (const ForeignContent& content : foreign_contents(input, files))
            report.add(
                {content.input, cell(content.path), cell(content.shape.empty() ? "" : text(content.shape)), content.type, cell(content.command)});
    }
    return print(run, report);
}

}  // namespace gen
