#!/usr/bin/python3
"""usage: onnx_models.py TOOLS_DIR PROGRAMS_DIR    makes models in a folder of its own and checks what data-export makes of them
       onnx_models.py --make FOLDER TOOLS_DIR PROGRAMS_DIR | --check FOLDER    one half of it, for a Python on another system

onnx.checker accepts exported ONNX networks, and in onnxruntime, else onnx's own evaluator, else onnx_in_numpy.py, they give what the library gives:
every kind of layer; the images of gen-sample from the same latents and classes, of models of every kind; means, log-variances and codes of
latent-encode; logits of feature-train. PROGRAMS_DIR has layer-file and layer-onnx. Status 77: there is nothing that reads ONNX, or no h5py.
"""
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

try:
    import h5py
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
sys.dont_write_bytecode = True
# Debian 13's two do not get along in one process: where both are there, the checker has one of its own.
has_onnx = importlib.util.find_spec("onnx") is not None
onnxruntime = None
if importlib.util.find_spec("onnxruntime"):
    import onnxruntime

VAE = "vae-train --latent 4 --steps 15 --batch 20"
GAN = "gan-train --steps 8 --batch 20 --latent 6"
ALPHA = "alphagan-train --steps 6 --batch 20 --latent 4"
AVB = "avb-train --steps 6 --batch 20 --latent 3"
# name: data, trainer with options
MODELS = {
    "vae": ("digits", f"{VAE} --encoder mlp:12"),
    "vae-conditional": ("digits", f"{VAE} --encoder mlp:12 --condition labels"),
    "vae-conv": ("digits", f"{VAE} --encoder conv:4,8,norm=batch"),
    "vae-layer-norm": ("digits", f"{VAE} --encoder conv:4,8,norm=layer --activation elu"),
    "vae-instance-norm": ("shapes", f"{VAE} --encoder conv:4,8,norm=instance --likelihood gaussian --activation leaky-relu:0.1"),
    "vae-dcgan": ("digits", f"{VAE} --encoder dcgan:4 --ema 0.9"),
    "vae-resnet": ("digits", f"{VAE} --encoder resnet:4,6 --activation softplus"),
    "vae-full": ("shapes", f"{VAE} --encoder mlp:12 --likelihood gaussian-full --activation tanh"),
    "vae-linear-mean": ("digits", f"{VAE} --encoder mlp:12 --likelihood laplace:mean=linear --activation sigmoid"),
    "vae-logistic": ("digits", f"{VAE} --encoder mlp:12 --likelihood logistic"),
    "vae-mixture": ("shapes", f"{VAE} --encoder conv:4 --likelihood logistic:3"),
    "vae-points": ("ring", f"{VAE} --encoder mlp:12 --likelihood gaussian"),
    "vae-signed": ("signed", f"{VAE} --encoder conv:4 --likelihood gaussian"),
    "gan-signed": ("signed", f"{GAN} --generator mlp:12 --discriminator mlp:12"),
    "aae-signed": ("signed", f"{ALPHA} --encoder mlp:12 --mode aae"),
    "vae-unequal": ("unequal", f"{VAE} --encoder conv:4,8"),
    "vae-vamp": ("digits", f"{VAE} --encoder mlp:12 --prior vamp:5"),
    "vae-clamped": ("digits", f"{VAE} --encoder mlp:12 --logvar-range -0.1,0.1"),
    "autoencoder": ("digits", f"{VAE} --encoder mlp:12 --objective autoencoder"),
    "gan": ("digits", f"{GAN} --generator mlp:12 --discriminator mlp:12"),
    "gan-dcgan": ("shapes", f"{GAN} --generator dcgan:4 --discriminator dcgan:4 --d-norm spectral"),
    "gan-resnet": ("digits", f"{GAN} --generator resnet:4 --discriminator resnet:4"),
    "gan-projection": ("digits", f"{GAN} --generator mlp:12 --discriminator mlp:12 --condition projection"),
    "gan-auxiliary": ("digits", f"{GAN} --generator dcgan:4 --discriminator dcgan:4 --condition auxiliary"),
    "gan-embedded": ("digits", f"{GAN} --generator dcgan:4 --discriminator dcgan:4 --condition embed:3"),
    "gan-maxout": ("digits", f"{GAN} --generator mlp:12 --discriminator mlp:12,8,maxout=3 --condition concat --range -1,1"),
    "gan-packed": ("digits", f"{GAN} --generator dcgan:4 --discriminator dcgan:4 --pack 2 --minibatch-stddev 4"),
    "gan-points": ("ring", f"{GAN} --generator mlp:12 --discriminator mlp:12"),
    "alpha-gan": ("digits", f"{ALPHA} --encoder dcgan:4"),
    "aae": ("digits", f"{ALPHA} --encoder mlp:12 --mode aae --codes gaussian"),
    "vae-gan": ("shapes", f"{ALPHA} --encoder dcgan:4 --mode vae-gan"),
    "ali": ("digits", f"{ALPHA} --encoder mlp:12 --mode ali"),
    "avb": ("digits", f"{AVB} --encoder mlp:12"),
    "avb-basis": ("digits", f"{AVB} --encoder mlp:12 --adaptive-contrast --basis 2:8"),
    "avb-layers": ("digits", f"{AVB} --encoder conv:4 --noise-at layers --range 0,1"),
    "posterior": (None, "avb-train --target eight-schools --encoder mlp:12 --discriminator concat:12 --steps 6"),
    "classifier": ("digits", "feature-train --encoder conv:4,8,norm=batch --steps 8"),
}
ALLOWED = 1e-5


