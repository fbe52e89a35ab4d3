#!/bin/sh
# examples.sh SOURCE TOOLS: the experiments of examples/ run from end to end on very little data.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$1" || exit 1
tools=$2
unset MNIST_DIR CIFAR10_DIR CELEBA FREY

# run EXPERIMENT [VARIABLE=VALUE]...: its results are in $scratch/EXPERIMENT
run() {
    experiment=$1
    shift
    make -f "examples/$experiment.mk" TOOLS="$tools" OUT="$scratch/$experiment" TRAIN=256 TEST=64 "$@" >"$scratch/log" 2>&1 || {
        echo "$experiment"
        tail -n 20 "$scratch/log"
        exit 1
    }
}
# pictures NAME...: of the experiment that ran last
pictures() {
    for picture in "$@"; do [ -s "$scratch/$experiment/$picture" ] || { echo "$experiment: no $picture"; exit 1; }; done
}
# table NAME ROWS COLUMNS: as many, and every field but the words a finite number
table() {
    awk -F '\t' -v rows="$2" -v columns="$3" -v name="$experiment: $1" '
        NF != columns { print name ": " NF " columns, expected " columns ": " $0; exit bad = 1 }
        NR > 1 { for (i = 1; i <= NF; ++i) if ($i == "" || $i ~ /nan|inf/) { print name ": a hole: " $0; exit bad = 1 } }
        END { if (!bad && NR != rows + 1) { print name ": " NR - 1 " rows, expected " rows; bad = 1 } exit bad }' "$scratch/$experiment/$1" || exit 1
}

run latent-space EPOCHS=1 SIZES="2 64" FEW=64 FEW_EPOCHS=1
pictures maps.png samples.png
table objectives.tsv 8 4
table spread.tsv 2 4
table compression.tsv 2 3
table overfitting.tsv 3 4

run elbo-curves STEPS=5
pictures curves.svg
table elbo-curves.tsv 8 5

run celeba-vae EPOCHS=1 ENCODER=conv:4,8,norm=batch
pictures samples-bernoulli.png samples-gaussian.png reconstructions-bernoulli.png reconstructions-gaussian.png gmm.png curves.png

run cifar10-vae EPOCHS=1 ENCODER=conv:4,8
pictures samples-gaussian.png samples-gaussian-full.png samples-logistic.png curves.png
pictures reconstructions-gaussian.png reconstructions-gaussian-full.png reconstructions-logistic.png
table likelihoods.tsv 3 3

run frey-faces EPOCHS=1
pictures manifold.png samples-random-gaussian-full.png
table bounds.tsv 4 3

run conditional EPOCHS=1 COUNT=100
pictures digits.png
table asked.tsv 4 2

run bayes-rule EPOCHS=1 SAMPLES=2
pictures samples.png report-ten-models.tsv report-conditional.tsv report-classifier.tsv
table classes.tsv 3 5

run kl EPOCHS=1 MEANS="0 1" SDS=0.5 SAMPLES="1 4" WEIGHTS="1 5" SEEDS=3 TAKE=5
pictures objective.svg eq-12-16.tsv eq-17-22.tsv eq-25-26.tsv eq-29-39.tsv eq-40.tsv eq-41-42.tsv
table kl.tsv 2 7
table objective.tsv 1 4
table samples.tsv 2 4
table bounds.tsv 2 3

run interpolation EPOCHS=1 GAN_EPOCHS=1 COUNT=64 PATHS=5
pictures interpolation.png manifold.png
table smoothness.tsv 4 5

run digits-gan EPOCHS=1 COUNT=64
pictures samples.png curves.png
table classes.tsv 1 12

run mode-coverage STEPS=3 SEEDS=0
pictures ring-plain.png grid-mmd.png
lines=$(wc -l <"$scratch/mode-coverage/coverage.tsv")
[ "$lines" = 19 ] || { echo "mode-coverage: coverage.tsv has $lines lines, expected 19"; exit 1; }

run pictures-gan EPOCHS=1 DISCRIMINATOR=dcgan:4
pictures samples.png curves.png

run gan-convergence EPOCHS=1 STEPS=20 AHEAD="0 3"
pictures gradients.png losses.png equilibrium.png beyond.png
table gradients.tsv 2 3

run avb-four-points STEPS=3 QUADRATURE=20
pictures four-points.png
table four-points.tsv 2 6

run avb-eight-schools STEPS=5 DRAWS=300
pictures posterior.png

run avb-mnist AVB_EPOCHS=1 VAE_EPOCHS=1 AIS=4,2 IMAGES=4
pictures avb-pairs.png vae-samples.png avb-log-p.tsv

run ali SEEDS=0 EPOCHS=1 BIGAN_EPOCHS=1 POINTS=200
pictures pairs.png nearest.tsv reconstruction.tsv
table modes.tsv 2 3

epochs=
for set in mnist cifar10 celeba; do
    for kind in vae gan alpha-gan aae vae-gan; do epochs="$epochs ${set}_${kind}_epochs=1"; done
done
small="--encoder mlp:8 --latent 4"
# shellcheck disable=SC2086
run vae-vs-gan $epochs READER="--epochs 1" METRICS=FD,recall,sharpness,neighbours mnist_gan="--discriminator dcgan:8,16" \
    cifar10_gan="--discriminator dcgan:8,16" celeba_gan="--discriminator dcgan:8" cifar10_vae="--encoder conv:8,16 --latent 8" \
    celeba_vae="--encoder conv:8,16 --latent 8" mnist_hybrid="$small" cifar10_hybrid="$small" celeba_hybrid="$small"
pictures mnist-vae.png celeba-gan-path.png cifar10-gan-nearest.png mnist-alpha-gan.png celeba-vae-gan-pairs.png report.html
for scores in mnist-vae-scores.tsv celeba-scores.tsv; do
    lines=$(wc -l <"$scratch/vae-vs-gan/$scores")
    [ "$lines" = 5 ] || { echo "vae-vs-gan: $scores has $lines lines, expected 5"; exit 1; }
done
