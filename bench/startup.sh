#!/bin/bash
# usage: bench/startup.sh TOOLS_DIR      Whole processes, median of 21 runs in milliseconds, and peak memory; TSV.
set -eu
tools=$(cd "$1" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$tools"/data-synth digits -n 60000 -o data.h5
"$tools"/vae-train data.h5 --epochs 1 -q --progress none -o model.h5

median() {
    local name=$1
    shift
    for _ in $(seq 21); do
        local start=$EPOCHREALTIME
        "$@" >/dev/null
        local end=$EPOCHREALTIME
        echo $((${end/./} - ${start/./}))
    done | sort -n | awk -v name="$name" 'NR == 11 { printf "%s\t%.1f\n", name, $1 / 1000 }'
}
peak() {
    local name=$1
    shift
    /usr/bin/time -f "$name	%M" "$@" 2>&1 >/dev/null | awk -F '\t' 'END { printf "%s\t%.1f\n", $1, $2 / 1024 }'
}
printf 'process\tmilliseconds\n'
median 'true (the shell alone)' /bin/true
for tool in "$tools"/*-*; do
    if [ -f "$tool" ] && [ -x "$tool" ]; then median "${tool##*/} --version" "$tool" --version; fi
done
median 'gen-sample -n 64' "$tools/gen-sample" model.h5 -n 64 -o s.h5
median 'gen-sample -n 10000, into a file' "$tools/gen-sample" model.h5 -n 10000 -o s.h5
printf '\nprocess\tpeak MiB\n'
peak 'vae-train, 60000 digits' "$tools/vae-train" data.h5 --epochs 1 -q --progress none -o m.h5
peak 'gen-sample -n 10000, into a file' "$tools/gen-sample" model.h5 -n 10000 -o s.h5
