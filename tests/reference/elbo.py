#!/usr/bin/python3
"""Writes elbo.h5: bounds of log p(x) under a small VAE, image by image, by PyTorch in double precision.

The noise is that of vae-eval with seed 5, made by philox.py. elbo_test.cpp must get the same numbers. Run it in this folder
to make the file anew (Debian: python3-torch, python3-h5py, python3-numpy).
"""
import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from philox import normals

PIXELS, HIDDEN, LATENT, IMAGES, SAMPLES, SEED, EVALUATE = 20, 10, 4, 8, 6, 5, 18

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
    noise = torch.tensor([[normals(SEED, EVALUATE, i, k, LATENT) for k in range(SAMPLES)] for i in range(IMAGES)], dtype=torch.float64)
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
