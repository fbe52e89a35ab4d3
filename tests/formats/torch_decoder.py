#!/usr/bin/python3
"""usage: torch_decoder.py TOOLS_DIR

torch.nn.Sequential reads the decoder of a model file, with "/" in names read as ".", and gives the samples of gen-sample from the same latents;
the encoder likewise gives latent-encode's means and log-variances. Status 77: PyTorch or h5py is not there.
"""
import json
import os
import subprocess
import sys
import tempfile

try:
    import h5py
    import torch
    from torch import nn
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

LAYERS = {"linear": lambda s: nn.Linear(s["in"], s["out"]), "relu": lambda s: nn.ReLU(), "leaky-relu": lambda s: nn.LeakyReLU(s["slope"]),
          "tanh": lambda s: nn.Tanh(), "sigmoid": lambda s: nn.Sigmoid(), "elu": lambda s: nn.ELU(s["alpha"]), "softplus": lambda s: nn.Softplus()}


def network(file, name):
    specs = json.loads(file["architecture"][()].decode())["networks"][name]
    net = nn.Sequential(*(LAYERS[spec["type"]](spec) for spec in specs))
    group, state = file["parameters"][name], {}
    group.visititems(lambda path, item: state.update({path.replace("/", "."): torch.from_numpy(item[()])}) if isinstance(item, h5py.Dataset) else None)
    net.load_state_dict(state)
    return net


def distance(a, b):
    return ((a - b).norm() / b.norm()).item()


def main():
    tools = os.path.abspath(sys.argv[1])
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        os.chdir(folder)
        run = lambda *words: subprocess.run([os.path.join(tools, words[0]), *words[1:]], check=True)
        run("data-synth", "digits", "-n", "500", "-o", "d.h5")
        for activation in ("relu", "leaky-relu:0.2", "tanh", "sigmoid", "elu", "softplus"):
            run("vae-train", "d.h5", "--activation", activation, "--encoder", "mlp:60,40", "--latent", "5", "--epochs", "2", "-q", "--progress", "none", "-o", "m.h5")
            run("gen-sample", "m.h5", "-n", "50", "-o", "s.h5")
            run("latent-encode", "m.h5", "d.h5", "-o", "l.h5")
            with h5py.File("m.h5") as model, h5py.File("s.h5") as samples, h5py.File("d.h5") as digits, h5py.File("l.h5") as codes:
                images = torch.from_numpy(samples["images"][()])
                ours = torch.sigmoid(network(model, "decoder")(torch.from_numpy(samples["latents"][()]))).reshape(images.shape)
                x = torch.from_numpy(digits["images"][()]).float().flatten(1) / 255
                mean, logvar = network(model, "encoder")(x).chunk(2, 1)
                worst = max(worst, distance(ours, images), distance(mean, torch.from_numpy(codes["mean"][()])),
                            distance(logvar, torch.from_numpy(codes["logvar"][()])))
    print(f"largest relative distance {worst:.2g}, allowed 1e-5")
    sys.exit(worst > 1e-5)


main()
