#!/usr/bin/python3
"""The PyTorch side of the comparisons: one measurement, printed as "samples_per_s<TAB>peak_rss_mib".

usage: peer.py WORKLOAD VARIANT SECONDS      (threads come from OMP_NUM_THREADS and OPENBLAS_NUM_THREADS)

w1  VAE 784-400-20-400-784, batch 128, Adam      w2  VAE 784-500-500-50-500-500-784, batch 100
w6  VAE of 32x32x3, convolutions 32-64-128-256 (4x4, stride 2), latent 128, mirrored, batch 64
w7  10,000 samples from w1's decoder             w7c  2,000 samples from w6's decoder
variants: +-joined of jit, foreach, logits, last (channels last; w6, w7c), batch256 (w7)
A training sample counts once a whole step: forward, backward, Adam. Data are uniform random numbers, in memory.
"""
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

workload, variant, seconds = sys.argv[1], set(sys.argv[2].split("+")), float(sys.argv[3])
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.set_flush_denormal(True)
torch.manual_seed(0)
HIDDEN, LATENT, BATCH = {"w1": ([400], 20, 128), "w2": ([500, 500], 50, 100), "w6": ([], 128, 64), "w7": ([400], 20, 1000), "w7c": ([], 128, 200)}[workload]
LAYOUT = torch.channels_last if "last" in variant else torch.contiguous_format


def mlp(sizes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Sequential(mlp([784, *HIDDEN]), nn.ReLU())
        self.mean, self.logvar = nn.Linear(HIDDEN[-1], LATENT), nn.Linear(HIDDEN[-1], LATENT)  # two layers, as PyTorch's example has them
        self.decoder = mlp([LATENT, *reversed(HIDDEN), 784])

    def forward(self, x):
        hidden = self.hidden(x)
        mean, logvar = self.mean(hidden), self.logvar(hidden)
        o = self.decoder(mean + torch.exp(0.5 * logvar) * torch.randn_like(mean))
        if "logits" in variant:
            recon = F.binary_cross_entropy_with_logits(o, x, reduction="sum")
        else:
            recon = F.binary_cross_entropy(torch.sigmoid(o), x, reduction="sum")
        return recon - 0.5 * torch.sum(1 + logvar - mean * mean - logvar.exp())


class ConvVae(Vae):
    def __init__(self):
        nn.Module.__init__(self)
        down = [3, 32, 64, 128, 256]
        layers = []
        for a, b in zip(down, down[1:]):
            layers += [nn.Conv2d(a, b, 4, 2, 1), nn.ReLU()]
        self.hidden = nn.Sequential(*layers, nn.Flatten())
        self.mean, self.logvar = nn.Linear(1024, LATENT), nn.Linear(1024, LATENT)
        up, layers = down[::-1], [nn.Linear(LATENT, 1024), nn.Unflatten(1, (256, 2, 2)), nn.ReLU()]
        for a, b in zip(up, up[1:]):
            layers += [nn.ConvTranspose2d(a, b, 4, 2, 1), nn.ReLU()]
        self.decoder = nn.Sequential(*layers[:-1])


def trainer():
    conv = workload == "w6"
    data = torch.rand(8 * BATCH, 3, 32, 32).to(memory_format=LAYOUT) if conv else torch.rand(8 * BATCH, 784)
    vae = ConvVae().to(memory_format=LAYOUT) if conv else Vae()
    adam = torch.optim.Adam(vae.parameters(), 1e-3, foreach="foreach" in variant)
    loss_of = torch.jit.trace(vae, data[:BATCH], check_trace=False) if "jit" in variant else vae
    turn = 0

    def step():
        nonlocal turn
        turn = (turn + 1) % 8
        adam.zero_grad(set_to_none=True)
        (loss_of(data[turn * BATCH:(turn + 1) * BATCH]) / BATCH).backward()
        adam.step()
        return BATCH

    return step


def sampler():
    batch = 256 if "batch256" in variant else 1000
    conv = workload == "w7c"
    count = 2000 if conv else 10000
    if conv:
        batch = BATCH
        decoder = nn.Sequential(ConvVae().decoder, nn.Sigmoid()).eval().to(memory_format=LAYOUT)
    else:
        decoder = nn.Sequential(mlp([LATENT, *HIDDEN, 784]), nn.Sigmoid()).eval()
    if "jit" in variant:
        decoder = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(decoder, torch.randn(batch, LATENT))))

    def step():
        with torch.inference_mode():
            torch.cat([decoder(torch.randn(min(batch, count - i), LATENT)) for i in range(0, count, batch)])
        return count

    return step


step = sampler() if workload in ("w7", "w7c") else trainer()
end = time.perf_counter() + min(1.0, seconds / 3)
while time.perf_counter() < end:
    step()
rates = []
end = time.perf_counter() + seconds
while time.perf_counter() < end or len(rates) < 5:
    start, samples = time.perf_counter(), 0
    while time.perf_counter() - start < 0.1:
        samples += step()
    rates.append(samples / (time.perf_counter() - start))
rates.sort()
print(f"{rates[len(rates) // 2]:.1f}\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")
