#!/usr/bin/python3
"""Writes gan_step.h5: one step of the discriminator and then one of the generator of small GANs, computed by PyTorch in double with its
backpropagation of backpropagation (Debian: python3-torch, python3-h5py).

A group a case: its architecture as in a model file, the objective, the numbers before, images, latent numbers and where penalties look; then the
losses, every gradient, the weights and the running statistics after each network's own step. gan_step_test.cpp must get the same
numbers. Run it in this folder to make the file anew.
"""
import json

import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from golden import as_float, put, save, save_statistics

BATCH, LATENT, CLASSES = 8, 3, 3
# In this order.
SETTINGS = {"gradient_penalty": 0, "dragan": 0, "r1": 0, "r2": 0, "auxiliary": 1, "weight_limit": 0, "real_label": 1, "fake_label": 0}
labels = None  # of the batch that goes through


class Condition(nn.Module):
    """Appends what is learnt of the class, as numbers or as maps."""
    def __init__(self, classes, size):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, size))

    def forward(self, x):
        told = self.weight[labels].reshape(len(x), -1, *[1] * (x.dim() - 2))
        return torch.cat([x, told.expand(-1, -1, *x.shape[2:])], 1)


class Projection(nn.Linear):
    """Miyato and Koyama, 2018."""
    def __init__(self, inputs, classes):
        super().__init__(inputs, 1)
        self.embedding = nn.Parameter(torch.randn(classes, inputs))

    def forward(self, x):
        return super().forward(x) + (self.embedding[labels] * x).sum(1, keepdim=True)


class Spectral(nn.Module):
    """W / s with s = u W v, where v follows from u and W; u moves when told to. Gradients pass through s."""
    def __init__(self, layer, apply):
        super().__init__()
        self.weight, self.bias, self.apply_layer = layer.weight, layer.bias, apply
        self.register_buffer("u", F.normalize(torch.randn(len(layer.weight)), dim=0))

    def v(self):
        return F.normalize(self.weight.detach().flatten(1).T @ self.u, dim=0)

    def move(self):
        self.u = F.normalize(self.weight.detach().flatten(1) @ self.v(), dim=0)

    def forward(self, x):
        return self.apply_layer(x, self.weight / (self.u @ self.weight.flatten(1) @ self.held), self.bias)

    def hold(self, moves):
        self.held = self.v()
        if moves:
            self.move()


def linear(s):
    layer = nn.Linear(s["in"], s["out"])
    return Spectral(layer, F.linear) if s.get("spectral") else layer


def conv(s):
    layer = nn.Conv2d(s["in"], s["out"], s["kernel"], s["stride"], s["padding"], bias=s.get("bias", 1) == 1)
    return Spectral(layer, lambda x, w, b: F.conv2d(x, w, b, s["stride"], s["padding"])) if s.get("spectral") else layer


LAYERS = {
    "linear": linear,
    "conv": conv,
    "conv-transposed": lambda s: nn.ConvTranspose2d(s["in"], s["out"], s["kernel"], s["stride"], s["padding"], bias=s.get("bias", 1) == 1),
    "batch-norm": lambda s: nn.BatchNorm2d(s["channels"]),
    "layer-norm": lambda s: nn.GroupNorm(1, s["channels"]),
    "condition": lambda s: Condition(s["classes"], s["size"]),
    "projection": lambda s: Projection(s["in"], s["classes"]),
    "relu": lambda s: nn.ReLU(),
    "leaky-relu": lambda s: nn.LeakyReLU(s["slope"]),
    "elu": lambda s: nn.ELU(s["alpha"]),
    "tanh": lambda s: nn.Tanh(),
    "flatten": lambda s: nn.Flatten(),
    "unflatten": lambda s: nn.Unflatten(1, (s["channels"], s["height"], s["width"])),
}


def layers(text):
    """"linear in=3 out=10 / tanh" as a model file has it."""
    specs = []
    for line in text.split(" / "):
        kind, *rest = line.split()
        specs.append({"type": kind, **{key: float(value) if "." in value else int(value) for key, value in (word.split("=") for word in rest)}})
    return specs


