#!/usr/bin/python3
"""The tools beside PyTorch on the same cores, turn by turn in one run; prints TSV.

usage: compare.py TOOLS_DIR [--peer COMMAND] [--precision fp32|bf16] [--threads 1,2] [--rounds N] [--seconds S] [--search]
                  [w1 w2 w3 w4 w5 w6 w7 w7c w7g w8 w9 w10]

For each workload, number of threads and precision PyTorch computes in the variant (peer_ways.py) and with the threading set-up that were the fastest
of all when they were last searched: set-ups.tsv. --search searches anew, each variant in each set-up, and writes that file. (As installed PyTorch may
be slower on two threads than on one: two pools of spinning threads.) The tool and this best peer take turns; each ratio is of neighbours in time,
and the median of the ratios is what counts. A turn in which other programs took part of the processors is repeated.
--precision bf16: both sides in bf16, PyTorch by its autocast.
--peer is what runs peer.py where that is not /usr/bin/python3: a PyTorch of another system. --peer fp32: our own fp32 takes the peer's place.
The tools are the real ones: vae-train reads its data from a file and writes metrics and a model.
"""
import argparse
import statistics
import tempfile

import set_ups
import workloads
from others import undisturbed

COLUMNS = ["workload", "threads", "precision", "peer", "peer_samples_per_s", "samples_per_s", "ratio", "ratio_low", "ratio_high", "peer_rss_mib",
           "rss_mib"]
ALL = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w7c", "w7g", "w8", "w9", "w10"]


def compared(peer, ours, options):
    """A row's numbers: rates, ratios, memory. `peer` and `ours` measure once."""
    pairs = [undisturbed(lambda: (peer(), ours())) for _ in range(options.rounds)]
    ratios = sorted(o[0] / p[0] for p, o in pairs)
    return [*(round(statistics.median(x[0] for x in side)) for side in zip(*pairs)), round(statistics.median(ratios), 2), round(ratios[0], 2),
            round(ratios[-1], 2), *(round(max(x[1] for x in side)) for side in zip(*pairs))]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("tools")
    options.add_argument("workloads", nargs="*", default=ALL)
    options.add_argument("--peer")
    options.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    options.add_argument("--threads", type=lambda text: [int(n) for n in text.split(",")], default=[1, 2])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--search", action="store_true")
    options = options.parse_intermixed_args()
    beside_fp32 = options.peer == "fp32"
    if options.peer and not beside_fp32:
        set_ups.PEER[:] = options.peer.split()
    found = set_ups.remembered()
    print(*COLUMNS, sep="\t", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        workloads.make_inputs(options.tools, folder)
        ours = workloads.Ours(options.tools, folder)
        for workload in options.workloads:
            for threads in options.threads:
                def of_ours(precision):
                    return ours.rate(workload, threads, precision, options.seconds)

                if beside_fp32:
                    name, peer = "gentools fp32", lambda: of_ours("fp32")
                else:
                    variant, way = set_ups.fastest(workload, threads, options.precision, found, options.search)
                    name, peer = f"{variant} ({way})", lambda: set_ups.peer(workload, variant, set_ups.set_ups(threads)[way],
                                                                            options.seconds)
                row = compared(peer, lambda: of_ours(options.precision), options)
                print(workload, threads, options.precision, name, *row, sep="\t", flush=True)


if __name__ == "__main__":
    main()
