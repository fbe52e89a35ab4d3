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
A variant is words joined by +: see peer_ways.py, which lies beside this file, as does hybrids.py.
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
from peer_ways import Ways, dense, descend, in_turn, leaky, learns

HIDDEN, LATENT, BATCH = {"w1": ([400], 20, 128), "w2": ([500, 500], 50, 100), "w3": ([], 100, 64), "w4": ([], 100, 64), "w5": ([], 100, 64),
                         "w6": ([], 128, 64), "w7": ([400], 20, 1000), "w7c": ([], 128, 200), "w7g": ([], 100, 200),
                         "w8": ([400], 20, 1000), "w9": ([], 8, 128), "w10": ([], 50, 64)}[sys.argv[1]]


class Vae(nn.Module):
    def __init__(self, ways):
        super().__init__()
        self.logits = "logits" in ways
        self.hidden = nn.Sequential(dense([784, *HIDDEN]), nn.ReLU())
        self.mean, self.logvar = nn.Linear(HIDDEN[-1], LATENT), nn.Linear(HIDDEN[-1], LATENT)  # two layers, as PyTorch's example has them
        self.decoder = dense([LATENT, *reversed(HIDDEN), 784])

    def forward(self, x):
        hidden = self.hidden(x)
        mean, logvar = self.mean(hidden).float(), self.logvar(hidden).float()
        o = self.decoder(mean + torch.exp(0.5 * logvar) * torch.randn_like(mean)).float()
        if self.logits:
            recon = F.binary_cross_entropy_with_logits(o, x, reduction="sum")
        else:
            recon = F.binary_cross_entropy(torch.sigmoid(o), x, reduction="sum")
        return recon - 0.5 * torch.sum(1 + logvar - mean * mean - logvar.exp())


class ConvVae(Vae):
    def __init__(self, ways):
        nn.Module.__init__(self)
        self.logits = "logits" in ways
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


def trainer(ways):
    conv = LATENT == 128
    data = torch.rand(8 * BATCH, 3, 32, 32).to(memory_format=ways.layout) if conv else torch.rand(8 * BATCH, 784)
    next_batch = in_turn(data, BATCH)
    vae = ConvVae(ways).to(memory_format=ways.layout) if conv else Vae(ways)
    adam = ways.adam([vae], 1e-3, (0.9, 0.999))
    loss_of = ways.compiled(vae, data[:BATCH])

    def step():
        with ways.rounded():
            loss = loss_of(next_batch()) / BATCH
        descend(adam, loss)
        return BATCH

    return step


def dense_gan(_=None):
    return (nn.Sequential(*dense([LATENT, 256, 512, 1024, 784]), nn.Tanh()), dense([784, 512, 256, 1], leaky))


def dcgan(channels, side, latent):
    last = channels[-1] * side * side
    d = [nn.Conv2d(channels[0], channels[1], 4, 2, 1), leaky()]
    for a, b in zip(channels[1:], channels[2:]):
        d += [nn.Conv2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), leaky()]
    up = channels[::-1]
    g = [nn.Linear(latent, last), nn.Unflatten(1, (up[0], side, side)), nn.BatchNorm2d(up[0]), nn.ReLU()]
    for a, b in zip(up[:-1], up[1:-1]):
        g += [nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU()]
    g += [nn.ConvTranspose2d(up[-2], up[-1], 4, 2, 1), nn.Tanh()]
    return nn.Sequential(*g), nn.Sequential(*d, nn.Flatten(), nn.Linear(last, 1))


def small_dcgan(latent):
    return dcgan([1, 64, 128], 7, latent)


def large_dcgan(latent):
    return dcgan([3, 64, 128, 256, 512], 4, latent)