RELU, LEAKY = " / relu / ", " / leaky-relu slope=0.2 / "
G = "linear in=3 out=10" + RELU + "linear in=10 out=16 / tanh"
D = "linear in=16 out=10" + LEAKY + "linear in=10 out=6" + LEAKY + "linear in=6 out=1"
G_TOLD = "condition classes=3 size=2 / " + G.replace("in=3", "in=5", 1)
CRITICS = {
    "tanh": "linear in=16 out=10 / tanh / linear in=10 out=6 / tanh / linear in=6 out=1",
    "elu": "linear in=16 out=10 / elu alpha=1.0 / layer-norm channels=10 / linear in=10 out=6 / elu alpha=1.0 / linear in=6 out=1",
    "conv": "conv in=1 out=3 kernel=3 stride=1 padding=1" + LEAKY + "conv in=3 out=4 kernel=4 stride=2 padding=1 / tanh / flatten / "
            "linear in=16 out=1",
}
SPECTRAL = "conv in=1 out=3 kernel=3 stride=1 padding=1 spectral=1" + LEAKY + "flatten / linear in=48 out=1 spectral=1"
DCGAN_G = ("linear in=3 out=80 / unflatten channels=5 height=4 width=4 / batch-norm channels=5" + RELU +
           "conv-transposed in=5 out=3 kernel=4 stride=2 padding=1 / tanh")
DCGAN_D = ("conv in=3 out=4 kernel=4 stride=2 padding=1" + LEAKY + "conv in=4 out=6 kernel=4 stride=2 padding=1 bias=0 / "
           "batch-norm channels=6" + LEAKY + "flatten / linear in=24 out=1")

sp = F.softplus


def cross_entropy(logits, label):
    return (sp(logits) - label * logits).mean()


def relativistic(a, b):
    return sp(-(a - b.mean())).mean() + sp(b - a.mean()).mean()


D_LOSSES = {
    "lsgan": lambda a, b, s: 0.5 * ((a - s["real_label"]) ** 2).mean() + 0.5 * ((b - s["fake_label"]) ** 2).mean(),
    "wgan": lambda a, b, s: b.mean() - a.mean(),
    "hinge": lambda a, b, s: F.relu(1 - a).mean() + F.relu(1 + b).mean(),
    "relativistic": lambda a, b, s: relativistic(a, b),
}
G_LOSSES = {
    "minimax": lambda a, b, s: torch.log(1 - torch.sigmoid(b)).mean(),
    "non-saturating": lambda a, b, s: -torch.log(torch.sigmoid(b)).mean(),
    "flip": lambda a, b, s: cross_entropy(b, s["real_label"]),
    "lsgan": lambda a, b, s: 0.5 * ((b - 1) ** 2).mean(),
    "wgan": lambda a, b, s: -b.mean(),
    "hinge": lambda a, b, s: -b.mean(),
    "relativistic": lambda a, b, s: relativistic(b, a),
}
OPTIMIZERS = {
    "adam:beta1=0.5": lambda p: torch.optim.Adam(p, 1e-2, (0.5, 0.999)),
    "sgd:momentum=0.5": lambda p: torch.optim.SGD(p, 1e-2, 0.5),
    "rmsprop": lambda p: torch.optim.RMSprop(p, 1e-2),
}


def uniform(*shape):
    return torch.rand(*shape).float().double()


class Statistics:
    """Whatever goes through a network within: its running statistics stay."""
    def __init__(self, net):
        self.net = net

    def __enter__(self):
        self.kept = {key: value.clone() for key, value in self.net.named_buffers() if "running" in key}

    def __exit__(self, *_):
        for key, value in self.kept.items():
            self.net.get_buffer(key).copy_(value)


def hold(net, moves):
    for layer in net:
        if isinstance(layer, Spectral):
            layer.hold(moves)


def input_gradient(net, x):
    x = x.detach().requires_grad_()
    g, = torch.autograd.grad(net(x)[:, 0].sum(), x, create_graph=True)
    return g.flatten(1)


