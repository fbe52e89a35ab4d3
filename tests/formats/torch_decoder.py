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


class Scale(nn.Module):
    """Behind each row one learnt number, the same for all."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return torch.cat([x.flatten(1), self.weight.expand(len(x), 1)], 1)


def norm(s):
    return (nn.BatchNorm2d if s["maps"] else nn.BatchNorm1d)(s["channels"], s.get("eps", 1e-5))


def conv(s):
    return nn.Conv2d(s["in"], s["out"], s["kernel"], s.get("stride", 1), s.get("padding", 0), bias=s.get("bias", 1) == 1)


def conv_transposed(s):
    return nn.ConvTranspose2d(s["in"], s["out"], s["kernel"], s.get("stride", 1), s.get("padding", 0), s.get("output_padding", 0), bias=s.get("bias", 1) == 1)


LAYERS = {"linear": lambda s: nn.Linear(s["in"], s["out"]), "relu": lambda s: nn.ReLU(), "leaky-relu": lambda s: nn.LeakyReLU(s["slope"]),
          "tanh": lambda s: nn.Tanh(), "sigmoid": lambda s: nn.Sigmoid(), "elu": lambda s: nn.ELU(s["alpha"]), "softplus": lambda s: nn.Softplus(),
          "conv": conv, "conv-transposed": conv_transposed, "batch-norm": norm, "scale": lambda s: Scale(), "flatten": lambda s: nn.Flatten(),
          "unflatten": lambda s: nn.Unflatten(1, (s["channels"], s["height"], s["width"]))}


def network(file, name):
    specs = json.loads(file["architecture"][()].decode())["networks"][name]
    maps = name == "encoder"  # what a layer sees, for those that PyTorch has twice
    for spec in specs:
        maps = {"flatten": False, "linear": False, "unflatten": True}.get(spec["type"], maps)
        spec["maps"] = maps
    net = nn.Sequential(*(LAYERS[spec["type"]](spec) for spec in specs))
    state = {key: value for key, value in net.state_dict().items() if key.endswith("num_batches_tracked")}
    for kind in ("parameters", "buffers", "averages"):  # which take the place of the others where they are
        take = lambda path, item: state.update({path.replace("/", "."): torch.from_numpy(item[()])}) if isinstance(item, h5py.Dataset) else None
        if name in file.get(kind, {}):
            file[kind][name].visititems(take)
    net.load_state_dict(state)
    return net.eval(), specs[0]["type"] == "linear"


def distance(a, b):
    return ((a - b).norm() / b.norm()).item()


def compare(run, data, count, *options):
    """The largest distance between the tools' numbers and PyTorch's, for a model trained with these options."""
    run("vae-train", data, *options, "--latent", "5", "--epochs", "2", "-q", "--progress", "none", "-o", "m.h5")
    run("gen-sample", "m.h5", "-n", str(count), "-o", "s.h5")
    run("latent-encode", "m.h5", data, "-o", "l.h5")
    with h5py.File("m.h5") as model, h5py.File("s.h5") as samples, h5py.File(data) as truth, h5py.File("l.h5") as codes:
        images = torch.from_numpy(samples["images"][()]).flatten(1)
        decoder, _ = network(model, "decoder")
        # The locations, the first plane of what the decoder gives, are squashed in all of these models.
        ours = torch.sigmoid(decoder(torch.from_numpy(samples["latents"][()])).flatten(1)[:, :images.shape[1]])
        x = torch.from_numpy(truth["images"][()]).float() / 255
        encoder, takes_rows = network(model, "encoder")
        mean, logvar = encoder(x.flatten(1) if takes_rows else x).chunk(2, 1)
        return max(distance(ours, images), distance(mean, torch.from_numpy(codes["mean"][()])), distance(logvar, torch.from_numpy(codes["logvar"][()])))


def main():
    tools = os.path.abspath(sys.argv[1])
    failed = False
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        os.chdir(folder)
        run = lambda *words: subprocess.run([os.path.join(tools, words[0]), *words[1:]], check=True)
        run("data-synth", "digits", "-n", "500", "-o", "d.h5")
        run("data-synth", "shapes", "-n", "200", "-o", "c.h5")
        cases = [("d.h5", 1e-5, "--encoder", "mlp:60,40", "--activation", activation)
                 for activation in ("relu", "leaky-relu:0.2", "tanh", "sigmoid", "elu", "softplus")]
        cases += [("c.h5", 1e-4, "--encoder", *words) for words in (
            ("conv:8,16", "--likelihood", "gaussian-full"), ("conv:8,norm=batch",), ("conv:8,kernel=3", "--likelihood", "gaussian"),
            ("dcgan:4", "--likelihood", "laplace-full"), ("mlp:30,norm=batch", "--likelihood", "gaussian"),
            ("conv:6,5,norm=batch,head=3,dense=20", "--ema", "0.9"))]
        for data, allowed, *options in cases:
            worst = compare(run, data, 50, *options)
            print(f"{' '.join(options)}: relative distance {worst:.2g}, allowed {allowed:.0e}")
            failed = failed or not worst <= allowed
    sys.exit(failed)


main()