def networks_of(model):
    with h5py.File(model) as file:
        said = json.loads(file["architecture"][()])
    return said, list(said["networks"])


def make(folder, tools, programs):
    os.environ["PATH"] = f"{tools}:{programs}:{os.environ['PATH']}"

    def run(*words):
        subprocess.run(words, check=True, cwd=folder)

    os.makedirs(f"{folder}/layers")
    for kind in ["digits", "shapes", "ring"]:
        run("data-synth", kind, *(["--size", "16"] if kind != "ring" else []), "-n", "60", "-o", f"{kind}.h5")
    np.save(f"{folder}/signed.npy", read(f"{folder}/digits.h5", "images")[0].astype(np.float32) / 127.5 - 1)
    run("data-import", "signed.npy", "--range=-1,1", "-o", "signed.h5")
    np.save(f"{folder}/unequal.npy", np.arange(30 * 27 * 29, dtype=np.uint8).reshape(30, 27, 29))
    run("data-import", "unequal.npy", "-o", "unequal.h5")
    run("layer-file", "layers.h5")
    with open(f"{folder}/layers/refused", "w") as refused:
        subprocess.run(["layer-onnx", "layers"], check=True, cwd=folder, stdout=refused)
    for name, (data, words) in MODELS.items():
        words = words.split()
        model = f"{name}.h5"
        run(words[0], *([f"{data}.h5"] if data else []), *words[1:], "-q", "--progress", "none", "-o", model)
        said, networks = networks_of(f"{folder}/{model}")
        for fold in [[], ["--fold"]]:
            for network in networks:
                done = subprocess.run(["data-export", model, "--network", network, *fold, "-o", f"{name}.{network}{''.join(fold)}.onnx"], cwd=folder,
                                      capture_output=True)
                if done.returncode:
                    assert done.returncode == 3 and b"counterpart" in done.stderr, done.stderr
        if said["kind"] == "classifier":
            run("feature-train", "--apply", model, f"{data}.h5", "--what", "logits", "--progress", "none", "-o", f"{name}.logits.h5")
            continue
        run("gen-sample", model, "-n", "12", "-q", "-o", f"{name}.samples.h5")
        if data:
            encoded = subprocess.run(["latent-encode", model, f"{data}.h5", "-q", "-o", f"{name}.codes.h5"], cwd=folder, capture_output=True)
            assert encoded.returncode == 0 or said["kind"] == "gan", encoded.stderr


