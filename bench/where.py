#!/usr/bin/python3
"""Where the time of each workload goes, and what it would take at best; prints TSV.

usage: where.py TOOLS_DIR LIMITS_PROGRAM [--threads 1,2] [--rounds 3] [w1 w2 ...]

The tools count their own seconds by kinds of work (-vv) and their products by shape (-vvv). LIMITS_PROGRAM (bench-limits) says what each of these
products takes by the fastest library here, with matrices in the caches and as many threads at work, and what the memory gives to each. At best a
workload takes its products at that speed, 28 bytes for each parameter and update of Adam at the memory's or what it takes now, whichever is less,
and all else as long as it takes now; patches, waiting and what is serial take no time then. Convolutions that oneDNN computes count as they are:
bench-convolutions compares them. Of gen-sample the computing alone counts, not what is serial: writing.

Columns: seconds of all threads, and what they were spent on in parts of a thousand; `best` is the part of that time that is needed at best,
`products_best` the part of the products' time. `best_far` and `products_far` are the same with weights and gradients that come from beyond the
second-level cache, where those of a whole network are.
"""
import argparse
import re
import subprocess
import tempfile

import workloads

KINDS = ["products", "convolution", "patches", "norm", "elementwise", "optimiser", "reading", "serial", "waiting"]
EPOCHS = {"w1": 4, "w3": 10, "w6": 5}  # else 2: long enough that a run's beginning and end count little, as in training that is in earnest
NEEDED = ["convolution", "norm", "elementwise", "reading"]


def command(workload, tools, folder, threads):
    """One that takes some seconds."""
    if workload == "w8":
        return [f"{tools}/vae-eval", f"{folder}/model.h5", f"{folder}/data.h5", "--iwae", "5000", "--take", "200", "--binarize", "dynamic"]
    if workload in workloads.SAMPLES:
        model, count = workloads.SAMPLES[workload]
        return [f"{tools}/gen-sample", f"{folder}/{model}", "-n", str(count), "-o", f"{folder}/samples.h5"]
    tool = workloads.TOOLS.get(workload, ["vae-train"])
    data = workloads.DATA.get(workload, "data.h5")
    return [f"{tools}/{tool[0]}", f"{folder}/{data}", *tool[1:], *workloads.TRAIN[workload], "--epochs", str(EPOCHS.get(workload, 2)),
            "--progress", "none", "-o", f"{folder}/m.h5"]


def fastest_of(rounds, words):
    """Other work on the machine only ever slows."""
    return min((counted(words) for _ in range(rounds)), key=lambda run: sum(run[0].values()))


def counted(words):
    """What a tool says with -vvv: seconds by kind, products with their counts and seconds, parameters, updates, and how long samples took."""
    run = subprocess.run([*words, "-vvv"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, check=True).stderr
    total = float(re.search(r": ([\d.]+) seconds of all threads", run)[1])
    shares = dict(re.findall(r"(\w+) ([\d.]+) %", run))
    seconds = {kind: total * float(shares.get(kind, 0)) / 100 for kind in KINDS}
    products = [(int(found[0]), int(found[1]), int(found[3]), int(found[2] != ""), int(found[4] != ""), int(found[5]), float(found[6]))
                for found in re.findall(r"product (\d+) x (\d+)('?) x (\d+)('?): (\d+) times, ([\d.e-]+) s", run)]
    named = re.search(r": ([^:\n]*) parameters", run)
    parameters = sum(int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", named[1])) if named else 0
    updates = re.search(r"([\d,]+) steps of [\d.]+ m?s", run)
    steps = int(updates[1].replace(",", "")) if updates else 0
    rate = re.search(r"(\d+) samples, ([\d.]+) samples/s", run)
    return seconds, products, parameters, steps, float(rate[1]) / float(rate[2]) if rate else None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("tools")
    options.add_argument("limits")
    options.add_argument("workloads", nargs="*", default=["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w7c", "w7g", "w8"])
    options.add_argument("--threads", default="1,2")
    options.add_argument("--rounds", type=int, default=3, help="of which the fastest counts")
    options = options.parse_intermixed_args()
    print("workload", "threads", "seconds", *KINDS, "best", "best_far", "products_best", "products_far", sep="\t", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        workloads.make_inputs(options.tools, folder)
        for workload in options.workloads:
            for threads in map(int, options.threads.split(",")):
                words = [*command(workload, options.tools, folder, threads), "-j", str(threads)]
                seconds, products, parameters, steps, computing = fastest_of(options.rounds, words)
                shapes = "".join(" ".join(map(str, p[:5])) + "\n" for p in products)
                lines = subprocess.run([options.limits, str(threads)], input=shapes, stdout=subprocess.PIPE, text=True, check=True,
                                       env=workloads.one_thread()).stdout.splitlines()
                fastest, far = ([min(map(float, line.split("\t")[first:first + 3])) / 1e6 for line in lines[1:-1]] for first in (5, 8))
                bandwidth = float(lines[-1].split("\t")[1]) * 1e9
                products_best, products_far = (sum(p[5] * t for p, t in zip(products, each)) for each in (fastest, far))
                if computing:
                    seconds["waiting"] = max(0, threads * computing - sum(seconds.values()) + seconds["waiting"] + seconds["serial"])
                    seconds["serial"] = 0
                total = sum(seconds.values())
                update = min(seconds["optimiser"], 28 * parameters * steps / bandwidth)
                rest = update + sum(seconds[kind] for kind in NEEDED)
                print(workload, threads, round(total, 2), *(round(1000 * seconds[kind] / total) for kind in KINDS),
                      *(round((best + rest) / total, 3) for best in (products_best, products_far)),
                      *(round(best / seconds["products"], 3) for best in (products_best, products_far)), sep="\t", flush=True)


main()
