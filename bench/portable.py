#!/usr/bin/python3
"""What --portable costs: the trainers with it and without, turn by turn in one run; prints TSV.

usage: portable.py TOOLS_DIR [--rounds N] [--threads N] [w1 w2 w3 w4 w5 w6 w8]

Rates are in examples a second. The ratios are of neighbours in time: to the default engine on this processor, and to what it is where no more than
AVX2 is allowed. Above 1: --portable is faster.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

import workloads

AVX2 = {"OPENBLAS_CORETYPE": "Haswell", "GEN_KERNELS": "x86-64-v3", "ONEDNN_MAX_CPU_ISA": "AVX2"}
WAYS = {"default": ([], {}), "avx2": ([], AVX2), "portable": (["--portable"], {})}
EPOCHS = {"w1": 1, "w2": 1, "w3": 3, "w4": 2, "w5": 2, "w6": 1}


def rate(workload, tools, folder, threads, way):
    options, variables = WAYS[way]
    common = [*options, "-j", str(threads), "-q", "--progress", "none"]
    environment = {**os.environ, **variables}
    if workload == "w8":
        start = time.perf_counter()
        subprocess.run([f"{tools}/vae-eval", f"{folder}/model.h5", f"{folder}/data.h5", "--iwae", "5000", "--take", "40", *common],
                       check=True, env=environment, stdout=subprocess.DEVNULL)
        return 40 / (time.perf_counter() - start)
    metrics = f"{folder}/metrics.tsv"
    tool = workloads.TOOLS.get(workload, ["vae-train"])
    subprocess.run([f"{tools}/{tool[0]}", f"{folder}/{workloads.DATA.get(workload, 'data.h5')}", *tool[1:], *workloads.TRAIN[workload], *common,
                    "--epochs", str(EPOCHS[workload]), "--metrics", metrics, "-o", f"{folder}/m.h5"], check=True, env=environment)
    with open(metrics) as rows:
        return statistics.median(float(row.split("\t")[2]) for row in rows.readlines()[1:])


def main():
    options = argparse.ArgumentParser()
    options.add_argument("tools")
    options.add_argument("workloads", nargs="*", default=[*EPOCHS, "w8"])
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--folder")
    options = options.parse_intermixed_args()
    print("workload\tthreads\tdefault\tavx2\tportable\tto_default\tlow\thigh\tto_avx2\tlow\thigh", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        if not os.path.exists(f"{folder}/gan.h5"):
            workloads.make_inputs(options.tools, folder)
        for workload in options.workloads:
            rounds = [{way: rate(workload, options.tools, folder, options.threads, way) for way in WAYS} for _ in range(options.rounds)]
            ratios = {way: sorted(each["portable"] / each[way] for each in rounds) for way in ("default", "avx2")}
            print(workload, options.threads, *(round(statistics.median(each[way] for each in rounds)) for way in WAYS),
                  *(f"{each:.2f}" for way in ratios for each in (statistics.median(ratios[way]), ratios[way][0], ratios[way][-1])),
                  sep="\t", flush=True)


if __name__ == "__main__":
    main()
