#!/usr/bin/python3
"""The PyTorch side of the comparisons: one measurement, printed as "samples_per_s<TAB>peak_rss_mib".

usage: peer.py WORKLOAD VARIANT SECONDS      (threads come from OMP_NUM_THREADS and OPENBLAS_NUM_THREADS)

w1  VAE 784-400-20-400-784, batch 128, Adam      w2  VAE 784-500-500-50-500-500-784, batch 100
w6  VAE of 32x32x3, convolutions 32-64-128-256 (4x4, stride 2), latent 128, mirrored, batch 64
w3  GAN, dense: G 100-256-512-1024-784, D 784-512-256-1, batch 64
w4  DCGAN 28x28x1: G 100 - 7x7x128 - 14x14x64 - 28x28x1, 4x4 stride 2, batch norm, D its mirror, batch 64
w5  DCGAN 64x64x3, 64 channels at full size, batch 64
w9  AVB, dense: see hybrids.py, batch 128        w10 alpha-GAN with w4's networks and an encoder like them: see hybrids.py, batch 64
w8  IWAE_5000 of images under w1's model, images per second
w7  10,000 samples from w1's decoder             w7c  2,000 samples from w6's decoder         w7g  4,000 samples from w4's generator
variants: +-joined of jit, compile, fused (w9, w10), foreach, logits, last (channels last; w6, w7c, w10), batch256 (w7), batch500 to batch5000 (w8)
A training sample counts once a whole step: forward, backward, Adam. Data are uniform random numbers, in memory.
"""
import math
import os
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

from hybrids import alpha_trainer, avb_trainer

workload, variant, seconds = sys.argv[1], set(sys.argv[2].split("+")), float(sys.argv[3])
torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
torch.set_flush_denormal(True)
torch.manual_seed(0)
HIDDEN, LATENT, BATCH = {"w1": ([400], 20, 128), "w2": ([500, 500], 50, 100), "w3": ([], 100, 64), "w4": ([], 100, 64), "w5": ([], 100, 64),
                         "w6": ([], 128, 64), "w7": ([400], 20, 1000), "w7c": ([], 128, 200), "w7g": ([], 100, 200),
                         "w8": ([400], 20, 1000), "w9": ([], 8, 128), "w10": ([], 50, 64)}[workload]
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