def read(path, *names):
    with h5py.File(path) as file:
        return [file[name][()] if name in file else None for name in names]


class Network:
    """What runs an ONNX file: onnxruntime, else onnx.reference, else onnx_in_numpy."""

    def __init__(self, path):
        if onnxruntime:
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            self.inputs = {i.name: i.shape for i in self.session.get_inputs()}
            self.outputs = [o.name for o in self.session.get_outputs()]
            self.run = lambda feeds: dict(zip(self.outputs, self.session.run(None, feeds)))
            return
        import onnx
        graph = onnx.load(path).graph
        self.inputs = {i.name: [d.dim_param or d.dim_value for d in i.type.tensor_type.shape.dim] for i in graph.input}
        self.outputs = [o.name for o in graph.output]
        if importlib.util.find_spec("onnx.reference"):
            import onnx.reference
            evaluator = onnx.reference.ReferenceEvaluator(path)
            self.run = lambda feeds: dict(zip(self.outputs, evaluator.run(None, feeds)))
        else:
            import onnx_in_numpy
            self.run = onnx_in_numpy.Evaluator(path).run


def accept(paths):
    """By the checker, with the shapes that it infers; what it says where it does not."""
    words = "import onnx, sys\nfor path in sys.argv[1:]: onnx.checker.check_model(onnx.load(path), full_check=True)\nprint(onnx.__version__)"
    done = subprocess.run([sys.executable, "-c", words, *paths], capture_output=True, text=True)
    return done.returncode, done.stdout.strip() or done.stderr


class Verdict:
    def __init__(self):
        self.checked = self.compared = self.failed = 0
        self.largest = 0

    def expect(self, what, given, expected):
        distance = float(np.abs(given.reshape(expected.shape) - expected).max())
        self.compared += 1
        self.largest = max(self.largest, distance)
        if not distance <= ALLOWED * max(1, float(np.abs(expected).max())):
            self.failed += 1
            print(f"FAILED: {what}: differs by {distance:.2g}")


def check_layers(folder, verdict):
    labels, = read(f"{folder}/layers.h5", "labels")
    refused = open(f"{folder}/layers/refused").read()
    with h5py.File(f"{folder}/layers.h5") as file:
        for name in file["x"]:
            path = f"{folder}/layers/{name}.onnx"
            if not os.path.exists(path):
                assert f"{name}/" in refused, f"{name}: not written"
                continue
            network = Network(path)
            verdict.checked += 1
            if any(".normal" in i or ".uniform" in i for i in network.inputs):
                continue
            x = file[f"x/{name}"][()].astype(np.float32)
            feeds = {"input": x} | ({"class": labels.astype(np.int64)} if "class" in network.inputs else {})
            verdict.expect(name, network.run(feeds)["output"], file[f"y/{name}"][()])
    print(refused, end="")


def with_classes(network, feeds, labels):
    return feeds | {"class": labels.astype(np.int64)} if "class" in network.inputs else feeds


def check_draws(network, pixels, what, codes, verdict):
    """Codes of which there are only draws have the moments that latent-encode finds by 64 of them."""
    noise = np.random.default_rng(0)
    draws = []
    for _ in range(400):
        random = {i: noise.standard_normal([len(pixels), *shape[1:]]).astype(np.float32) for i, shape in network.inputs.items() if i != "images"}
        draws.append(network.run({"images": pixels} | random)["code"])
    mean, logvar = (of[:len(pixels)] for of in read(codes, "mean", "logvar"))
    sd = np.std(draws, 0)
    verdict.compared += 1
    far = np.abs(np.mean(draws, 0) - mean) / (sd * np.sqrt(1 / 64 + 1 / 400) + 1e-6)
    spread = np.abs(np.log(sd ** 2 + 1e-12) - logvar)
    if far.max() > 5 or spread.max() > 1.2:
        verdict.failed += 1
        print(f"FAILED: {what}: means differ by {far.max():.2g} standard errors, log-variances by {spread.max():.2g}")


