#!/bin/sh
# examples.sh SOURCE TOOLS: the experiments of examples/ run from end to end on very little data.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$1" || exit 1
small="TOOLS=$2 OUT=$scratch TRAIN=256 TEST=64"

# shellcheck disable=SC2086
make -f examples/latent-space.mk $small EPOCHS=1 SIZES="2 64" FEW=64 FEW_EPOCHS=1 >"$scratch/log" 2>&1 || { tail -n 20 "$scratch/log"; exit 1; }
# shellcheck disable=SC2086
make -f examples/elbo-curves.mk $small STEPS=5 >"$scratch/log" 2>&1 || { tail -n 20 "$scratch/log"; exit 1; }

for picture in maps.png samples.png curves.svg; do [ -s "$scratch/$picture" ] || { echo "no $picture"; exit 1; }; done
# table ROWS COLUMNS: as many, and every field but the words a finite number
table() {
    awk -F '\t' -v rows="$2" -v columns="$3" -v name="$1" '
        NF != columns { print name ": " NF " columns, expected " columns ": " $0; exit bad = 1 }
        NR > 1 { for (i = 1; i <= NF; ++i) if ($i == "" || $i ~ /nan|inf/) { print name ": a hole: " $0; exit bad = 1 } }
        END { if (!bad && NR != rows + 1) { print name ": " NR - 1 " rows, expected " rows; bad = 1 } exit bad }' "$scratch/$1" || exit 1
}
table objectives.tsv 8 4
table spread.tsv 2 4
table compression.tsv 2 3
table overfitting.tsv 3 4
table elbo-curves.tsv 8 5
