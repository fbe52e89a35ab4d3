#!/usr/bin/python3
"""Writes alpha_step.h5: a turn of each network of alpha-GAN and its relatives, one after the other, computed by PyTorch in double with its
backpropagation of backpropagation (Debian: python3-torch, python3-h5py).

A group a case: its architecture as in a model file, the objective, the numbers before, images, draws of the prior, noise of codes and where
penalties look; then of each turn the loss, every gradient, the weights and the running statistics after it. alpha_step_test.cpp must get the same
numbers. Run it in this folder to make the file anew.
"""
import json

import h5py
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from golden import as_float, put, save, save_statistics

BATCH, LATENT = 8, 3
# In this order.
SETTINGS = {"hybrid": 1, "penalty": 0, "adversarial": 1, "divergence": 1, "cycle": 0, "real_weight": 1, "judges_reconstructions": 1, "averages": 0,
            "together": 0}
sp = F.softplus

LAYERS = {
    "linear": lambda s: nn.Linear(s["in"], s["out"]),
    "conv": lambda s: nn.Conv2d(s["in"], s["out"], s["kernel"], s["stride"], s["padding"], bias=s.get("bias", 1) == 1),
    "conv-transposed": lambda s: nn.ConvTranspose2d(s["in"], s["out"], s["kernel"], s["stride"], s["padding"], bias=s.get("bias", 1) == 1),
    "batch-norm": lambda s: nn.BatchNorm2d(s["channels"]),
    "relu": lambda s: nn.ReLU(),
    "leaky-relu": lambda s: nn.LeakyReLU(s["slope"]),
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


LEAKY = " / leaky-relu slope=0.2 / "
E = "linear in=16 out=10 / relu / linear in=10 out={out}"
G = "linear in=3 out=10 / relu / linear in=10 out=16"
D = "linear in=16 out=10" + LEAKY + "linear in=10 out=6" + LEAKY + "linear in=6 out=1"
CURVED = "linear in=16 out=10 / tanh / linear in=10 out=6 / tanh / linear in=6 out=1"
C = "linear in=3 out=7" + LEAKY + "linear in=7 out=1"
CONV_E = ("conv in=3 out=4 kernel=4 stride=2 padding=1 / relu / conv in=4 out=6 kernel=4 stride=2 padding=1 bias=0 / "
          "batch-norm channels=6 / relu / flatten / linear in=24 out={out}")
CONV_D = ("conv in={maps} out=4 kernel=4 stride=2 padding=1" + LEAKY + "conv in=4 out=6 kernel=4 stride=2 padding=1 bias=0 / "
          "batch-norm channels=6" + LEAKY + "flatten / linear in=24 out=1")
CONV_G = ("linear in=3 out=80 / unflatten channels=5 height=4 width=4 / batch-norm channels=5 / relu / "
          "conv-transposed in=5 out=3 kernel=4 stride=2 padding=1 / tanh")


def penalty(net, real, made, between):
    e = between.reshape(-1, *[1] * (real.dim() - 1))
    x = (e * real + (1 - e) * made).detach().requires_grad_()
    g, = torch.autograd.grad(net(x).sum(), x, create_graph=True)
    return ((g.flatten(1).norm(dim=1) - 1) ** 2).mean()


class Model:
    def __init__(self, case, kind, specs, shape, critic, lambda_=1.5, distance="l1", per="pixel", layer=None, codes="points", **options):
        self.kind, self.shape, self.critic, self.codes, self.distance, self.layer = kind, shape, critic, codes, distance, layer
        self.s = {**SETTINGS, **options}
        self.nets = {name: as_float(nn.Sequential(*(LAYERS[s["type"]](s) for s in layers(text)))) for name, text in specs.items()}
        architecture = {"kind": kind, "input": shape, "latent": LATENT, "noise": "normal", "codes": codes, "range": [-1, 1]}
        if kind != "ali":
            architecture["reconstruction"] = {"distance": distance, "lambda": lambda_, **({"layer": layer} if layer is not None else {"per": per})}
        architecture["networks"] = {name: layers(text) for name, text in specs.items()}
        case["architecture"] = np.bytes_(json.dumps(architecture))
        case["critic"] = np.bytes_(critic)
        case["settings"] = np.array([self.s[key] for key in SETTINGS], np.float64)
        for name, net in self.nets.items():
            save(case.require_group("before"), name, net, lambda p: p)
            save_statistics(case["before"], name, net)
        pixels = torch.rand(BATCH, int(np.prod(shape))).float().double()
        put(case, "x", pixels)
        self.x = 2 * pixels - 1
        self.z, self.noise = (torch.randn(BATCH, LATENT).float().double() for _ in range(2))
        self.between = torch.rand(BATCH, 3).float().double()
        put(case, "latents", self.z)
        put(case, "noise", self.noise)
        put(case, "between", self.between)
        self.weight = lambda_ / (np.prod(shape) if per == "pixel" and layer is None else 1)

    # x and what G makes are rows
    def seen_by(self, net, x):
        return x.reshape(BATCH, *self.shape) if isinstance(self.nets[net][0], nn.Conv2d) else x

    def encode(self, x):
        y = self.nets["encoder"](self.seen_by("encoder", x))
        if self.codes == "points":
            return y, y, 0
        mean, logvar = y.chunk(2, 1)
        divergence = 0.5 * (mean ** 2 + logvar.exp() - logvar - 1).sum(1).mean()
        return mean + (0.5 * logvar).exp() * self.noise, mean, divergence

    def generate(self, z):
        y = self.nets["generator"](z).flatten(1)
        return (2 * torch.sigmoid(y) - 1, y) if self.distance == "bernoulli" else (y, y)

    def judged(self, x, z):
        """What D sees."""
        if self.kind != "ali":
            return self.seen_by("discriminator", x)
        if not isinstance(self.nets["discriminator"][0], nn.Conv2d):
            return torch.cat([x, z], 1)
        return torch.cat([x.reshape(BATCH, *self.shape), (z / LATENT ** 0.5)[:, :, None, None].expand(-1, -1, *self.shape[1:])], 1)

    def d(self, x, z=None):
        return self.nets["discriminator"](self.judged(x, z))[:, 0]

    def convince(self, logits):
        return (-logits if self.s["hybrid"] or self.critic == "wgan-gp" else sp(-logits)).mean()

    def tell(self, real, made):
        return (-real.mean(), made.mean()) if self.critic == "wgan-gp" else (sp(-real).mean(), sp(made).mean())

    def distances(self, made, logits):
        if self.distance == "l1":
            return (made - self.x).abs().sum(1).mean()
        if self.distance == "l2":
            return ((made - self.x) ** 2).sum(1).mean()
        if self.distance == "bernoulli":
            return F.binary_cross_entropy_with_logits(logits, (self.x + 1) / 2, reduction="none").sum(1).mean()
        features = self.nets["discriminator"][:self.layer + 1]
        of = lambda x: features(self.seen_by("discriminator", x)).flatten(1)
        return 0.5 * ((of(self.x).detach() - of(made)) ** 2).sum(1).mean()

    def share(self):
        return 0.5 if self.s["averages"] else 1

    def of_encoder(self, turn):
        z, _, divergence = self.encode(self.x)
        loss = 0
        if self.kind == "ali":
            return self.s["adversarial"] * self.convince(-self.d(self.x, z))
        made, logits = self.generate(z)
        loss = loss + (1 if self.kind == "vae-gan" else self.weight) * self.distances(made, logits)
        if self.kind == "vae-gan":
            loss = loss + self.s["divergence"] * divergence
        else:
            loss = loss + self.s["adversarial"] * self.convince(self.nets["code_discriminator"](z)[:, 0])
        if turn == "both" and self.kind == "alpha-gan":
            loss = loss + self.share() * self.convince(self.d(made))
        if self.s["cycle"]:
            loss = loss + self.s["cycle"] * (self.z - self.encode(self.generate(self.z)[0])[1]).abs().sum(1).mean()
        return loss

    def of_generator(self, turn):
        loss = 0
        if turn != "both":
            made, logits = self.generate(self.encode(self.x)[0])
            loss = self.weight * self.distances(made, logits) + self.share() * self.convince(self.d(made))
        if self.kind == "aae":
            return loss
        made, _ = self.generate(self.z)
        loss = loss + self.share() * self.convince(self.d(made, self.z))
        if self.s["cycle"] and turn != "both":
            loss = loss + self.s["cycle"] * (self.z - self.encode(made)[1]).abs().sum(1).mean()
        return loss

    def of_discriminator(self):
        code = self.encode(self.x)[0]
        real = self.d(self.x, code)
        again = self.generate(code)[0]
        of_again = self.d(again) if self.kind != "ali" and self.s["judges_reconstructions"] else None
        made = self.generate(self.z)[0]
        a, b = self.tell(real, self.d(made, self.z))
        loss = (self.s["real_weight"] if self.kind != "ali" else 1) * a + self.share() * b
        if of_again is not None:
            loss = loss + self.share() * self.tell(real, of_again)[1]
        extra = torch.zeros(())
        if self.s["penalty"]:
            net, see = self.nets["discriminator"], lambda x, z: self.judged(x, z).detach()
            extra = self.s["penalty"] * penalty(net, see(self.x, code), see(made, self.z), self.between[:, 0])
            if of_again is not None:
                extra = extra + self.s["penalty"] * penalty(net, see(self.x, code), see(again, code), self.between[:, 1])
        return loss, extra

    def of_code_discriminator(self):
        net, code = self.nets["code_discriminator"], self.encode(self.x)[0].detach()
        a, b = self.tell(net(self.z)[:, 0], net(code)[:, 0])  # the prior is what is real
        extra = self.s["penalty"] * penalty(net, self.z, code, self.between[:, 2]) if self.s["penalty"] else torch.zeros(())
        return (0.5 if self.kind == "aae" else 1) * (a + b), extra

    def turns(self):
        both = self.kind in ("aae", "ali") or self.s["together"]
        yield from ([("generator", ["encoder", "generator"])] if both else [("encoder", ["encoder"]), ("generator", ["generator"])])
        for name in ("discriminator", "code_discriminator"):
            if name in self.nets:
                yield name, [name]

    def loss(self, turn, learners):
        if turn == "discriminator":
            return self.of_discriminator()
        if turn == "code_discriminator":
            return self.of_code_discriminator()
        if len(learners) == 2:
            return self.of_encoder("both") + self.of_generator("both"), torch.zeros(())
        return (self.of_encoder if turn == "encoder" else self.of_generator)(turn), torch.zeros(())


def run(file, name, *args, **options):
    case = file.create_group(name)
    model = Model(case, *args, **options)
    optimisers = {}
    for turn, learners in model.turns():
        parameters = [p for name in learners for p in model.nets[name].parameters()]
        optimiser = torch.optim.Adam(parameters, 1e-2, (0.5, 0.999))
        kept = {which: {key: value.clone() for key, value in net.named_buffers()} for which, net in model.nets.items() if which not in learners}
        loss, extra = model.loss(turn, learners)
        optimiser.zero_grad()
        (loss + extra).backward()
        # Whatever goes through a network that does not learn: its running statistics stay.
        for which, buffers in kept.items():
            for key, value in buffers.items():
                model.nets[which].get_buffer(key).copy_(value)
        group = case.create_group(turn)
        group["loss"] = np.array([loss.item(), extra.item()], np.float64)
        for learner in learners:
            save(group.require_group("gradient"), learner, model.nets[learner], lambda p: p.grad)
        optimiser.step()
        for learner in learners:
            save(group.require_group("after"), learner, model.nets[learner], lambda p: p)
            save_statistics(group["after"], learner, model.nets[learner])
        for net in model.nets.values():
            net.zero_grad()


def dense(e=3, d=D, c=C, end=" / tanh"):
    specs = {"encoder": E.format(out=e), "generator": G + end, "discriminator": d, "code_discriminator": c}
    return {name: text for name, text in specs.items() if text}


def conv(e=3, maps=3, c=C, d=CONV_D):
    specs = {"encoder": CONV_E.format(out=e), "generator": CONV_G, "discriminator": d and d.format(maps=maps), "code_discriminator": c}
    return {name: text for name, text in specs.items() if text}


torch.manual_seed(5)
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
SMALL, LARGE = (1, 4, 4), (3, 8, 8)
PAIRS = CURVED.replace("in=16", "in=19", 1)
with h5py.File("alpha_step.h5", "w", libver=("v110", "v110")) as file:
    file.attrs["encoding-type"] = np.bytes_("tensor")
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    run(file, "alpha-gan", "alpha-gan", dense(), SMALL, "non-saturating", real_weight=2)
    run(file, "alpha-gan-non-saturating", "alpha-gan", dense(), SMALL, "non-saturating", hybrid=0, averages=1, distance="l2", per="image")
    run(file, "alpha-gan-together", "alpha-gan", dense(), SMALL, "non-saturating", together=1, cycle=0.5)
    run(file, "alpha-gan-gaussian", "alpha-gan", dense(e=6), SMALL, "non-saturating", codes="gaussian", cycle=0.5)
    run(file, "alpha-gan-bernoulli", "alpha-gan", dense(end=""), SMALL, "non-saturating", distance="bernoulli")
    run(file, "alpha-gan-conv", "alpha-gan", conv(), LARGE, "non-saturating", cycle=0.25)
    run(file, "alpha-gan-wgan-gp", "alpha-gan", dense(d=CURVED, c=C.replace("leaky-relu slope=0.2", "tanh")), SMALL, "wgan-gp", penalty=10,
        real_weight=2, cycle=0.5)
    run(file, "aae", "aae", dense(d=None), SMALL, "non-saturating", hybrid=0, adversarial=0.75, lambda_=0.25, distance="l2", per="image")
    run(file, "aae-gaussian", "aae", conv(e=6, d=None), LARGE, "non-saturating", hybrid=0, adversarial=0.5, lambda_=0.5, distance="l2", per="image",
        codes="gaussian")
    run(file, "aae-wgan-gp", "aae", dense(d=None, c=C.replace("leaky-relu slope=0.2", "tanh")), SMALL, "wgan-gp", adversarial=0.5, lambda_=0.5,
        distance="l2", per="image", penalty=5)
    run(file, "vae-gan", "vae-gan", dense(e=6, c=None), SMALL, "non-saturating", hybrid=0, codes="gaussian", distance="features", layer=3,
        divergence=0.5)
    run(file, "vae-gan-conv", "vae-gan", conv(e=6, c=None), LARGE, "non-saturating", hybrid=0, codes="gaussian", distance="features", layer=4,
        lambda_=0.25)
    run(file, "ali", "ali", dense(e=6, d=PAIRS, c=None), SMALL, "non-saturating", hybrid=0, codes="gaussian")
    run(file, "ali-points", "ali", conv(maps=6, c=None), LARGE, "non-saturating", hybrid=0)
    run(file, "ali-wgan-gp", "ali", dense(d=PAIRS, c=None), SMALL, "wgan-gp", penalty=10)
