#include "tools/common/training/training_run.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <span>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"
#include "nn/average.hpp"
#include "tools/common/command_line/company.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/signals.hpp"
#include "tools/common/training/network_table.hpp"
#include "tools/common/training/progress.hpp"
#include "tools/common/training/training_details.hpp"
#include "tools/common/training/training_observer.hpp"

namespace gen {

namespace {

/// Networks with their averages in place of the latest weights while this lives.
class AveragesInUse {
public:
    AveragesInUse(std::span<Sequential* const> networks, LearningStates& states) : networks_(networks), states_(states) {
        swap_averages(networks_, states_);
    }
    ~AveragesInUse() { swap_averages(networks_, states_); }
    AveragesInUse(const AveragesInUse&) = delete;
    AveragesInUse& operator=(const AveragesInUse&) = delete;

private:
    std::span<Sequential* const> networks_;
    LearningStates& states_;
};

class Watch {
public:
    Watch(Parallel& parallel, std::function<void()> check) : parallel_(parallel) { parallel.watch(std::move(check)); }
    ~Watch() { parallel_.watch({}); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

private:
    Parallel& parallel_;
};

}  // namespace

TrainingRun::TrainingRun(Run& run, const TrainingOptions& options)
    : run_(run),
      options_(options),
      arithmetic_(parse_arithmetic(options.engine, options.precision, options.portable)),
      sharding_(static_cast<std::size_t>(options.shards), run.ranks),
      output_(run.output),
      checkpoint_path_(checkpoint_path(options, run, output_)),
      optimizer_(options.optimizer_spec()),
      optimizers_(optimizer_) {
    expect_alike(run, arithmetic_);
    for (auto& [name, value] : run.recorded)
        if (name == "engine") value = text(arithmetic_.engine);
    if (options.resume && is_there(checkpoint_path_))
        leave_on_stop_signals(join(run.tool->name, ": ", stop_message("checkpoint " + checkpoint_path_)));
}

Document TrainingRun::read(const std::string& role, const std::string& path) {
    Document document = read_document(path);
    inputs_.push_back(provenance_input(role, document));
    return document;
}

ImageExamples TrainingRun::images(const std::string& role, const std::string& path) {
    const Document document = read(role, path);
    ImageExamples images(images_of(document), document.name);
    if (role == "data")
        data_ = {.name = document.name, .units = units_of(images.images())};
    else
        expect_alike(units_of(images.images()), images.name(), data_.units, data_.name + " holds", data_.name);
    return images;
}

std::optional<ImageExamples> TrainingRun::validation(const std::string& path) {
    if (!path.empty()) return images("valid", path);
    if (options_.keep == "best" || options_.patience) fail_usage("--keep best and --patience look at the validation loss: give --valid");
    return std::nullopt;
}

const std::optional<Document>& TrainingRun::start() {
    if (!options_.from.empty()) {
        from_ = read("from", options_.from);
        if (const std::optional<PixelUnits> learnt = units_of_model(*from_))
            expect_alike(data_.units, data_.name, *learnt, from_->name + " was trained on", from_->name);
    }
    files_ = open_checkpoint(run_, options_, checkpoint_path_, output_, run_.full_provenance(inputs_));
    return files_.document ? files_.document : from_;
}

void TrainingRun::use_optimizers(const std::vector<const Optimizer*>& each) {
    optimizers_ = Optimizers(each);
    training_.optimizer.clear();
    for (const Optimizer* const optimizer : each) training_.optimizer += (training_.optimizer.empty() ? "" : "; ") + text(optimizer->spec());
}

void TrainingRun::begin(const std::string& architecture, std::vector<Sequential*> networks, std::optional<std::vector<Sequential*>> averaged) {
    architecture_ = with_units(architecture, data_.units);
    networks_ = std::move(networks);
    averaged_ = averaged ? std::move(*averaged) : networks_;
    for (Sequential* const network : networks_) network->compute_by(arithmetic_);
    if (const std::optional<Document>& start = files_.document ? files_.document : from_) read_averages(*start, networks_, states_);
    if (options_.ema > 0)
        start_averages(averaged_, states_);
    else
        drop_averages(networks_, states_);
    training_.seed = run_.seed;
    if (training_.optimizer.empty()) training_.optimizer = text(optimizer_.spec());
    if (from_) continue_training(*from_, networks_, optimizers_, states_, training_, curve_);
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
    continue_training(document, networks_, optimizers_, states_, training_, curve_);
    // Of an epoch that --steps cut short: only a finished model has it.
    const bool has_partial_row =
        training_.state.examples > 0 && !curve_.rows.empty() && curve_.rows.back()[1] == static_cast<double>(training_.state.step);
    if (has_partial_row) curve_.rows.pop_back();
}

Report TrainingRun::plan(const Examples& data) const { return training_report(networks_, plan_, data.size()); }

Document TrainingRun::document(const std::optional<Training>& training, const Curve& curve, const std::optional<Provenance>& provenance) const {
    states_.complete();
    return document_of(architecture_, networks_, states_, training, optimizers_, curve, provenance);
}

Parallel& TrainingRun::parallel() {
    if (!parallel_) parallel_.emplace(run_.threads, sharding_);
    return *parallel_;
}

std::vector<double> TrainingRun::validate(const Examples& data, const Examples* valid, Step& step) {
    const AveragesInUse averages(options_.ema > 0 ? std::span<Sequential* const>(averaged_) : std::span<Sequential* const>(), states_);
    // A run that is done but for this has a second left.
    const double patience = training_.state.step < plan_.total_steps(data.size()) ? 0 : 1;
    const Watch watch(parallel(), [this, patience] {
        if (!sharding_.is_shared() && stop_requested(patience)) throw Interrupted();  // ranks stop together, after a step
    });
    return step.validate(valid, parallel());
}

void TrainingRun::carry_out(const Examples& data, const Examples* valid, Step& step) {
    step.load(training_.kept);
    run_.detail(name_of_output(run_) + training_details(run_, networks_, arithmetic_, plan_, data.size()));
    if (training_.state.step > plan_.total_steps(data.size()))
        fail(files_.from, ": has ", training_.state.step, " steps done, this run asks for ", plan_.total_steps(data.size()));
    if (!options_.resume) files_.old_stays = make_room(run_, checkpoint_path_);
    RunningTraining running = {.run = run_,
                               .options = options_,
                               .plan = plan_,
                               .examples = data.size(),
                               .step = step,
                               .training = training_,
                               .curve = curve_,
                               .validate = [&] { return validate(data, valid, step); },
                               .validates = step.validates(valid),
                               .keep_as_best = [this] { gen::keep_as_best(networks_, states_); },
                               .restore_best = [this] { gen::restore_best(networks_, states_); },
                               .document =
                                   [this, whole = run_.full_provenance(inputs_)](bool is_product) {
                                       return is_product && run_.bare ? document(std::nullopt, curve_, std::nullopt)
                                                                      : document(training_, curve_, whole);
                                   }};
    TrainingObserver observer(std::move(running), checkpoint_path_, files_, sharding_);
    if (!checkpoint_path_.empty()) catch_stop_signals();
    try {
        if (observer.goes_on() && !train(plan_, data, step, training_.state, parallel(), observer)) observer.stop();
    } catch (const Interrupted&) {
        observer.stop();
    } catch (const Error& error) {
        if (error.fault() != Fault::diverged) throw;
        observer.diverged(error);
    }
    observer.finish(!options_.checkpoint.empty(), output_);
}

void TrainingRun::commit(const Examples& data, const Examples* valid, Step& step) {
    MetricsFile metrics(run_, metrics_columns(step));
    std::vector<double> row = {0, 0};
    for (const std::vector<double>& losses : {step.validate(&data, parallel()), step.validate(valid, parallel())})
        row.insert(row.end(), losses.begin(), losses.end());
    row.push_back(0);
    std::vector<MetricsCell> line = {0, 0, 0.0};
    line.insert(line.end(), row.begin() + 2, row.end());
    line.emplace_back(0.0);
    metrics.write(line);
    output_.commit(document(std::nullopt, {curve_columns(step), {row}}, run_.provenance(inputs_)));
}

}  // namespace gen
