"""PyTorch's side of the comparisons: the variants (peer_ways.py) and threading set-ups in which peer.py can run, which of them is the fastest, and
what was found of that before (set-ups.tsv).
"""
import csv
import os
import subprocess
import sys

from others import undisturbed
from workloads import SAMPLES

HERE = os.path.dirname(os.path.abspath(__file__))
SET_UPS = f"{HERE}/set-ups.tsv"
TRAINING = ["fused", "foreach", "compile+fused"]
IMAGES = TRAINING + [f"{variant}+last" for variant in TRAINING]
DRAWING = ["eager", "jit", "compile", "compile+freeze"]
VARIANTS = {w: [f"{v}+logits" for v in TRAINING] + ["fused"] for w in ("w1", "w2")}
VARIANTS |= {"w6": [f"{v}+logits" for v in IMAGES], "w3": TRAINING, "w4": IMAGES, "w5": IMAGES, "w9": TRAINING, "w10": IMAGES}
VARIANTS |= {w: DRAWING + [f"{v}+last" for v in DRAWING] for w in ("w7g", "w7c")}
VARIANTS["w7"] = DRAWING + ["batch256", "jit+batch256", "compile+freeze+batch256"]
VARIANTS["w8"] = [f"{way}batch{size}" for way in ("", "jit+", "compile+") for size in (500, 1000, 5000)]
PEER = ["/usr/bin/python3", f"{HERE}/peer.py"]
OPENMP_BLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"  # of Debian, where PyTorch runs


def set_ups(threads):
    t = str(threads)
    ways = {"both": {"OMP_NUM_THREADS": t, "OPENBLAS_NUM_THREADS": t}}
    if threads > 1:
        ways["openmp only"] = {"OMP_NUM_THREADS": t, "OPENBLAS_NUM_THREADS": "1"}
        ways["blas only"] = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": t}
        ways["passive"] = {**ways["both"], "OMP_WAIT_POLICY": "passive", "OPENBLAS_THREAD_TIMEOUT": "8"}
        ways["openmp blas"] = {"OMP_NUM_THREADS": t, "LD_LIBRARY_PATH": OPENMP_BLAS}
    return ways


def peer(workload, variant, env, seconds):
    """Its rate and peak memory, MiB."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}  # it may choose slower kernels
    done = subprocess.run([*PEER, workload, variant, str(seconds)], env={**outside, **env}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"peer {workload} {variant}: {done.stderr}")
    rate, rss = done.stdout.split("\t")
    return float(rate), float(rss)


def in_bf16(workload, variant):
    """The ways of computing a variant in bf16: by autocast, and where nothing is learnt as a network that is in bf16 itself."""
    ways = [] if "jit" in variant else [f"{variant}+bf16"]
    return ways + [f"{variant}+half"] if workload in SAMPLES or workload == "w8" else ways


def searched(workload, threads, precision, candidates=None):
    """(variant, name of the set-up) of all that were tried, the fastest first; `candidates`: variants in bf16 or not, else all there are."""
    variants = candidates or (VARIANTS[workload] if precision == "fp32" else [way for v in VARIANTS[workload] for way in in_bf16(workload, v)])
    tried = {}
    for way, env in set_ups(threads).items():
        for variant in variants:
            try:
                tried[variant, way] = undisturbed(lambda: peer(workload, variant, env, 0.8))[0]
            except RuntimeError as why:  # not every variant of every workload can be computed
                print(str(why).splitlines()[-1], file=sys.stderr)
    best = sorted(tried, key=tried.get, reverse=True)
    for variant, way in best:
        print(f"{workload} {threads} {precision} {variant} ({way}): {tried[variant, way]:.0f}", file=sys.stderr)
    return best


def remembered():
    """(workload, threads, precision) -> (variant, name of the set-up)"""
    if not os.path.exists(SET_UPS):
        return {}
    with open(SET_UPS) as rows:
        return {(r["workload"], int(r["threads"]), r["precision"]): (r["variant"], r["set_up"]) for r in csv.DictReader(rows, delimiter="\t")}


def remember(found):
    order = list(VARIANTS)
    with open(SET_UPS, "w") as out:
        print("workload", "threads", "precision", "variant", "set_up", sep="\t", file=out)
        for key in sorted(found, key=lambda k: (k[2] != "fp32", sorted(order).index(k[0]), k[1])):
            print(*key, *found[key], sep="\t", file=out)


def fastest(workload, threads, precision, found, search):
    """(variant, name of the set-up) as remembered in `found`, or by a search, which is added there."""
    key = workload, threads, precision
    if search or key not in found:
        single = searched(workload, 1, precision) if threads > 1 or search else None
        best = searched(workload, threads, precision, [variant for variant, _ in single[:3]]) if threads > 1 else single
        found[key] = best[0]
        remember(found)
    return found[key]
