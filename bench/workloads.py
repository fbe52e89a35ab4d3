"""Our side of the comparisons: the workloads as commands of the tools, the data and models that they read, and what they reach."""
import csv
import os
import statistics
import subprocess
import sys
import time

TRAIN = {"w1": ["--encoder", "mlp:400", "--latent", "20", "--batch", "128"],
         "w2": ["--encoder", "mlp:500,500", "--latent", "50", "--batch", "100"],
         "w6": ["--encoder", "conv:32,64,128,256", "--latent", "128", "--batch", "64"],
         "w3": ["--generator", "mlp:256,512,1024", "--discriminator", "mlp:512,256"],
         "w9": ["--encoder", "mlp:300,300", "--activation", "softplus", "--latent", "8", "--noise", "32", "--discriminator", "concat:512,256",
                "--binarize", "dynamic", "--batch", "128"],
         "w10": ["--discriminator", "dcgan:64,128", "--encoder", "dcgan:64,128", "--latent", "50", "--batch", "64"],
         "w4": ["--discriminator", "dcgan:64,128"], "w5": ["--discriminator", "dcgan:64,128,256,512"]}
TOOLS = {"w9": ["avb-train"], "w10": ["alphagan-train", "--watch", "off"]}
TOOLS |= {w: ["gan-train", "--watch", "off"] for w in ("w3", "w4", "w5")}
DATA = {"w6": "colour.h5", "w3": "few.h5", "w4": "few.h5", "w5": "large.h5", "w10": "few.h5"}
SAMPLES = {"w7": ("model.h5", 10000), "w7c": ("conv.h5", 2000), "w7g": ("gan.h5", 4000)}


def measured(command, quiet=False):
    """stderr and peak resident memory, MiB, of one process."""
    done = subprocess.run(["/usr/bin/time", "-f", "rss %M", *command], stderr=subprocess.PIPE, text=True,
                          stdout=subprocess.DEVNULL if quiet else None)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    lines = done.stderr.strip().splitlines()
    return lines[:-1], float(lines[-1].split()[1]) / 1024


class Ours:
    """Our side: the tools in a folder with data and models."""

    def __init__(self, tools, folder):
        self.tools, self.folder = tools, folder
        self.guessed = {}  # rates, for runs of the right length

    def rate(self, workload, threads, precision, seconds):
        """Samples per second and peak memory, MiB."""
        common = ["-j", str(threads), "--precision", precision]
        key = workload, threads, precision
        if workload == "w8":
            images = min(10000, max(8, round(seconds * self.guessed.get(key, 20))))
            start = time.perf_counter()
            _, rss = measured([f"{self.tools}/vae-eval", f"{self.folder}/model.h5", f"{self.folder}/data.h5", "--iwae", "5000",
                               "--take", str(images), "--binarize", "dynamic", *common], quiet=True)
            rate = images / (time.perf_counter() - start)
        elif workload in SAMPLES:
            rate, rss = self.drawn(workload, seconds, common)
        else:
            rate, rss = self.trained(workload, seconds, common, self.guessed.get(key))
        self.guessed[key] = rate
        return rate, rss

    def drawn(self, workload, seconds, common):
        model, count = SAMPLES[workload]
        rates = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(rates) < 3:
            lines, rss = measured([f"{self.tools}/gen-sample", f"{self.folder}/{model}", "-n", str(count), "-v", *common,
                                   "-o", f"{self.folder}/samples.h5"])
            rates.append(float(lines[-1].split(", ")[-1].split()[0]))
        return statistics.median(rates), rss

    def trained(self, workload, seconds, common, guessed):
        """The median of parts of a run, which reads its data from a file and writes metrics and a model."""
        batch = int(TRAIN[workload][-1]) if "--batch" in TRAIN[workload] else 64
        steps = max(6, round((guessed or 100) * seconds / batch))
        tool = TOOLS.get(workload, ["vae-train"])
        metrics = f"{self.folder}/metrics.tsv"
        _, rss = measured([f"{self.tools}/{tool[0]}", f"{self.folder}/{DATA.get(workload, 'data.h5')}", *tool[1:], *TRAIN[workload],
                           "--steps", str(steps), "--epochs", "100000", "--report-every", str(steps // 6), *common,
                           "-q", "--progress", "none", "--metrics", metrics, "-o", f"{self.folder}/m.h5"])
        with open(metrics) as rows:
            rates = [float(row["images_per_s"]) for row in csv.DictReader(rows, delimiter="\t")]
        rate = statistics.median(rates[1:])  # in the first part all is cold
        return (rate, rss) if guessed else self.trained(workload, seconds, common, rate)


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
