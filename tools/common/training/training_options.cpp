#include "tools/common/training/training_options.hpp"

#include "core/error.hpp"
#include "core/parse.hpp"
#include "tools/common/command_line/numerics.hpp"

namespace gen {

void TrainingOptions::describe(OptionVisitor& v) {
    const std::string_view group = "Training";
    v.visit({.name = "epochs", .value = "N", .help = "passes over the data", .group = group, .low = 1, .high = 1e9}, epochs);
    v.visit({.name = "steps", .value = "N", .help = "stop after N steps instead, even within an epoch", .group = group, .low = 1, .high = 1e15},
            steps);
    v.visit({.name = "batch", .letter = 'b', .value = "N", .help = batch_help, .group = group, .low = 1, .high = 1e6}, batch);
    v.visit({.name = "lr", .value = "X", .help = "learning rate", .group = group, .low = 0, .high = 1e30, .above_low = true}, lr);
    v.visit({.name = "lr-schedule",
             .value = "SPEC",
             .help = "how the learning rate changes: constant, step:EPOCHS,FACTOR, cosine[:FINAL], warmup:STEPS; joined by +",
             .group = group,
             .forms = [](const auto&) { return schedule_forms(); },
             .joined = '+',
             .example_default = schedule_unless_given},
            lr_schedule);
    v.visit({.name = "optimizer",
             .value = "SPEC",
             .help = "adam, adamw, sgd, adagrad or rmsprop, with settings as in adam:beta1=0.9,beta2=0.999,eps=1e-8",
             .group = group,
             .forms = [](const auto&) { return optimizer_forms(); }},
            optimizer);
    v.visit({.name = "betas", .value = "B1,B2", .help = "decay of adam's two moments", .group = group, .example_default = betas_unless_given}, betas);
    v.visit({.name = "weight-decay",
             .value = "X",
             .help = "L2 term in the gradient; with adamw decoupled (and 0.01 by default)",
             .group = group,
             .low = 0,
             .high = 1e6},
            weight_decay);
    v.visit({.name = "clip", .value = "N", .help = "limit on the norm of all gradients together; 0: none", .group = group, .low = 0, .high = 1e30},
            clip);
    v.visit({.name = "ema",
             .value = "D",
             .help = "also keep moving averages of the weights, which readers then use, with this decay or (1+t)/(10+t) at update t where that is "
                     "less; 0: none",
             .group = group,
             .low = 0,
             .high = 0.999999999},
            ema);
    v.visit({.name = "engine",
             .help = "what computes products and convolutions: oneDNN, BLAS, or whichever is faster at the shape of each",
             .group = group,
             .choices = {"auto", "blas", "onednn"}},
            engine);
    describe_precision(v, group, precision);
    v.visit(
        {.name = "shards",
         .value = "N",
         .help =
             "cut each batch into N parts, a power of two, whose gradients are added over a fixed tree: as many ranks as divide N can share them, "
             "started by mpirun or srun, with the same result",
         .group = group,
         .low = 1,
         .high = 1024,
         .unrecorded = "1"},
        shards);
    describe_portable(v, group, portable);
    v.visit({.name = "keep", .help = keep_help, .group = group, .choices = {"last", "best"}}, keep);
    v.visit({.name = "report-every",
             .value = "N",
             .help = "steps between rows of --metrics, in addition to one at the end of each epoch; 0: no more than those",
             .group = group,
             .low = 0,
             .high = 1e15},
            report_every);
    v.visit({.name = "patience", .value = "N", .help = patience_help, .group = group, .low = 1, .high = 1e9}, patience);
    const std::string_view files = "Checkpoints";
    v.visit({.name = "checkpoint",
             .value = "FILE",
             .help = "where the state of an interrupted run is kept; one named here is also kept after the end",
             .group = files,
             .expects = Expects::output,
             .endings = {".ckpt", ".h5", ".hdf5"},
             .recorded = false,
             .example_default = "OUTPUT.ckpt",
             .kind = "model",
             .beside = ".ckpt",
             .keeps_old = true},
            checkpoint);
    v.visit({.name = "checkpoint-every", .value = "N|TIME", .help = "steps, or a time as in 90s, 10min, 2h", .group = files, .recorded = false},
            checkpoint_every);
    v.visit({.name = "resume",
             .help = "continue from the checkpoint, or from the finished model of a shorter run, if there is one; otherwise start",
             .group = files,
             .recorded = false},
            resume);
    v.visit({.name = "from",
             .value = "MODEL",
             .help = "start from the weights and training state of this model, for --epochs or --steps more",
             .group = files,
             .expects = Expects::file,
             .recorded = false},
            from);
}

OptimizerSpec TrainingOptions::optimizer_spec() const {
    OptimizerSpec spec = parse_optimizer(optimizer);
    if (!betas.empty()) {
        const bool is_adam = spec.kind == OptimizerSpec::Kind::adam || spec.kind == OptimizerSpec::Kind::adamw;
        if (!is_adam) fail_usage("--betas are adam's, the optimizer is ", optimizer);
        const auto [first, second] = split_at(betas, ',');
        if (second.empty()) fail_usage("--betas is ", betas, ", expected B1,B2");
        spec.beta1 = parse_number(first, "--betas");
        spec.beta2 = parse_number(second, "--betas");
        for (const double beta : {spec.beta1, spec.beta2})
            if (beta < 0 || beta >= 1) fail_usage("--betas is ", betas, ", expected numbers from 0 on below 1");
    }
    if (weight_decay) spec.weight_decay = *weight_decay;
    return spec;
}

TrainPlan TrainingOptions::plan(const Run& run, const TrainState& before) const {
    TrainPlan plan;
    plan.first_step = before.step;
    plan.first_epoch = before.epoch;
    plan.epochs = before.epoch + static_cast<std::uint64_t>(epochs);
    plan.max_steps = steps ? before.step + static_cast<std::uint64_t>(*steps) : 0;
    plan.batch = static_cast<std::size_t>(batch);
    plan.whole_batches = whole_batches;
    plan.report_every = static_cast<std::uint64_t>(report_every);
    plan.rate = lr;
    plan.schedule = parse_schedule(lr_schedule);
    plan.seed = run.seed;
    return plan;
}

std::string checkpoint_path(const TrainingOptions& options, const Run& run, const Output& output) {
    if (!options.checkpoint.empty()) return options.checkpoint;
    return output.is_regular() ? run.output + ".ckpt" : "";
}

}  // namespace gen
