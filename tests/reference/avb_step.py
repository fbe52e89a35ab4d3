#!/usr/bin/python3
"""Writes avb_step.h5: two steps of adversarial variational Bayes with small networks, computed by PyTorch in double from the noise that the library
draws (philox.py). A group a case: its architecture as in a model file, the objective, the numbers before, pixels, then of each step the losses and
all weights after it. avb_step_test.cpp must get the same numbers. Run it in this folder to make the file anew (Debian: python3-torch, python3-h5py).

Gradients stop at the moments of adaptive contrast: detach().
"""
import json
import math

import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from philox import below, normals

torch.set_default_dtype(torch.float64)
SEED, BATCH, EXAMPLES, PIXELS, LATENT, NOISE = 7, 6, 10, 12, 2, 3
AVB_NOISE, AVB_LAYERS, AVB_PRIOR, AVB_ROWS = 60, 61, 62, 63
ENCODER = 200  # the stream of its layers
sp = F.softplus


def rows_of(purpose, step, n, first=0):
    return torch.tensor([normals(SEED, purpose, step, i, n, first) for i in range(BATCH)])


class Layer(nn.Module):
    def __init__(self, spec):
        super().__init__()
        self.spec, kind = spec, spec["type"]
        if kind == "linear":
            made = nn.Linear(spec["in"], spec["out"])
        elif kind == "conv":
            made = nn.Conv2d(spec["in"], spec["out"], spec["kernel"])
        elif kind == "mix-noise":
            made = nn.Linear(spec["size"], 2, bias=False)
        else:
            return
        for name, parameter in made.named_parameters():
            setattr(self, name, parameter)

    def forward(self, x, outputs, stream, number):
        s, kind = self.spec, self.spec["type"]
        if kind == "linear":
            return F.linear(x.flatten(1), self.weight, self.bias)
        if kind == "conv":
            return F.conv2d(x, self.weight, self.bias)
        if kind == "append-noise":
            return torch.cat([x.flatten(1), rows_of(AVB_LAYERS, stream, s["size"], number << 22)], 1)
        if kind == "mix-noise":
            return x + (rows_of(AVB_LAYERS, stream, s["size"], number << 22) @ self.weight.T)[:, :, None, None]
        if kind == "residual":
            return x + outputs[s["from"]]
        return {"tanh": torch.tanh, "elu": F.elu, "softplus": sp, "flatten": lambda v: v.flatten(1)}[kind](x)


class Network(nn.ModuleList):
    def forward(self, x, stream=0):
        outputs = []
        for number, layer in enumerate(self):
            x = layer(x, outputs, stream, number)
            outputs.append(x)
        return x


def linear(inputs, outputs):
    return {"type": "linear", "in": inputs, "out": outputs}


TANH, ELU = {"type": "tanh"}, {"type": "elu", "alpha": 1}
DECODER = [linear(2, 5), TANH, linear(5, PIXELS)]
T_CONCAT = [linear(PIXELS + 2, 7), TANH, linear(7, 7), {"type": "softplus"}, linear(7, 7), {"type": "residual", "from": 1}, ELU, linear(7, 1)]
T_CODES, T_PIXELS = [linear(2, 5), TANH, linear(5, 4)], [linear(PIXELS, 5), {"type": "softplus"}, linear(5, 4)]
MIXED = [{"type": "conv", "in": 1, "out": 2, "kernel": 2}, {"type": "mix-noise", "size": 3}, TANH, {"type": "flatten"}, linear(12, 2)]
V = [linear(3, 4), ELU, linear(4, 2)]
BASIS = {"encoder": [linear(PIXELS, 6), TANH, linear(6, 6)], "basis-1": V, "basis-2": V, "decoder": DECODER,
         "discriminator": T_CODES, "discriminator-x": T_PIXELS}
