#!/usr/bin/python3
"""Writes conv_vae_step.h5: two training steps of small convolutional VAEs of colour images, computed by PyTorch in double (Debian: python3-torch,
python3-h5py).

A group a case: its architecture as in a model file, the numbers before, data, noise, and after each step the loss parts, every gradient, the weights
and the running statistics. conv_vae_step_test.cpp must get the same numbers. Run it in this folder to make the file anew.
"""
import json

import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

BATCH, LATENT = 6, 3
CHANNELS, SIDE = 3, 8
PIXELS = CHANNELS * SIDE * SIDE
LOG_2PI = float(np.log(2 * np.pi))
LAYERS = {
    "linear": lambda s: nn.Linear(s["in"], s["out"]),
    "conv": lambda s: nn.Conv2d(s["in"], s["out"], s["kernel"], s["stride"], s["padding"], bias=s["bias"] == 1),
    "conv-transposed": lambda s: nn.ConvTranspose2d(s["in"], s["out"], s["kernel"], s["stride"], s["padding"], s["output_padding"]),
    "batch-norm": lambda s: nn.BatchNorm2d(s["channels"]),
    "relu": lambda s: nn.ReLU(),
    "leaky-relu": lambda s: nn.LeakyReLU(s["slope"]),
    "flatten": lambda s: nn.Flatten(),
    "unflatten": lambda s: nn.Unflatten(1, (s["channels"], s["height"], s["width"])),
}


def conv(type, inputs, outputs, kernel, stride, padding, **more):
    return {"type": type, "in": inputs, "out": outputs, "kernel": kernel, "stride": stride, "padding": padding, **more}


def encoder():
    return [conv("conv", CHANNELS, 4, 4, 2, 1, bias=0), {"type": "batch-norm", "channels": 4}, {"type": "leaky-relu", "slope": 0.2},
            {"type": "flatten"}, {"type": "linear", "in": 64, "out": 2 * LATENT}]


def decoder(planes, output_padding):
    """Maps of 4x4 to 8x8: by a kernel of 4, or by one of 3 that leaves a row and a column over."""
    kernel = 3 if output_padding else 4
    return [{"type": "linear", "in": LATENT, "out": 80}, {"type": "unflatten", "channels": 5, "height": 4, "width": 4},
            {"type": "batch-norm", "channels": 5}, {"type": "relu"},
            conv("conv-transposed", 5, planes * CHANNELS, kernel, 2, 1, output_padding=output_padding)]


def bernoulli(o, x):
    """-log p(x|o) of each row, the sum over all channels and pixels."""
    return F.binary_cross_entropy_with_logits(o, x, reduction="none").sum(1)


def gaussian_full(o, x):
    mean, log_variance = torch.sigmoid(o[:, :PIXELS]), o[:, PIXELS:]
    return 0.5 * (log_variance + (x - mean) ** 2 * torch.exp(-log_variance) + LOG_2PI).sum(1)


def logistic(o, x):
    """The probability of a byte's interval, open at 0 and 255: Kingma et al., 2016."""
    mean, scale = torch.sigmoid(o[:, :PIXELS]), torch.exp(o[:, PIXELS:])
    above, below = (x + 0.5 / 255 - mean) / scale, (x - 0.5 / 255 - mean) / scale
    inside = torch.log(torch.sigmoid(above) - torch.sigmoid(below))
    return -torch.where(x == 0, F.logsigmoid(above), torch.where(x == 1, F.logsigmoid(-below), inside)).sum(1)


LIKELIHOODS = {"bernoulli": (bernoulli, 1), "gaussian-full": (gaussian_full, 2), "logistic": (logistic, 2)}


def save(group, nets, value):
    for name, net in nets.items():
        for key, parameter in net.named_parameters():
            group[f"{name}/{key.replace('.', '/')}"] = value(parameter).detach().float().numpy()


def save_statistics(group, nets):
    for name, net in nets.items():
        for key, buffer in net.named_buffers():
            if "running" in key:
                group[f"{name}/{key.replace('.', '/')}"] = buffer.float().numpy()


def losses(nets, loss_of, x, noise, samples, importance):
    """The loss, the reconstruction and the divergence, means over examples."""
    mean, logvar = nets["encoder"](x.reshape(-1, CHANNELS, SIDE, SIDE)).chunk(2, 1)
    repeat = lambda m: m.repeat_interleave(samples, 0)
    z = repeat(mean) + torch.exp(0.5 * repeat(logvar)) * noise
    recon = loss_of(nets["decoder"](z).flatten(1), repeat(x)).reshape(-1, samples)
    kl = 0.5 * torch.sum(mean ** 2 + torch.expm1(logvar) - logvar, 1)
    if not importance:
        return (recon.mean(1) + kl).mean(), recon.mean(1).mean(), kl.mean()
    log_p = -0.5 * (z ** 2 + LOG_2PI).sum(1)
    log_q = torch.distributions.Normal(repeat(mean), torch.exp(0.5 * repeat(logvar))).log_prob(z).sum(1)
    bound = torch.logsumexp((log_p - log_q).reshape(-1, samples) - recon, 1) - np.log(samples)
    return -bound.mean(), recon.mean(1).mean(), kl.mean()


def run(file, name, likelihood="bernoulli", output_padding=0, samples=1, importance=False):
    loss_of, planes = LIKELIHOODS[likelihood]
    specs = {"encoder": encoder(), "decoder": decoder(planes, output_padding)}
    nets = {which: nn.Sequential(*(LAYERS[s["type"]](s) for s in layers)) for which, layers in specs.items()}
    for net in nets.values():
        net.load_state_dict({key: value.float() for key, value in net.state_dict().items()})  # what the file holds
    optimiser = torch.optim.Adam([p for net in nets.values() for p in net.parameters()], 1e-3)
    x = torch.randint(0, 256, (BATCH, PIXELS)) / 255
    x[0, :5], x[1, 7:9] = 0, 1
    case = file.create_group(name)
    case["architecture"] = np.bytes_(json.dumps({"kind": "vae", "input": [CHANNELS, SIDE, SIDE], "latent": LATENT, "likelihood": likelihood,
                                                 "prior": {"mean": 0, "sd": 1}, "networks": specs}))
    case["settings"] = np.array([samples, importance], np.float64)
    case["x"] = x.float().numpy()
    save(case.create_group("before"), nets, lambda p: p)
    for step in (1, 2):
        group = case.create_group(f"step{step}")
        noise = torch.randn(BATCH * samples, LATENT).float().double()
        group["noise"] = noise.float().numpy()
        optimiser.zero_grad()
        parts = losses(nets, loss_of, x, noise, samples, importance)
        parts[0].backward()
        group["loss"] = np.array([part.item() for part in parts], np.float64)
        save(group.create_group("gradient"), nets, lambda p: p.grad)
        optimiser.step()
        save(group.create_group("after"), nets, lambda p: p)
        save_statistics(group["after"], nets)


torch.manual_seed(2)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
with h5py.File("conv_vae_step.h5", "w", libver=("v110", "v110")) as file:
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    run(file, "plain")
    run(file, "output-padding", output_padding=1)
    run(file, "importance", samples=3, importance=True)
    run(file, "samples", samples=2)
    run(file, "gaussian-full", likelihood="gaussian-full")
    run(file, "logistic", likelihood="logistic", output_padding=1)