def generator_and_discriminator():
    leaky = lambda: nn.LeakyReLU(0.2)
    if workload == "w3":
        g = mlp([LATENT, 256, 512, 1024, 784])
        return (nn.Sequential(*g, nn.Tanh()), nn.Sequential(nn.Linear(784, 512), leaky(), nn.Linear(512, 256), leaky(), nn.Linear(256, 1)))
    channels, side = ([1, 64, 128], 7) if workload != "w5" else ([3, 64, 128, 256, 512], 4)
    last = channels[-1] * side * side
    d = [nn.Conv2d(channels[0], channels[1], 4, 2, 1), leaky()]
    for a, b in zip(channels[1:], channels[2:]):
        d += [nn.Conv2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), leaky()]
    up = channels[::-1]
    g = [nn.Linear(LATENT, last), nn.Unflatten(1, (up[0], side, side)), nn.BatchNorm2d(up[0]), nn.ReLU()]
    for a, b in zip(up[:-1], up[1:-1]):
        g += [nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
    g += [nn.ConvTranspose2d(up[-2], up[-1], 4, 2, 1), nn.Tanh()]
    return nn.Sequential(*g), nn.Sequential(*d, nn.Flatten(), nn.Linear(last, 1))


def gan_trainer():
    """One D and one G step as in PyTorch's DCGAN example: the same images for both."""
    shape = {"w3": (784,), "w4": (1, 28, 28), "w5": (3, 64, 64)}[workload]
    data = torch.rand(8 * BATCH, *shape) * 2 - 1
    g, d = generator_and_discriminator()
    if workload != "w3":
        data, g, d = data.to(memory_format=LAYOUT), g.to(memory_format=LAYOUT), d.to(memory_format=LAYOUT)
    g_adam = torch.optim.Adam(g.parameters(), 2e-4, (0.5, 0.999), foreach="foreach" in variant)
    d_adam = torch.optim.Adam(d.parameters(), 2e-4, (0.5, 0.999), foreach="foreach" in variant)
    if "jit" in variant:
        g, d = torch.jit.trace(g, torch.randn(BATCH, LATENT), check_trace=False), torch.jit.trace(d, data[:BATCH], check_trace=False)
    loss = F.binary_cross_entropy_with_logits
    one, zero = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)
    turn = 0

    def step():
        nonlocal turn
        turn = (turn + 1) % 8
        real = data[turn * BATCH:(turn + 1) * BATCH]
        fake = g(torch.randn(BATCH, LATENT))
        d_adam.zero_grad(set_to_none=True)
        if workload == "w3":
            both = d(torch.cat([real, fake.detach()]))
            loss(both, torch.cat([one, zero])).backward()
        else:
            (loss(d(real), one) + loss(d(fake.detach()), zero)).backward()
        d_adam.step()
        g_adam.zero_grad(set_to_none=True)
        for p in d.parameters():
            p.requires_grad_(False)
        loss(d(fake), one).backward()
        for p in d.parameters():
            p.requires_grad_(True)
        g_adam.step()
        return BATCH

    return step


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
    conv = workload in ("w7c", "w7g")
    count = {"w7": 10000, "w7c": 2000, "w7g": 4000}[workload]
    if conv:
        batch = BATCH
        images = nn.Sequential(ConvVae().decoder, nn.Sigmoid()) if workload == "w7c" else generator_and_discriminator()[0]
        decoder = images.eval().to(memory_format=LAYOUT)
    else:
        decoder = nn.Sequential(mlp([LATENT, *HIDDEN, 784]), nn.Sigmoid()).eval()
    if "jit" in variant:
        decoder = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(decoder, torch.randn(batch, LATENT))))

    def step():
        with torch.inference_mode():
            torch.cat([decoder(torch.randn(min(batch, count - i), LATENT)) for i in range(0, count, batch)])
        return count

    return step


def evaluator():
    batch = max(int(v[5:]) for v in variant if v.startswith("batch"))
    samples = 5000
    vae = Vae().eval().requires_grad_(False)
    data = torch.rand(64, 784).bernoulli()

    # log p(x|z) + log p(z) - log q(z|x): the logits are needed once for x and once for softplus, no probabilities are made.
    def weights(x, mean, logvar, noise):
        z = mean + torch.exp(0.5 * logvar) * noise
        o = vae.decoder(z)
        return o @ x - F.softplus(o).sum(1) - 0.5 * (z * z).sum(1) + 0.5 * (noise * noise).sum(1) + 0.5 * logvar.sum()

    if "jit" in variant:
        weights = torch.jit.trace(weights, (data[0], torch.zeros(LATENT), torch.zeros(LATENT), torch.zeros(batch, LATENT)), check_trace=False)
    turn = 0

    def step():
        nonlocal turn
        turn = (turn + 1) % 64
        with torch.inference_mode():
            hidden = vae.hidden(data[turn:turn + 1])
            mean, logvar = vae.mean(hidden)[0], vae.logvar(hidden)[0]
            log_w = torch.cat([weights(data[turn], mean, logvar, torch.randn(batch, LATENT)) for _ in range(0, samples, batch)])
            (torch.logsumexp(log_w, 0) - math.log(samples)).item()
        return 1

    return step


STEPS = {"w8": evaluator, "w9": lambda: avb_trainer(BATCH, variant), "w10": lambda: alpha_trainer(BATCH, variant, generator_and_discriminator)}
STEPS |= {w: gan_trainer for w in ("w3", "w4", "w5")} | {w: sampler for w in ("w7", "w7c", "w7g")} | {w: trainer for w in ("w1", "w2", "w6")}
step = STEPS[workload]()
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