BESIDE = {"encoder": [{"type": "append-noise", "size": 3}, linear(PIXELS + 3, 6), TANH, linear(6, 2)], "decoder": DECODER, "discriminator": T_CONCAT}
POSTERIOR = {"generator": [linear(3, 6), TANH, linear(6, 10)], "discriminator": [linear(10, 7), TANH, linear(7, 1)]}
SCHOOLS_Y = torch.tensor([2.8, .8, -.3, .7, -.1, .1, 1.8, 1.2])
SCHOOLS_SD = torch.tensor([.8, .5, .8, .6, .5, .6, .5, .4])


def log_normal(x, mean=0., variance=1.):
    return (-0.5 * ((x - mean) ** 2 / variance + torch.log(2 * math.pi * torch.as_tensor(variance)))).sum(1)


def log_schools(z):
    mu, tau, eta = z[:, :1], z[:, 1:2], z[:, 2:]
    return log_normal(z) + log_normal(SCHOOLS_Y.expand(len(z), -1), mu + tau * eta, SCHOOLS_SD ** 2)


class Avb:
    def __init__(self, architecture, networks, beta):
        self.spec, self.nets, self.beta = architecture, networks, beta
        self.adaptive = architecture["contrast"] == "adaptive"
        self.critics = [networks[name] for name in networks if name.startswith("discriminator")]
        self.players = [networks[name] for name in networks if not name.startswith("discriminator")]

    def codes(self, x, draw):
        """z, what T sees of it, and log r."""
        encode = self.nets.get("encoder")
        at = draw * 256
        if encode is None:
            z = self.nets["generator"](rows_of(AVB_NOISE, at, NOISE))
            mean, variance = z.mean(0, keepdim=True), z.var(0, unbiased=False, keepdim=True)
        elif "basis-1" not in self.nets:
            z = encode(x, at + ENCODER)
        else:
            z0, *raw = encode(x, at + ENCODER).split(LATENT, 1)
            z, mean, variance = z0, z0, 0
            for i, r in enumerate(raw):
                a, v = F.elu(r - 5) + 1, self.nets[f"basis-{i + 1}"](rows_of(AVB_NOISE, at + i, NOISE))
                z = z + a * v
                mean, variance = mean + a * v.mean(0), variance + a ** 2 * v.var(0, unbiased=False)
        if not self.adaptive:
            return z, z, log_normal(z)
        mean, variance = mean.detach(), variance.detach() + 1e-4
        return z, (z - mean) / variance.sqrt(), log_normal(z, mean, variance)

    def t(self, x, z):
        quadratic = self.spec["quadratic"] * (z ** 2).sum(1)
        if "discriminator-x" in self.nets:
            theta, s = self.nets["discriminator-x"](x.flatten(1)), self.nets["discriminator"](z)
            return (theta[:, :-1] * s[:, :-1]).sum(1) + theta[:, -1] + s[:, -1] + quadratic
        return self.nets["discriminator"](z if x is None else torch.cat([x.flatten(1), z], 1))[:, 0] + quadratic

    def primal(self, x, draw):
        shown = None if x is None else 2 * x - 1
        z, seen, log_r = self.codes(shown, draw)
        kl = self.t(shown, seen) + log_r
        if x is None:
            recon = -log_schools(z)
        else:
            recon = F.binary_cross_entropy_with_logits(self.nets["decoder"](z), x.flatten(1), reduction="none").sum(1)
            kl = kl - log_normal(z)
        return recon.mean(), kl.mean(), seen.detach()

    def dual(self, x, seen, draw):
        shown = None if x is None else 2 * x - 1
        others = rows_of(AVB_PRIOR, draw, seen.shape[1])
        return (sp(-self.t(shown, seen)) + sp(self.t(shown, others))).mean()


def put(group, path, values):
    group[path] = np.asarray(values.detach().numpy() if torch.is_tensor(values) else values, np.float32)


