#!/usr/bin/python3
"""What an image costs as data, batches and networks grow; prints TSV that metrics-plot draws.

usage: scale.py TOOLS_DIR [--rows N] [--folder FOLDER] [--threads N]

    scale.py build/tools >scale.tsv
    metrics-plot scale.tsv --x step --log-y -o scale.png --columns data_synth,gen_sample,vae_train,vae_train_batch,vae_train_width

`step`, a name that metrics-plot knows, counts doublings of 1,000 rows, of batches of 16 and of hidden layers of 16.
Whole processes; microseconds for an image of 28x28:
    data_synth, gen_sample, vae_train   by rows: digits made, images drawn into a file, one epoch of a VAE with a hidden layer of 64
    vae_train_batch                     by batch: a VAE 784-400-20, by its own clock
    vae_train_width                     by width w: a VAE 784-w-w-20, by its own clock; nanoseconds for 1,000 multiplications of its products, each of
                                        which comes three times
    ..._mib                             the peak memory of the same runs, MiB
"""
import argparse
import csv
import math
import os
import statistics
import tempfile
import time

import workloads

PIXELS, LATENT = 784, 20
SIZES = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
ROWS = [1000, 4000, 16_000, 64_000, 250_000, 1_000_000, 4_000_000, 10_000_000]
COLUMNS = ["step", "data_synth", "gen_sample", "vae_train", "vae_train_batch", "vae_train_width", "data_synth_mib", "gen_sample_mib",
           "vae_train_mib", "vae_train_batch_mib", "vae_train_width_mib"]


def write(factor, found):
    numbers = {name: f"{us:.3g}" for name, (us, _) in found.items()} | {f"{name}_mib": f"{rss:.0f}" for name, (_, rss) in found.items()}
    print(f"{math.log2(factor):.3g}", *(numbers.get(name, "nan") for name in COLUMNS[1:]), sep="\t", flush=True)


class Scale:
    def __init__(self, tools, folder, threads):
        self.tools, self.folder, self.threads = tools, folder, str(threads)

    def run(self, tool, *words):
        """Seconds and MiB."""
        start = time.perf_counter()
        _, rss = workloads.measured([f"{self.tools}/{tool}", *map(str, words), "-j", self.threads, "-q"])
        return time.perf_counter() - start, rss

    def repeated(self, rows, *words):
        """Microseconds a row, of short runs the median of five."""
        runs = [self.run(*words)]
        while runs[0][0] < 1 and len(runs) < 5:
            runs.append(self.run(*words))
        return 1e6 * statistics.median(r[0] for r in runs) / rows, max(r[1] for r in runs)

    def by_rows(self, rows):
        data, out = f"{self.folder}/data.h5", f"{self.folder}/out.h5"
        small = ["--encoder", "mlp:64", "--epochs", 1, "--progress", "none"]
        found = {"data_synth": self.repeated(rows, "data-synth", "digits", "-n", rows, "-o", data)}
        found["vae_train"] = self.repeated(rows, "vae-train", data, *small, "-o", f"{self.folder}/model.h5")
        os.remove(data)
        found["gen_sample"] = self.repeated(rows, "gen-sample", f"{self.folder}/model.h5", "-n", rows, "-o", out)
        os.remove(out)
        return found

    def trained(self, *words):
        """Microseconds for an image by the trainer's own clock, and MiB."""
        metrics = f"{self.folder}/metrics.tsv"
        _, rss = self.run("vae-train", f"{self.folder}/train.h5", *words, "--latent", LATENT, "--progress", "none", "--metrics", metrics,
                          "-o", f"{self.folder}/model.h5")
        with open(metrics) as rows:
            rates = [float(row["images_per_s"]) for row in csv.DictReader(rows, delimiter="\t")]
        return 1e6 / statistics.median(rates[1:] or rates), rss

    def by_batch(self, batch):
        return {"vae_train_batch": self.trained("--encoder", "mlp:400", "--batch", batch, "--epochs", 4)}

    def by_width(self, width):
        products = 3 * 2 * (PIXELS * width + width * width + width * LATENT) + 3 * width * LATENT
        us, rss = self.trained("--encoder", f"mlp:{width},{width}", "--batch", 128, "--report-every", 20, "--steps", 120 if width > 500 else 400)
        return {"vae_train_width": (1e6 * us / products, rss)}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("tools")
    options.add_argument("--rows", type=int, default=10_000_000, help="the most")
    options.add_argument("--folder", help="where data lie meanwhile, 800 bytes a row")
    options.add_argument("--threads", type=int, default=2)
    options = options.parse_args()
    print(*COLUMNS, sep="\t", flush=True)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        scale = Scale(options.tools, folder, options.threads)
        scale.run("data-synth", "digits", "-n", 30000, "-o", f"{folder}/train.h5")
        for batch in SIZES:
            write(batch / SIZES[0], scale.by_batch(batch))
        for width in SIZES:
            write(width / SIZES[0], scale.by_width(width))
        for rows in ROWS:
            if rows <= options.rows:
                write(rows / ROWS[0], scale.by_rows(rows))


main()
