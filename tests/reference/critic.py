#!/usr/bin/python3
"""Writes critic.h5: gradients of (|dD/dx| - 1)^2 of small critics, by PyTorch's backpropagation of backpropagation (Debian: python3-torch,
python3-h5py).

A group a case: its layers as lines of text, x, the weights (and u of spectral norm before and after), D, dD/dx and every gradient of the penalty
summed over the batch. critic_test.cpp must get the same numbers. Run it in this folder to make the file anew.
"""
import h5py
import numpy as np
import torch
from torch import nn
from torch.nn.utils import spectral_norm

BATCH = 4
MAKE = {
    "linear": lambda s: nn.Linear(s["in"], s["out"]),
    "conv": lambda s: nn.Conv2d(s["in"], s["out"], s["kernel"], s.get("stride", 1), s.get("padding", 0)),
    "conv-transposed": lambda s: nn.ConvTranspose2d(s["in"], s["out"], s["kernel"], s.get("stride", 1), s.get("padding", 0)),
    "layer-norm": lambda s: nn.GroupNorm(1, s["channels"]),
    "instance-norm": lambda s: nn.InstanceNorm2d(s["channels"], affine=True),
    "leaky-relu": lambda s: nn.LeakyReLU(s["slope"]),
    "elu": lambda s: nn.ELU(s["alpha"]),
    "tanh": lambda s: nn.Tanh(),
    "sigmoid": lambda s: nn.Sigmoid(),
    "softplus": lambda s: nn.Softplus(threshold=1000),
    "max-pool": lambda s: nn.MaxPool2d(s["kernel"], s["stride"]),
    "flatten": lambda s: nn.Flatten(),
}
CASES = {
    "mlp": ([6], "linear in=6 out=8\ntanh\nlayer-norm channels=8\nlinear in=8 out=8\nelu alpha=0.7\nlinear in=8 out=1"),
    "conv": ([2, 4, 4], "conv in=2 out=4 kernel=3 stride=2 padding=1\nsoftplus\ninstance-norm channels=4\n"
                        "conv-transposed in=4 out=3 kernel=2 stride=2\nsigmoid\nlayer-norm channels=3\nmax-pool kernel=2 stride=1\nflatten\n"
                        "linear in=27 out=1"),
    "spectral": ([2, 4, 4], "conv in=2 out=4 kernel=3 stride=2 padding=1 spectral=1\nleaky-relu slope=0.2\n"
                            "conv-transposed in=4 out=3 kernel=3 stride=2 spectral=1\ntanh\nflatten\nlinear in=75 out=1 spectral=1"),
}


def make(line):
    kind, *rest = line.split()
    settings = {key: float(value) if "." in value else int(value) for key, value in (word.split("=") for word in rest)}
    layer = MAKE[kind](settings)
    return spectral_norm(layer) if settings.get("spectral") else layer


def save(group, net, value):
    for key, parameter in net.named_parameters():
        group[key.replace(".", "/").replace("weight_orig", "weight")] = value(parameter).detach().numpy()


def save_u(group, net):
    for key, buffer in net.named_buffers():
        if key.endswith("weight_u"):
            group[key.replace(".", "/").replace("weight_u", "u")] = buffer.numpy().copy()


def run(group, shape, layers):
    net = nn.Sequential(*[make(line) for line in layers.split("\n")])
    with torch.no_grad():
        for parameter in net.parameters():
            parameter += 0.3 * torch.randn_like(parameter)
    x = torch.randn(BATCH, *shape, requires_grad=True)
    group["layers"] = np.bytes_(layers)
    group["shape"] = np.array(shape, np.float64)
    group["x"] = x.detach().numpy().reshape(BATCH, -1)
    save(group.create_group("before"), net, lambda p: p)
    save_u(group["before"], net)
    d = net(x)
    dx, = torch.autograd.grad(d.sum(), x, create_graph=True)
    penalty = ((dx.flatten(1).norm(dim=1) - 1) ** 2).sum()
    penalty.backward()
    group["d"] = d.detach().numpy()
    group["dx"] = dx.detach().numpy().reshape(BATCH, -1)
    save(group.create_group("gradient"), net, lambda p: torch.zeros_like(p) if p.grad is None else p.grad)
    save_u(group.create_group("after"), net)


torch.manual_seed(1)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
with h5py.File("critic.h5", "w", libver=("v110", "v110")) as file:
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    for name, (shape, layers) in CASES.items():
        run(file.create_group(name), shape, layers)
