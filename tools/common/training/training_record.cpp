#include "tools/common/training/training_record.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/model.hpp"
#include "formats/provenance.hpp"
#include "models/vae/step.hpp"
#include "nn/optimizer.hpp"
#include "tools/common/command_line/option_list.hpp"
#include "tools/common/reports/evaluation_images.hpp"
#include "tools/common/training/objective_options.hpp"

namespace gen {
namespace {

std::string option(const Provenance& made, std::string_view name) {
    for (const auto& [key, value] : made.options)
        if (key == name) return value;
    return "";
}

/// The options of the objective as they were given.
ObjectiveOptions objective_options(const Provenance& made) {
    ObjectiveOptions aim;
    OptionList list;
    aim.describe(list);
    for (const auto& [name, value] : made.options)
        if (Entry* const entry = list.find(name); entry != nullptr && !value.empty()) assign(*entry, {value}, "/provenance: --" + name);
    return aim;
}

/// The loss of validation that goes with the weights of the file: of the last epoch, or of the best.
std::optional<double> logged_loss(const Document& model, const Provenance& made) {
    const Curve curve = curve_of(model);
    const auto column = std::find(curve.columns.begin(), curve.columns.end(), "valid_loss");
    if (column == curve.columns.end() || curve.rows.empty()) return std::nullopt;
    const auto at = static_cast<std::size_t>(column - curve.columns.begin());
    double loss = curve.rows.back()[at];
    if (option(made, "keep") == "best")
        for (const std::vector<double>& row : curve.rows)
            if (row[at] < loss) loss = row[at];
    return std::isfinite(loss) ? std::optional(loss) : std::nullopt;
}

double loss_now(Vae& vae, const ObjectiveOptions& aim, const Provenance& made, const ImageExamples& data, Parallel& parallel) {
    const Optimizer unused(parse_optimizer("sgd"));
    VaeStep step(vae, aim.objective(data.size()), unused, 0, made.seed);
    return step.validate(&data, parallel)[0];
}

}  // namespace

TrainingRecord training_record(const Document& document, Model& subject, const ImageExamples& data, const std::string& digest, Parallel& parallel) {
    TrainingRecord record;
    const std::optional<Provenance> made = provenance_of(document);
    record.unlogged = "the model does not say how it was trained";
    if (!made) return record;
    if (const std::string way = option(*made, "binarize"); !way.empty()) record.binarize = parse_binarize(way);
    if (const std::string beta = option(*made, "beta"); !beta.empty()) record.beta = parse_number(beta, "/provenance: --beta");
    auto* const vae = dynamic_cast<Vae*>(&subject);
    if (vae == nullptr) record.unlogged = "losses of this kind of model are not computed anew";
    if (vae == nullptr || option(*made, "objective").empty()) return record;
    const ObjectiveOptions aim = objective_options(*made);
    const auto is_valid = [&](const Provenance::Input& input) { return input.role == "valid" && input.digest == digest; };
    const std::string average = option(*made, "ema");
    if (std::none_of(made->inputs.begin(), made->inputs.end(), is_valid))
        record.unlogged = "the log has no loss of these images: they are not those of --valid";
    else if (!average.empty() && average != "0")
        record.unlogged = "the log has losses of the latest weights, the model has averages";
    else if (aim.in_closed_form() || aim.name == "beta-tc")
        record.unlogged = join("the loss of --objective ", aim.name, " is of the training set as a whole");
    else if (record.logged = logged_loss(document, *made); !record.logged)
        record.unlogged = "the model has no log of its training";
    else
        record.recomputed = loss_now(*vae, aim, *made, data, parallel);
    return record;
}

}  // namespace gen