def penalty(net, real, fake, between, around, s):
    total = torch.zeros(())
    unit = lambda x: ((input_gradient(net, x).norm(dim=1) - 1) ** 2).mean()
    square = lambda x: (input_gradient(net, x) ** 2).sum(1).mean()
    if s["gradient_penalty"]:
        e = between.reshape(-1, *[1] * (real.dim() - 1))
        total = total + s["gradient_penalty"] * unit(e * real + (1 - e) * fake)
    if s["dragan"]:
        total = total + s["dragan"] * unit(real + 0.5 * real.std(unbiased=False) * around)
    if s["r1"]:
        total = total + s["r1"] / 2 * square(real)
    if s["r2"]:
        total = total + s["r2"] / 2 * square(fake)
    return total


def discrepancy(x, y):
    """The unbiased estimate of MMD^2."""
    def kernel(a, b):
        squares = ((a[:, None] - b[None]) ** 2).sum(2)
        return sum(torch.exp(-squares / (2 * s * s)) for s in (2, 5, 10, 20, 40, 80))
    n, m = len(x), len(y)
    apart = lambda k: k.sum() - k.diagonal().sum()
    return apart(kernel(x, x)) / (n * (n - 1)) + apart(kernel(y, y)) / (m * (m - 1)) - 2 * kernel(x, y).mean()


def settings_of(case, loss, options):
    s = {**SETTINGS, **options}
    case["loss"] = np.bytes_(loss)
    case["settings"] = np.array([s[key] for key in SETTINGS], np.float64)
    return s


def images(bounded, pixels):
    x = uniform(BATCH, pixels)
    return x, (2 * x - 1 if bounded else x)


def step_discriminator(case, nets, optimiser, loss, s, real, fake, pack):
    g, d = nets["generator"], nets["discriminator"]
    hold(d, True)
    between, around = uniform(len(real), 1), uniform(len(real), real[0].numel())
    put(case, "between", between)
    put(case, "around", around)
    a, b = d(real), d(fake)
    value = D_LOSSES.get(loss, lambda a, b, s: cross_entropy(a, s["real_label"]) + cross_entropy(b, s["fake_label"]))(a[:, 0], b[:, 0], s)
    if a.shape[1] > 1:
        value = value + s["auxiliary"] * (F.cross_entropy(a[:, 1:], labels) + F.cross_entropy(b[:, 1:], labels))
    extra = penalty(d, real, fake, between, around.reshape(real.shape), s)
    optimiser.zero_grad()
    (value + extra).backward()
    case["d_loss"] = np.array([value.item(), extra.item()], np.float64)
    save(case.create_group("gradient"), "discriminator", d, lambda p: p.grad)
    optimiser.step()
    if s["weight_limit"]:
        with torch.no_grad():
            for p in d.parameters():
                p.clamp_(-s["weight_limit"], s["weight_limit"])
    save(case.create_group("after"), "discriminator", d, lambda p: p)
    save_statistics(case["after"], "discriminator", d)
    hold(d, False)


