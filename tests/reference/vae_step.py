#!/usr/bin/python3
"""Writes vae_step.h5: two training steps of small VAEs, computed by PyTorch (Debian: python3-torch, python3-h5py).

A group a case: the weights before, data, noise, and after each step the loss parts, every gradient and the weights.
vae_step_test.cpp must get the same numbers. Run it in this folder to make the file anew.
"""
import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

PIXELS, HIDDEN, LATENT, BATCH = 20, 10, 4, 8
ACTIVATIONS = {"relu": nn.ReLU, "leaky-relu:0.2": lambda: nn.LeakyReLU(0.2), "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "elu": nn.ELU,
               "softplus": nn.Softplus}
OPTIMIZERS = {
    "adam": (lambda p: torch.optim.Adam(p, 1e-3), 1e-3),
    "adamw": (lambda p: torch.optim.AdamW(p, 1e-3), 1e-3),
    "sgd:momentum=0.9,nesterov=1": (lambda p: torch.optim.SGD(p, 1e-2, momentum=0.9, nesterov=True), 1e-2),
    "adagrad": (lambda p: torch.optim.Adagrad(p, 1e-2), 1e-2),
    "rmsprop:centred=1": (lambda p: torch.optim.RMSprop(p, 1e-3, centered=True), 1e-3),
}


def networks(activation):
    encoder = nn.Sequential(nn.Linear(PIXELS, HIDDEN), activation(), nn.Linear(HIDDEN, 2 * LATENT))
    decoder = nn.Sequential(nn.Linear(LATENT, HIDDEN), activation(), nn.Linear(HIDDEN, PIXELS))
    return encoder, decoder


def save(group, encoder, decoder, value):
    for name, net in (("encoder", encoder), ("decoder", decoder)):
        for key, parameter in net.named_parameters():
            group[f"{name}/{key.replace('.', '/')}"] = value(parameter).detach().numpy()


def run(file, name, activation, optimizer, samples, beta, clip):
    encoder, decoder = networks(ACTIVATIONS[activation])
    make, rate = OPTIMIZERS[optimizer]
    optimise = make([*encoder.parameters(), *decoder.parameters()])
    x = torch.rand(BATCH, PIXELS)
    case = file.create_group(name)
    case["activation"] = np.bytes_(activation)
    case["optimizer"] = np.bytes_(optimizer)
    case["settings"] = np.array([rate, samples, beta, clip], np.float64)
    case["x"] = x.numpy()
    save(case.create_group("before"), encoder, decoder, lambda p: p)
    for step in (1, 2):
        group = case.create_group(f"step{step}")
        noise = torch.randn(BATCH * samples, LATENT)
        group["noise"] = noise.numpy()
        optimise.zero_grad()
        mean, logvar = encoder(x).chunk(2, 1)
        repeat = lambda m: m.repeat_interleave(samples, 0)
        z = repeat(mean) + torch.exp(0.5 * repeat(logvar)) * noise
        recon = F.binary_cross_entropy_with_logits(decoder(z), repeat(x), reduction="sum") / samples / BATCH
        kl = 0.5 * torch.sum(mean ** 2 + torch.expm1(logvar) - logvar) / BATCH
        (recon + beta * kl).backward()
        group["loss"] = np.array([recon.item() + beta * kl.item(), recon.item(), kl.item()], np.float64)
        save(group.create_group("gradient"), encoder, decoder, lambda p: p.grad)
        if clip:
            torch.nn.utils.clip_grad_norm_([*encoder.parameters(), *decoder.parameters()], clip)
        optimise.step()
        save(group.create_group("after"), encoder, decoder, lambda p: p)


torch.manual_seed(1)
torch.set_num_threads(1)
with h5py.File("vae_step.h5", "w", libver=("v110", "v110")) as file:
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    for activation in ACTIVATIONS:
        run(file, "activation-" + activation.split(":")[0], activation, "adam", 1, 1.0, 0.0)
    for optimizer in OPTIMIZERS:
        run(file, "optimizer-" + optimizer.split(":")[0], "relu", optimizer, 1, 1.0, 0.0)
    run(file, "samples", "tanh", "adam", 3, 4.0, 0.0)
    run(file, "clip", "relu", "sgd:momentum=0.9,nesterov=1", 1, 1.0, 0.5)
