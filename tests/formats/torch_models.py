#!/usr/bin/python3
"""usage: torch_models.py SOURCE TOOLS_DIR LAYER_FILE

load_model() of share/neighbours reads model files. Every kind of layer gives what it gives here (LAYER_FILE writes that); decoders and generators
give the samples of gen-sample from the same latents, encoders the means and log-variances of latent-encode, a classifier the probabilities of
vae-eval and the features, logits and labels of feature-train --apply. torch.nn.Sequential takes the parameters as they are. Status 77: PyTorch or
h5py is not there.
"""
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


def distance(a, b):
    return ((a.flatten(1) - b.flatten(1)).norm() / b.norm()).item()


def read(path, name):
    with h5py.File(path) as file:
        return torch.from_numpy(file[name][()])


def layers(run, load_model):
    """The kinds of layers whose outputs are not those of the library."""
    run("layer-file", "layers.h5")
    wrong = []
    labels = read("layers.h5", "labels").long()
    for name, net in load_model("layers.h5").items():
        worst = distance(net(read("layers.h5", f"x/{name}"), labels), read("layers.h5", f"y/{name}"))
        if not worst <= 1e-5:
            wrong.append(f"{' '.join(s['type'] for s in net.settings)}: relative distance {worst:.2g}")
    return wrong


def vae(run, load_model, data, *options):
    """The largest distance between the tools' numbers and PyTorch's, for a model trained with these options."""
    run("vae-train", data, *options, "--latent", "5", "--epochs", "2", "-q", "--progress", "none", "-o", "m.h5")
    run("gen-sample", "m.h5", "-n", "50", "-o", "s.h5")
    run("latent-encode", "m.h5", data, "-o", "l.h5")
    networks = load_model("m.h5")
    images = read("s.h5", "images").flatten(1)
    # The locations, the first plane of what the decoder gives, are squashed in all of these models.
    ours = torch.sigmoid(networks["decoder"](read("s.h5", "latents")).flatten(1)[:, :images.shape[1]])
    mean, logvar = networks["encoder"](read(data, "images").float() / 255).chunk(2, 1)
    return max(distance(ours, images), distance(mean, read("l.h5", "mean")), distance(logvar, read("l.h5", "logvar")))


def gan(run, load_model, data, *options):
    run("gan-train", data, *options, "--epochs", "1", "-q", "--progress", "none", "-o", "m.h5")
    run("gen-sample", "m.h5", "-n", "50", "-o", "s.h5")
    ours = load_model("m.h5")["generator"](read("s.h5", "latents"), read("s.h5", "labels").long() if "--condition" in options else None)
    return distance((ours + 1) / 2, read("s.h5", "images"))


def classifier(run, load_model, data, *options):
    run("feature-train", data, *options, "--epochs", "1", "-q", "--progress", "none", "-o", "m.h5")
    report = run("vae-eval", "--classify", "m.h5", data, "--each", stdout=subprocess.PIPE).stdout.decode().splitlines()
    at = report[0].split("\t").index("p_0")
    theirs = torch.tensor([[float(p) for p in line.split("\t")[at:at + 10]] for line in report[1:]])
    net = load_model("m.h5")["classifier"]
    images = read(data, "images").float() / 255

    def applied(what):
        run("feature-train", "--apply", "m.h5", data, "--what", what, "--progress", "none", "-o", "t.h5", "--force")
        return read("t.h5", "data")

    logits = net(images)
    found = [distance(torch.softmax(logits, 1), theirs), distance(torch.softmax(logits, 1), applied("probabilities")),
             distance(logits, applied("logits")), (logits.argmax(1) != applied("labels")).sum().item()]
    net.settings = net.settings[:-1]  # all layers but the last
    return max(*found, distance(net(images), applied("features")))


def plain_sequential(run, load_model, data):
    """torch.nn.Sequential with the same layers loads the parameters of a network, "/" read as "."."""
    run("vae-train", data, "--encoder", "mlp:30", "--latent", "5", "--steps", "2", "-q", "--progress", "none", "-o", "m.h5")
    net = nn.Sequential(nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 10))
    net.load_state_dict({f"{i}.{name}": read("m.h5", f"parameters/encoder/{i}/{name}") for i in (0, 2) for name in ("weight", "bias")})
    x = read(data, "images").flatten(1).float() / 255
    return distance(net(x), load_model("m.h5")["encoder"](x))


CASES = [
    *((vae, "d.h5", 1e-5, "--encoder", "mlp:60,40", "--activation", activation) for activation in ("relu", "leaky-relu:0.2", "elu", "softplus")),
    (vae, "c.h5", 1e-4, "--encoder", "conv:8,16", "--likelihood", "gaussian-full"),
    (vae, "c.h5", 1e-4, "--encoder", "dcgan:4", "--likelihood", "laplace-full"),
    (vae, "c.h5", 1e-4, "--encoder", "mlp:30,norm=batch", "--likelihood", "gaussian"),
    (vae, "c.h5", 1e-4, "--encoder", "conv:6,5,norm=batch,head=3,dense=20", "--ema", "0.9"),
    (vae, "c.h5", 1e-4, "--encoder", "resnet:6,5"),
    (gan, "d.h5", 1e-4, "--discriminator", "dcgan:4", "--ema", "0.9"),
    (gan, "d.h5", 1e-4, "--discriminator", "dcgan:4", "--condition", "projection"),
    (gan, "d.h5", 1e-4, "--generator", "mlp:30", "--g-norm", "spectral"),
    (classifier, "d.h5", 1e-4, "--encoder", "conv:4,8"),
    (classifier, "d.h5", 1e-4, "--encoder", "resnet:4,6,norm=batch,dense=12", "--ema", "0.9", "--augment", "shift=1"),
    (plain_sequential, "d.h5", 1e-6),
]


def main():
    source, tools, layer_file = (os.path.abspath(path) for path in sys.argv[1:])
    sys.path.insert(0, os.path.join(source, "share", "neighbours"))
    from load_model import load_model

    def run(name, *words, **how):
        return subprocess.run([layer_file if name == "layer-file" else os.path.join(tools, name), *words], check=True, **how)

    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        os.chdir(folder)
        run("data-synth", "digits", "-n", "500", "-o", "d.h5")
        run("data-synth", "shapes", "-n", "200", "-o", "c.h5")
        failed = layers(run, load_model)
        for line in failed:
            print(line)
        for compare, data, allowed, *options in CASES:
            worst = compare(run, load_model, data, *options)
            print(f"{compare.__name__} {' '.join(options)}: relative distance {worst:.2g}, allowed {allowed:.0e}")
            failed = failed or not worst <= allowed
    sys.exit(bool(failed))


main()
