#!/usr/bin/python3
"""Writes elbo.h5: bounds of log p(x) under a small VAE, image by image, by PyTorch in double precision.

The noise is that of vae-eval with seed 5, made here by a Philox 4x32-10 and Box-Muller of its own. elbo_test.cpp must get
the same numbers. Run it in this folder to make the file anew (Debian: python3-torch, python3-h5py, python3-numpy).
"""
import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

PIXELS, HIDDEN, LATENT, IMAGES, SAMPLES, SEED, EVALUATE = 20, 10, 4, 8, 6, 5, 18


def philox(counter, key):
    x, (k0, k1) = list(counter), key
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(b >> 32) ^ x[1] ^ k0, b & 0xFFFFFFFF, (a >> 32) ^ x[3] ^ k1, a & 0xFFFFFFFF]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return x


def normals(step, row):
    """Four standard normals: the first of a row of the stream (seed, purpose, step)."""
    words = philox([0, row, step, EVALUATE], [SEED, 0])
    out = []
    for a, b in (words[:2], words[2:]):
        radius = np.sqrt(-2 * np.log((a + 0.5) / 2**32))
        # The upper two bits are the quarter turn, the others an angle from -pi/4 to pi/4 within it.
        angle = ((b & 0x3FFFFFFF) / 2**30 - 0.5) * np.pi / 2 + (b >> 30) * np.pi / 2
        out += [radius * np.cos(angle), radius * np.sin(angle)]
    return out


torch.manual_seed(1)
encoder = nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 2 * LATENT))
decoder = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, PIXELS))
for parameter in (*encoder.parameters(), *decoder.parameters()):
    parameter.data *= 3
x = torch.rand(IMAGES, PIXELS)
with h5py.File("elbo.h5", "w") as file, torch.no_grad():
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    for name, net in (("encoder", encoder), ("decoder", decoder)):
        for key, parameter in net.named_parameters():
            file[f"weights/{name}/{key.replace('.', '/')}"] = parameter.numpy()
    file["x"] = x.numpy()
    x, encoder, decoder = x.double(), encoder.double(), decoder.double()
    noise = torch.tensor([[normals(i, k)[:LATENT] for k in range(SAMPLES)] for i in range(IMAGES)], dtype=torch.float64)
    mean, logvar = encoder(x).chunk(2, 1)
    z = mean[:, None] + torch.exp(0.5 * logvar)[:, None] * noise
    log_likelihood = -F.binary_cross_entropy_with_logits(decoder(z), x[:, None].expand(-1, SAMPLES, -1), reduction="none").sum(2)
    kl = 0.5 * (mean**2 + torch.expm1(logvar) - logvar)
    log_prior = torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(2)
    log_q = torch.distributions.Normal(mean[:, None], torch.exp(0.5 * logvar)[:, None]).log_prob(z).sum(2)
    log_weights = log_likelihood + log_prior - log_q
    file["kl"] = kl.numpy()
    file["elbo"] = (log_likelihood.mean(1) - kl.sum(1)).numpy()
    file["iwae"] = (torch.logsumexp(log_weights, 1) - np.log(SAMPLES)).numpy()
    file["ess"] = (1 / torch.softmax(log_weights, 1).square().sum(1)).numpy()
