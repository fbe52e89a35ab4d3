#include "tools/common/training_run.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "core/error.hpp"
#include "nn/average.hpp"
#include "tools/common/network_table.hpp"
#include "tools/common/numerics.hpp"
#include "tools/common/progress.hpp"
#include "tools/common/resuming.hpp"
#include "tools/common/signals.hpp"
#include "tools/common/training_details.hpp"

namespace gen {

TrainingRun::TrainingRun(Run& run, const TrainingOptions& options)
    : run_(run), options_(options), engine_(parse_engine(options.engine)), output_(run.output), checkpoint_path_(checkpoint_path(options, run, output_)),
      optimizer_(options.optimizer_spec()), optimizers_(optimizer_) {
    for (auto& [name, value] : run.recorded)
        if (name == "engine") value = text(engine_);
    if (!checkpoint_path_.empty()) catch_stop_signals();
}

Document TrainingRun::read(const std::string& role, const std::string& path) {
    Document document = read_document(path);
    inputs_.push_back(provenance_input(role, document));
    return document;
}

ImageExamples TrainingRun::images(const std::string& role, const std::string& path) {
    const Document document = read(role, path);
    return {images_of(document), document.name};
}

std::optional<ImageExamples> TrainingRun::validation(const std::string& path) {
    if (!path.empty()) return images("valid", path);
    if (options_.keep == "best" || options_.patience) fail_usage("--keep best and --patience look at the validation loss: give --valid");
    return std::nullopt;
}

const std::optional<Document>& TrainingRun::start() {
    if (!options_.from.empty()) from_ = read("from", options_.from);
    files_ = open_checkpoint(run_, options_, checkpoint_path_, output_, run_.full_provenance(inputs_));
    return files_.document ? files_.document : from_;
}

void TrainingRun::use_optimizers(const std::vector<const Optimizer*>& each) {
    optimizers_ = Optimizers(each);
    training_.optimizer.clear();
    for (const Optimizer* const optimizer : each) training_.optimizer += (training_.optimizer.empty() ? "" : "; ") + text(optimizer->spec());
}

void TrainingRun::begin(std::string architecture, std::vector<Sequential*> networks, std::optional<std::vector<Sequential*>> averaged) {
    architecture_ = std::move(architecture);
    networks_ = std::move(networks);
    averaged_ = averaged ? std::move(*averaged) : networks_;
    for (Sequential* const network : networks_) network->compute_by(engine_);
    if (options_.ema > 0) start_averages(averaged_);
    else drop_averages(networks_);
    training_.seed = run_.seed;
    if (training_.optimizer.empty()) training_.optimizer = text(optimizer_.spec());
    if (from_) continue_training(*from_, networks_, optimizers_, training_, curve_);
    training_.best_epoch = 0;  // that of --from was the best on other data, perhaps
    training_.best_loss = std::numeric_limits<double>::infinity();
    training_.state.step_in_epoch = training_.state.examples = 0;
    training_.state.sums.clear();
    plan_ = options_.plan(run_, training_.state);
    if (files_.document) go_on(*files_.document);
    from_.reset();  // one from a stream lies in memory
    files_.document.reset();
}

void TrainingRun::go_on(const Document& document) {
    continue_training(document, networks_, optimizers_, training_, curve_);
    // Of an epoch that --steps cut short: only a finished model has it.
    const bool has_partial_row = training_.state.examples > 0 && !curve_.rows.empty() && curve_.rows.back()[1] == static_cast<double>(training_.state.step);
    if (has_partial_row) curve_.rows.pop_back();
}

Report TrainingRun::plan(const Examples& data) const { return training_report(networks_, plan_, data.size()); }

Document TrainingRun::document(const std::optional<Training>& training, const Curve& curve, const std::optional<Provenance>& provenance) const {
    return document_of(architecture_, networks_, training, optimizers_, curve, provenance);
}

void TrainingRun::carry_out(const Examples& data, Trainee trainee) {
    const bool averages = options_.ema > 0;
    trainee.validate = [this, averages, validate = std::move(trainee.validate)] {
        if (averages) swap_averages(averaged_);
        std::vector<double> losses = validate();
        if (averages) swap_averages(averaged_);
        return losses;
    };
    trainee.remember = [this] { keep_as_best(networks_); };
    trainee.recall = [this] { restore_best(networks_); };
    trainee.document = [this, whole = run_.full_provenance(inputs_)](const Training& state, const Curve& curve, bool is_product) {
        return is_product && run_.bare ? document(std::nullopt, curve, std::nullopt) : document(state, curve, whole);
    };
    run_.detail(name_of_output(run_) + training_details(run_, networks_, engine_, plan_, data.size()));
    gen::carry_out(run_, options_, plan_, data, training_, curve_, trainee, files_, output_);
}

void TrainingRun::commit(const Curve& curve) { output_.commit(document(std::nullopt, curve, run_.provenance(inputs_))); }

std::vector<double> mean_losses(const Examples* data, std::size_t columns, const std::function<std::vector<double>(const Batch&)>& losses) {
    if (data == nullptr) return std::vector<double>(columns, std::numeric_limits<double>::quiet_NaN());
    constexpr std::size_t rows = 512;
    std::vector<double> sums(columns);
    for (std::size_t first = 0; first < data->size(); first += rows) {
        std::vector<std::uint32_t> batch(std::min(rows, data->size() - first));
        std::iota(batch.begin(), batch.end(), static_cast<std::uint32_t>(first));
        const std::vector<double> part = losses({*data, batch});
        for (std::size_t i = 0; i < columns; ++i) sums[i] += part[i];
    }
    for (double& sum : sums) sum /= static_cast<double>(data->size());
    return sums;
}

}  // namespace gen
