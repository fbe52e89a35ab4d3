#include "tools/common/reports/report_page.hpp"

#include <algorithm>
#include <map>

#include "core/error.hpp"
#include "formats/metrics_curves.hpp"
#include "formats/model.hpp"
#include "formats/page/frame.hpp"
#include "formats/page/live_model.hpp"
#include "formats/page/markup.hpp"
#include "formats/page/model_facts.hpp"
#include "formats/page/origins.hpp"
#include "formats/page/picture_grid.hpp"
#include "formats/page/score_table.hpp"
#include "formats/page/training_curves.hpp"
#include "formats/shell_word.hpp"

namespace gen {
namespace {

/// The second vae.h5 is "vae.h5 (2)".
void number_captions(std::vector<ReportItem>& items) {
    std::map<std::string, std::size_t> seen;
    for (ReportItem& item : items)
        if (const std::size_t times = ++seen[item.caption]; times > 1) item.caption += join(" (", times, ")");
}

std::string title_of(const std::vector<ReportItem>& items) {
    constexpr std::size_t most = 3;
    std::string out;
    for (std::size_t i = 0; i < std::min(most, items.size()); ++i) out += (i == 0 ? "" : ", ") + items[i].caption;
    return items.size() > most ? join(out, " and ", items.size() - most, " more") : out;
}

/// Makes the page part by part.
class Writer {
public:
    Writer(const ReportPage& how, std::size_t threads) : how_(how), parallel_(threads) {}

    /// First all that there are: files are called by their captions where others come from them, scores are compared.
    void know(const ReportItem& item) {
        if (item.document) {
            origins_.add(*item.document, item.caption);
            if (!is_model(*item.document))
                if (const std::vector<std::string> classes = images_of(*item.document).classes; !classes.empty())
                    class_names_[item.document->digest] = classes;
        }
        if (item.table && item.table->is_scores()) scores_.push_back(&item);
    }

    void add(const ReportItem& item) {
        if (item.document) {
            is_model(*item.document) ? add_model(item) : add_images(item);
        } else if (item.metrics) {
            sections_.push_back({item.caption, "training curves", page::training_curves(*item.metrics)});
        } else {
            add_table(item);
        }
    }

    std::string text(const std::string& title) && {
        const std::string commands = origins_.commands();
        if (!commands.empty())
            sections_.push_back(
                {"Commands", "that make these files again",
                 join("<pre>", page::html_lines(commands), "</pre>\n<p class=\"small\">Data that came from outside have names made of ",
                      "their kind and digest; put your own in their place.</p>\n")});
        return page::page_text(title, sections_, blocks_);
    }

private:
    static bool is_model(const Document& document) { return document.text_attribute("encoding-type") == "model"; }

    void add_table(const ReportItem& item) {
        if (item.table->is_comparison()) {
            const std::vector<ReportTable> parts = parts_of(*item.table);
            std::vector<std::string> names;
            for (const ReportTable& part : parts) names.push_back(part.name);
            sections_.push_back({item.caption, "scores", page::score_comparison(parts, names)});
            return;
        }
        if (item.table->is_scores()) add_comparison(item);
        sections_.push_back({item.caption, item.table->is_scores() ? "scores" : "report", page::sortable_table(*item.table)});
    }

    /// Of the item's scores with those that can be compared with them, unless that stands there already.
    void add_comparison(const ReportItem& item) {
        std::vector<ReportTable> group;
        std::vector<std::string> captions;
        std::string names;
        for (const ReportItem* const other : scores_) {
            if (!comparable(*item.table, *other->table)) continue;
            if (group.empty() && other != &item) return;
            group.push_back(*other->table);
            captions.push_back(other->caption);
            names += (names.empty() ? "" : ", ") + other->caption;
        }
        if (group.size() > 1) sections_.push_back({"Scores side by side", names, page::score_comparison(group, captions)});
    }

    void add_model(const ReportItem& item) {
        const std::unique_ptr<Model> model = model_of(*item.document);
        std::string body = model->draws() == nullptr || how_.without_live ? "" : live(item, *model);
        body += page::model_facts(*model);
        if (const Curve curve = curve_of(*item.document); !curve.rows.empty())
            body += "<h3>Training</h3>\n" + page::training_curves(metrics_of(curve, item.document->name));
        sections_.push_back({item.caption, page::model_in_words(*model), body + origin(item)});
    }

    std::string live(const ReportItem& item, Model& model) {
        const std::string name = join("model-", sections_.size() + 1);
        const page::Precision precision = how_.bits == "8"    ? page::Precision::byte
                                          : how_.bits == "16" ? page::Precision::half
                                                              : page::Precision::single;
        page::LiveModel made = page::live_model(model, precision, parallel_);
        if (!made.refusal.empty()) return join("<p>The page cannot run this model: ", page::html(made.refusal), ".</p>\n");
        if (model.takes().class_names.empty()) made.said.set("class_names", names_from_data(*item.document, model.takes().classes));
        made.said.set("file", shell_word(page::shown(item.caption)));
        blocks_.push_back({name, page::script_json(made.said)});
        blocks_.push_back({name + "-numbers", page::base64(made.numbers)});
        return join("<div class=\"live\" data-model=\"", name, "\"><noscript>The model runs where scripts do.</noscript></div>\n");
    }

    /// What the images on the page that a model has learnt from call its classes.
    Json names_from_data(const Document& document, std::size_t classes) const {
        Json names = Json::array();
        const std::optional<Provenance> provenance = provenance_of(document);
        if (!provenance) return names;
        for (const Provenance::Input& input : provenance->inputs) {
            const auto found = class_names_.find(input.digest);
            if (found == class_names_.end() || found->second.size() != classes) continue;
            for (const std::string& name : found->second) names.push_back(page::shown(name));
            break;
        }
        return names;
    }

    void add_images(const ReportItem& item) {
        const Images images = images_of(*item.document);
        sections_.push_back({item.caption, page::images_in_words(images),
                             page::picture_grid(images, item.document->name, static_cast<std::size_t>(how_.most_images)) + origin(item)});
    }

    std::string origin(const ReportItem& item) const {
        const std::string tree = origins_.tree(*item.document);
        return tree.empty() ? "" : "<h3>Where it comes from</h3>\n" + tree;
    }

    ReportPage how_;
    Parallel parallel_;
    page::Origins origins_;
    std::map<std::string, std::vector<std::string>> class_names_;  // of images, by digest
    std::vector<const ReportItem*> scores_;
    std::vector<page::Section> sections_;
    std::vector<page::Block> blocks_;
};

}  // namespace

std::string report_page(const ReportPage& how, std::vector<ReportItem> items, std::size_t threads) {
    number_captions(items);
    Writer writer(how, threads);
    for (const ReportItem& item : items) writer.know(item);
    for (const ReportItem& item : items) writer.add(item);
    return std::move(writer).text(how.title.empty() ? title_of(items) : how.title);
}

}  // namespace gen