def gan_trainer(ways, networks, shape):
    """One D and one G step as in PyTorch's DCGAN example: the same images for both."""
    data = torch.rand(8 * BATCH, *shape) * 2 - 1
    g, d = networks(LATENT)
    if len(shape) > 1:
        data, g, d = (x.to(memory_format=ways.layout) for x in (data, g, d))
    next_batch = in_turn(data, BATCH)
    g_adam, d_adam = ways.adam([g], 2e-4), ways.adam([d], 2e-4)
    one, zero = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)
    generate, judge = ways.compiled(g, torch.randn(BATCH, LATENT)), ways.compiled(d, data[:BATCH])

    def loss(logits, label):
        return F.binary_cross_entropy_with_logits(logits.float(), label)

    def d_loss(real, fake):
        if len(shape) > 1:  # the batch norm sees the two apart
            return loss(judge(real), one) + loss(judge(fake), zero)
        return loss(judge(torch.cat([real, fake])), torch.cat([one, zero]))

    def step():
        with ways.rounded():
            fake = generate(torch.randn(BATCH, LATENT)).float()
            of_d = d_loss(next_batch(), fake.detach())
        descend(d_adam, of_d)
        learns(d, False)
        with ways.rounded():
            of_g = loss(judge(fake), one)
        descend(g_adam, of_g)
        learns(d, True)
        return BATCH

    return step


def sampler(ways, network, count, usual_batch):
    batch = ways.batch(usual_batch)
    draw = network(ways).eval().requires_grad_(False).to(memory_format=ways.layout)
    number = torch.bfloat16 if "half" in ways else torch.float32
    draw.to(number)
    with torch.no_grad():
        draw = ways.compiled(draw, torch.randn(batch, LATENT).to(number))
        if "jit" in ways:
            draw = torch.jit.optimize_for_inference(torch.jit.freeze(draw))

    def step():
        with torch.inference_mode(), ways.rounded():
            torch.cat([draw(torch.randn(min(batch, count - i), LATENT).to(number)).float() for i in range(0, count, batch)])
        return count

    return step


def evaluator(ways):
    batch = ways.batch(1000)
    samples = 5000
    vae = Vae(ways).eval().requires_grad_(False)
    if "half" in ways:
        vae.decoder.bfloat16()
    data = torch.rand(64, 784).bernoulli()
    next_image = in_turn(data, 1)

    # log p(x|z) + log p(z) - log q(z|x): the logits are needed once for x and once for softplus, no probabilities are made.
    def weights(x, mean, logvar, noise):
        z = mean + torch.exp(0.5 * logvar) * noise
        o = vae.decoder(z.bfloat16() if "half" in ways else z).float()
        return o @ x - F.softplus(o).sum(1) - 0.5 * (z * z).sum(1) + 0.5 * (noise * noise).sum(1) + 0.5 * logvar.sum()

    weights = ways.compiled(weights, data[0], torch.zeros(LATENT), torch.zeros(LATENT), torch.zeros(batch, LATENT))

    def step():
        with torch.inference_mode(), ways.rounded():
            x = next_image()
            hidden = vae.hidden(x)
            mean, logvar = vae.mean(hidden)[0].float(), vae.logvar(hidden)[0].float()
            log_w = torch.cat([weights(x[0], mean, logvar, torch.randn(batch, LATENT)) for _ in range(0, samples, batch)])
            (torch.logsumexp(log_w, 0) - math.log(samples)).item()
        return 1

    return step


STEPS = {"w1": trainer, "w2": trainer, "w6": trainer, "w8": evaluator,
         "w3": lambda ways: gan_trainer(ways, dense_gan, (784,)),
         "w4": lambda ways: gan_trainer(ways, small_dcgan, (1, 28, 28)),
         "w5": lambda ways: gan_trainer(ways, large_dcgan, (3, 64, 64)),
         "w7": lambda ways: sampler(ways, lambda _: nn.Sequential(dense([LATENT, *HIDDEN, 784]), nn.Sigmoid()), 10000, 1000),
         "w7c": lambda ways: sampler(ways, lambda w: nn.Sequential(ConvVae(w).decoder, nn.Sigmoid()), 2000, BATCH),
         "w7g": lambda ways: sampler(ways, lambda _: small_dcgan(LATENT)[0], 4000, BATCH),
         "w9": lambda ways: avb_trainer(BATCH, ways),
         "w10": lambda ways: alpha_trainer(BATCH, ways, small_dcgan)}


def measured(step, seconds):
    """The median rate of short pieces, once all is warm and compiled."""
    for _ in range(3):
        step()
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
    return sorted(rates)[len(rates) // 2]


def main():
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rate = measured(STEPS[sys.argv[1]](Ways(sys.argv[2])), float(sys.argv[3]))
    print(f"{rate:.1f}\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")


main()
