#!/usr/bin/python3
"""The tools beside PyTorch on the same cores, turn by turn in one run; prints TSV.

usage: compare.py TOOLS_DIR [--peer COMMAND] [--rounds N] [--seconds S] [w1 w2 w3 w4 w5 w6 w7 w7c w7g w8 w9 w10]

For each workload and thread count PyTorch's best variant and threading set-up is searched first (as installed it is slower on two
threads than on one: two pools of spinning threads). Then the tool and this best peer take turns; each ratio is of neighbours in time, and
the median of the ratios is what counts. --peer is what runs peer.py where that is not /usr/bin/python3: a PyTorch of another system. The tools
are the real ones: vae-train reads its data from a file and writes metrics and a model.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
VARIANTS = {"w1": ["eager", "logits", "foreach", "logits+foreach", "jit+logits", "jit+logits+foreach"]}
VARIANTS["w2"] = VARIANTS["w1"]
VARIANTS["w6"] = ["logits", "logits+foreach", "logits+foreach+last", "jit+logits+foreach", "jit+logits+foreach+last"]
VARIANTS["w3"] = ["eager", "foreach", "jit+foreach"]
VARIANTS["w4"] = VARIANTS["w5"] = ["foreach", "foreach+last", "jit+foreach", "jit+foreach+last"]
VARIANTS["w7"] = ["eager", "jit", "batch256", "jit+batch256"]
VARIANTS["w7g"] = ["eager", "last", "jit", "jit+last"]
VARIANTS["w7c"] = ["eager", "last", "jit", "jit+last"]
VARIANTS["w9"] = ["foreach", "fused", "fused+compile"]
VARIANTS["w10"] = ["foreach+last", "fused", "fused+last", "fused+compile"]
VARIANTS["w8"] = [f"{way}batch{size}" for way in ("", "jit+") for size in (500, 1000, 2500, 5000)]
TRAIN = {"w1": ["--encoder", "mlp:400", "--latent", "20", "--batch", "128"],
         "w2": ["--encoder", "mlp:500,500", "--latent", "50", "--batch", "100"],
         "w6": ["--encoder", "conv:32,64,128,256", "--latent", "128", "--batch", "64"],
         "w3": ["--generator", "mlp:256,512,1024", "--discriminator", "mlp:512,256"],
         "w9": ["--encoder", "mlp:300,300", "--activation", "softplus", "--latent", "8", "--noise", "32", "--discriminator", "concat:512,256",
                "--binarize", "dynamic", "--batch", "128"],
         "w10": ["--discriminator", "dcgan:64,128", "--encoder", "dcgan:64,128", "--latent", "50", "--batch", "64"],
         "w4": ["--discriminator", "dcgan:64,128"], "w5": ["--discriminator", "dcgan:64,128,256,512"]}
TOOLS = {"w9": ["avb-train"], "w10": ["alphagan-train", "--watch", "off"]}
TOOLS |= {w: ["gan-train", "--watch", "off", "--report-every", "0"] for w in ("w3", "w4", "w5")}
DATA = {"w6": "colour.h5", "w3": "few.h5", "w4": "few.h5", "w5": "large.h5", "w10": "few.h5"}
SAMPLES = {"w7": ("model.h5", "10000"), "w7c": ("conv.h5", "2000"), "w7g": ("gan.h5", "4000")}
PEER = ["/usr/bin/python3", f"{HERE}/peer.py"]
OPENMP_BLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"


def set_ups(threads):
    t = str(threads)
    ways = {"both": {"OMP_NUM_THREADS": t, "OPENBLAS_NUM_THREADS": t}}
    if threads > 1:
        ways["openmp only"] = {"OMP_NUM_THREADS": t, "OPENBLAS_NUM_THREADS": "1"}
        ways["blas only"] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": t}
        ways["passive"] = {**ways["both"], "OMP_WAIT_POLICY": "passive", "OPENBLAS_THREAD_TIMEOUT": "8"}
        if os.path.isdir(OPENMP_BLAS):
            ways["openmp blas"] = {"OMP_NUM_THREADS": t, "LD_LIBRARY_PATH": OPENMP_BLAS}
    return ways


def peer(workload, variant, env, seconds):
    words = subprocess.run([*PEER, workload, variant, str(seconds)], env={**os.environ, **env}, check=True,
                           stdout=subprocess.PIPE, text=True).stdout.split("\t")
    return float(words[0]), float(words[1])


def measured(command, quiet=False):
    """stderr and peak resident memory, MiB, of one process."""
    done = subprocess.run(["/usr/bin/time", "-f", "rss %M", *command], stderr=subprocess.PIPE, text=True,
                          stdout=subprocess.DEVNULL if quiet else None)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    lines = done.stderr.strip().splitlines()
    return lines[:-1], float(lines[-1].split()[1]) / 1024


def ours(workload, tools, folder, threads):
    if workload == "w8":
        images = 200
        start = time.perf_counter()
        _, rss = measured([f"{tools}/vae-eval", f"{folder}/model.h5", f"{folder}/data.h5", "--iwae", "5000", "--take", str(images),
                           "--binarize", "dynamic", "-j", str(threads)], quiet=True)
        return images / (time.perf_counter() - start), rss
    if workload in SAMPLES:
        model, count = SAMPLES[workload]
        lines, rss = measured([f"{tools}/gen-sample", f"{folder}/{model}", "-n", count, "-v", "-j", str(threads), "-o", f"{folder}/samples.h5"])
        return float(lines[-1].split(", ")[-1].split()[0]), rss
    metrics = f"{folder}/metrics.tsv"
    data = DATA.get(workload, "data.h5")
    tool = TOOLS.get(workload, ["vae-train"])
    _, rss = measured([f"{tools}/{tool[0]}", f"{folder}/{data}", *tool[1:], *TRAIN[workload], "--epochs", "3", "-j", str(threads),
                       "-q", "--progress", "none", "--metrics", metrics, "-o", f"{folder}/m.h5"])
    with open(metrics) as rows:
        return statistics.median(float(row.split("\t")[2]) for row in rows.readlines()[1:]), rss


def train_a_little(tools, folder, tool, data, workload, model):
    subprocess.run([f"{tools}/{tool}", f"{folder}/{data}", *TRAIN[workload], "--steps", "5", "-q", "--progress", "none", "-o", f"{folder}/{model}"],
                   check=True)


def make_inputs(tools, folder):
    """The data and models that the workloads read."""
    subprocess.run([f"{tools}/data-synth", "digits", "-n", "60000", "-o", f"{folder}/data.h5"], check=True)
    train_a_little(tools, folder, "vae-train", "data.h5", "w1", "model.h5")
    subprocess.run([f"{tools}/data-synth", "shapes", "-n", "2000", "-o", f"{folder}/colour.h5"], check=True)
    train_a_little(tools, folder, "vae-train", "colour.h5", "w6", "conv.h5")
    subprocess.run([f"{tools}/data-synth", "digits", "-n", "4000", "-o", f"{folder}/few.h5"], check=True)
    subprocess.run([f"{tools}/data-synth", "shapes", "--size", "64", "-n", "256", "-o", f"{folder}/large.h5"], check=True)
    train_a_little(tools, folder, "gan-train", "few.h5", "w4", "gan.h5")


def one_thread():
    """An environment in which libraries of products start no threads."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("tools")
    options.add_argument("workloads", nargs="*", default=["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w7c", "w7g", "w8", "w9", "w10"])
    options.add_argument("--peer")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=4)
    options = options.parse_intermixed_args()
    if options.peer:
        PEER[:] = options.peer.split()
    print("workload\tthreads\tpeer\tpeer_samples_per_s\tsamples_per_s\tratio\tratio_low\tratio_high\tpeer_rss_mib\trss_mib", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        make_inputs(options.tools, folder)
        for workload in options.workloads:
            for threads in (1, 2):
                ways = set_ups(threads)
                way = max(ways, key=lambda w: peer(workload, VARIANTS[workload][0], ways[w], 1.5)[0])
                variant = max(VARIANTS[workload], key=lambda v: peer(workload, v, ways[way], 1.2)[0])
                pairs = [(peer(workload, variant, ways[way], options.seconds), ours(workload, options.tools, folder, threads))
                         for _ in range(options.rounds)]
                ratios = sorted(o[0] / p[0] for p, o in pairs)
                row = [workload, threads, f"{variant} ({way})", *(round(statistics.median(x[0] for x in side)) for side in zip(*pairs)),
                       round(statistics.median(ratios), 2), round(ratios[0], 2), round(ratios[-1], 2),
                       *(round(max(x[1] for x in side)) for side in zip(*pairs))]
                print(*row, sep="\t", flush=True)


if __name__ == "__main__":
    main()