def save(group, networks):
    for name, network in networks.items():
        for key, parameter in network.named_parameters():
            put(group, f"{name}/{key.replace('.', '/')}", parameter)


def learn(loss, networks, optimiser):
    optimiser.zero_grad()
    loss.backward(inputs=[p for network in networks for p in network.parameters()])
    optimiser.step()


def case(file, name, networks, contrast, together, dual_steps, optimizer, beta=1., quadratic=0.5):
    group = file.create_group(name)
    posterior = "generator" in networks
    architecture = {"kind": "avb", "input": [1, 3, 4], "latent": LATENT}
    if posterior:
        architecture = {"kind": "posterior", "input": [10, 1, 1], "latent": 10}
    if posterior or "basis-1" in networks:
        architecture["noise"] = NOISE
    if "basis-1" in networks:
        architecture["basis"] = 2
    architecture.update(contrast=contrast, quadratic=quadratic)
    architecture.update({"target": "eight-schools"} if posterior else {"range": [-1, 1], "likelihood": "bernoulli"})
    architecture["networks"] = networks
    nets = {key: Network(Layer(spec) for spec in specs) for key, specs in networks.items()}
    for network in nets.values():  # what the file holds
        for parameter in network.parameters():
            parameter.data = (1.5 * parameter.data).float().double()
    data = None if posterior else torch.rand(EXAMPLES, 1, 3, 4).float().double()
    group["architecture"] = np.bytes_(json.dumps(architecture))
    group["optimizer"] = np.bytes_(optimizer)
    put(group, "settings", [beta, float(together), dual_steps])
    put(group, "x", torch.zeros(EXAMPLES, 1) if posterior else data.flatten(1))
    save(group.create_group("before"), nets)
    avb = Avb(architecture, nets, beta)
    make = {"sgd": lambda p: torch.optim.SGD(p, 1e-2), "adam:beta1=0.5": lambda p: torch.optim.Adam(p, 1e-2, (0.5, 0.999))}[optimizer]
    of_players, of_critic = (make([p for network in some for p in network.parameters()]) for some in (avb.players, avb.critics))
    turns = 0
    for step in (1, 2):
        draw = 2 * step + 1
        x = None if posterior else data[:BATCH]
        recon, kl, seen = avb.primal(x, draw)
        learn(recon + beta * kl, avb.players, of_players)
        duals = []
        for k in range(dual_steps):
            turns += 1
            if not together or k > 0:
                draw = 2 * turns
                x = None if posterior else data[below(SEED, AVB_ROWS, draw, BATCH, EXAMPLES)]
                seen = avb.codes(None if posterior else 2 * x - 1, draw)[1].detach()
            dual = avb.dual(x, seen, draw)
            learn(dual, avb.critics, of_critic)
            duals.append(dual.item())
        put(group, f"step{step}/loss", torch.stack([recon + beta * kl, recon, kl, torch.tensor(np.mean(duals))])[None])
        save(group.create_group(f"step{step}/after"), nets)


torch.manual_seed(3)
with h5py.File("avb_step.h5", "w") as file:
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    case(file, "input", BESIDE, "prior", True, 1, "adam:beta1=0.5")
    case(file, "input-alternating", BESIDE, "prior", False, 2, "sgd", beta=0.5)
    case(file, "layers", {**BESIDE, "encoder": MIXED}, "prior", False, 1, "sgd", quadratic=1.)
    case(file, "basis", BASIS, "prior", True, 2, "sgd")
    case(file, "basis-adaptive", BASIS, "adaptive", True, 1, "sgd", quadratic=0.)
    case(file, "basis-adaptive-alternating", BASIS, "adaptive", False, 2, "adam:beta1=0.5", beta=0.7, quadratic=0.)
    case(file, "posterior", POSTERIOR, "prior", True, 1, "sgd")
    case(file, "posterior-adaptive", POSTERIOR, "adaptive", False, 2, "sgd", quadratic=0.)