def run(file, name, loss, generator=G, discriminator=D, shape=(1, 4, 4), optimizer="adam:beta1=0.5", classes=0, condition=None, pack=1, bounded=True,
        **options):
    global labels
    case = file.create_group(name)
    s = settings_of(case, loss, options)
    specs = {"generator": layers(generator)}
    if discriminator:
        specs["discriminator"] = layers(discriminator)
    nets = {which: as_float(nn.Sequential(*(LAYERS[s["type"]](s) for s in all))) for which, all in specs.items()}
    architecture = {"kind": "gan", "input": shape, "latent": LATENT, "noise": "normal", "networks": specs}
    if bounded:
        architecture["range"] = [-1, 1]
    if classes:
        architecture.update(classes=classes, condition=condition)
    if pack > 1:
        architecture["pack"] = pack
    case["architecture"] = np.bytes_(json.dumps(architecture))
    case["optimizer"] = np.bytes_(optimizer)
    labels = torch.arange(BATCH) % 3
    case["labels"] = labels.numpy().astype(np.float64)
    for which, net in nets.items():
        save(case.require_group("before"), which, net, lambda p: p)
        save_statistics(case["before"], which, net)
    g, d = nets["generator"], nets.get("discriminator")
    x, real = images(bounded, int(np.prod(shape)))
    put(case, "x", x)
    seen = (lambda v: v.reshape(BATCH // pack, pack * shape[0], *shape[1:])) if discriminator and layers(discriminator)[0]["type"] != "linear" else (
        lambda v: v.reshape(BATCH // pack, -1))
    z = {which: torch.randn(BATCH, LATENT).float().double() for which in "dg"}
    if d:
        put(case, "d_latents", z["d"])
        with torch.no_grad(), Statistics(g):
            fake = seen(g(z["d"]))
        step_discriminator(case, nets, OPTIMIZERS[optimizer](d.parameters()), loss, s, seen(real), fake, pack)
    put(case, "g_latents", z["g"])
    optimiser = OPTIMIZERS[optimizer](g.parameters())
    made = g(z["g"])
    if d:
        b = d(seen(made))
        value = G_LOSSES[loss](d(seen(real))[:, 0] if loss == "relativistic" else None, b[:, 0], s)
        if b.shape[1] > 1:
            value = value + s["auxiliary"] * F.cross_entropy(b[:, 1:], labels)
    else:
        value = torch.sqrt(torch.clamp(discrepancy(made.flatten(1), real), min=1e-8))
    optimiser.zero_grad()
    value.backward()
    case["g_loss"] = np.array([value.item()], np.float64)
    save(case.require_group("gradient"), "generator", g, lambda p: p.grad)
    optimiser.step()
    save(case.require_group("after"), "generator", g, lambda p: p)
    save_statistics(case["after"], "generator", g)


torch.manual_seed(3)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
with h5py.File("gan_step.h5", "w", libver=("v110", "v110")) as file:
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    for loss in ("minimax", "non-saturating", "lsgan", "hinge"):
        run(file, loss, loss)
    run(file, "flip", "flip", real_label=0.875, fake_label=0.125)
    run(file, "wgan", "wgan", optimizer="rmsprop", weight_limit=0.125)
    run(file, "relativistic", "relativistic", optimizer="sgd:momentum=0.5")
    run(file, "wgan-gp", "wgan", gradient_penalty=10)
    for name, critic in CRITICS.items():
        run(file, f"wgan-gp-{name}", "wgan", discriminator=critic, gradient_penalty=10)
    run(file, "spectral", "hinge", discriminator=SPECTRAL)
    run(file, "spectral-gp", "hinge", discriminator=SPECTRAL, gradient_penalty=1)
    run(file, "dragan", "non-saturating", dragan=10)
    run(file, "r1", "non-saturating", r1=2)
    run(file, "r1-r2-tanh", "non-saturating", discriminator=CRITICS["tanh"], r1=2, r2=3)
    run(file, "pack", "non-saturating", discriminator=D.replace("in=16", "in=32", 1), pack=2, gradient_penalty=1, dragan=1)
    run(file, "pack-conv", "hinge", discriminator=CRITICS["conv"].replace("in=1", "in=2", 1), pack=2, r1=1)
    run(file, "concat", "non-saturating", generator=G_TOLD, classes=CLASSES, condition="concat",
        discriminator="condition classes=3 size=2 / " + CRITICS["conv"].replace("in=1", "in=3", 1))
    told = {"generator": G_TOLD, "classes": CLASSES}
    run(file, "projection", "hinge", condition="projection", discriminator=D.replace("linear in=6 out=1", "projection in=6 classes=3"), **told)
    run(file, "projection-gp", "wgan", condition="projection", gradient_penalty=10,
        discriminator=CRITICS["tanh"].replace("linear in=6 out=1", "projection in=6 classes=3"), **told)
    run(file, "auxiliary", "non-saturating", condition="auxiliary", discriminator=D.replace("in=6 out=1", "in=6 out=4"), auxiliary=0.5, r1=1,
        **told)
    run(file, "auxiliary-relativistic", "relativistic", condition="auxiliary", discriminator=D.replace("in=6 out=1", "in=6 out=4"),
        optimizer="sgd:momentum=0.5", **told)
    run(file, "points", "non-saturating", shape=(16, 1, 1), bounded=False, generator=G.replace(" / tanh", ""))
    run(file, "dcgan", "non-saturating", generator=DCGAN_G, discriminator=DCGAN_D, shape=(3, 8, 8))
    run(file, "dcgan-relativistic", "relativistic", generator=DCGAN_G, discriminator=DCGAN_D, shape=(3, 8, 8), optimizer="sgd:momentum=0.5")
    run(file, "mmd", "mmd", discriminator=None)