def check_network(folder, name, data, path, verdict):
    network = Network(path)
    verdict.checked += 1
    what = os.path.basename(path)
    pixels = labels = None
    if data:
        pixels, labels = read(f"{folder}/{data}.h5", "images", "labels")
        if pixels.dtype == np.uint8:
            pixels = pixels / np.float32(255)
        if pixels.shape[2:] == (1, 1):
            pixels = pixels.reshape(len(pixels), -1)
    if "images" in network.outputs:
        latents, images, classes = read(f"{folder}/{name}.samples.h5", "latents", "images", "labels")
        verdict.expect(what, network.run(with_classes(network, {"latents": latents}, classes))["images"], images)
    elif pixels is not None and set(network.inputs) <= {"images", "class"}:
        given = network.run(with_classes(network, {"images": pixels}, labels))
        codes = f"{folder}/{name}.codes.h5"
        if "mean" in given:
            for key, expected in zip(["mean", "logvar"], read(codes, "mean", "logvar")):
                verdict.expect(f"{what} {key}", given[key], expected)
        elif "code" in given:
            verdict.expect(what, given["code"], read(codes, "latents")[0])
        elif "logits" in given:
            verdict.expect(what, given["logits"], read(f"{folder}/{name}.logits.h5", "data")[0])
        else:
            assert all(np.isfinite(v).all() for v in given.values()), what
    elif pixels is not None and "code" in network.outputs:
        check_draws(network, pixels[:20], what, f"{folder}/{name}.codes.h5", verdict)
    else:
        rows = np.random.default_rng(0)
        feeds = {i: rows.standard_normal([5, *shape[1:]]).astype(np.float32) for i, shape in network.inputs.items() if i != "class"}
        given = network.run(with_classes(network, feeds, np.arange(5)))
        assert all(np.isfinite(v).all() for v in given.values()), what


def check(folder):
    verdict = Verdict()
    check_layers(folder, verdict)
    for name, (data, _) in MODELS.items():
        paths = sorted(p for p in os.listdir(folder) if p.startswith(name + ".") and p.endswith(".onnx"))
        assert paths, name
        for path in paths:
            check_network(folder, name, data, f"{folder}/{path}", verdict)
    checker = "no checker"
    if has_onnx:
        files = [f"{folder}/{p}" for p in os.listdir(folder) if p.endswith(".onnx")]
        files += [f"{folder}/layers/{p}" for p in os.listdir(f"{folder}/layers") if p.endswith(".onnx")]
        status, said = accept(files)
        checker = f"onnx {said}"
        if status:
            verdict.failed += 1
            print(f"FAILED: {said}")
    by = "NumPy"
    if onnxruntime:
        by = f"onnxruntime {onnxruntime.__version__}"
    elif importlib.util.find_spec("onnx.reference"):
        by = "onnx.reference"
    print(f"{verdict.checked} files checked by {checker}; {verdict.compared} results compared by {by}, "
          f"largest difference {verdict.largest:.2g}")
    return 1 if verdict.failed else 0


def main(words):
    if words[0] == "--make":
        make(os.path.abspath(words[1]), os.path.abspath(words[2]), os.path.abspath(words[3]))
        return 0
    if not has_onnx and not onnxruntime:
        print("skipped: no Python with onnx or onnxruntime (Debian: python3-onnx)")
        return 77
    if words[0] == "--check":
        return check(words[1])
    with tempfile.TemporaryDirectory() as folder:
        make(folder, os.path.abspath(words[0]), os.path.abspath(words[1]))
        return check(folder)


sys.exit(main(sys.argv[1:]))
