"""layouts.py write: data sets that many have, in small. layouts.py compare: what data-import makes of them is NumPy's to the bit.
layouts.py paste: so is what the commands of --list make."""
import os
import shlex
import struct
import subprocess
import sys
import zipfile

import h5py
import numpy as np

random = np.random.default_rng(0)
texts = h5py.string_dtype()


def pixels(*shape):
    return random.integers(0, 256, shape).astype("u1")


def arrays():
    """Of each file its arrays."""
    n = 12
    columns = np.stack([random.integers(0, 9, n), np.arange(n) % 3, *random.integers(0, 9, (4, n))], 1)
    factors = np.stack([*random.random((4, n)), np.arange(n) % 4, random.random(n)], 1)
    counts = (random.random((n, 7)) * (random.random((n, 7)) < 0.4)).astype("f4")
    return {
        "dsprites.npz": {"imgs": (random.random((n, 16, 16)) < 0.3).astype("u1"), "latents_classes": columns},
        "3dshapes.h5": {"images": pixels(n, 16, 16, 3), "labels": factors},
        "galaxy10.h5": {"images": pixels(n, 15, 15, 3), "ans": np.arange(n).astype("u1") % 10},
        "pcam-x.h5": {"x": pixels(n, 12, 12, 3)},
        "pcam-y.h5": {"y": (np.arange(n) % 2).astype("u1").reshape(n, 1, 1, 1)},
        "calo.h5": {"showers": random.random((n, 30)), "incident_energies": random.random((n, 1)) * 1e5},
        "jetnet.h5": {"particle_features": random.normal(size=(n, 5, 4)).astype("f4"), "jet_features": random.random((n, 4))},
        "bsds300.h5": {name: random.normal(size=(n, 63)) for name in ("train", "validation", "test")},
        "binary-mnist.h5": {name: (random.random((n, 784)) < 0.5).astype("f4") for name in ("train", "valid", "test")},
        "groups.h5": {"train/x": pixels(n, 9, 9), "train/y": np.arange(n) % 3, "test/x": pixels(n, 9, 9), "test/y": np.arange(n) % 4,
                      "redshift": random.random(n)},
        "it's odd.npz": {"--x": pixels(n, 9, 9), "first": np.arange(n) % 2},
        "mnist.zip": {f"{split}-{what}-ubyte": values for split, k in (("train", 3), ("t10k", 4))
                      for what, values in (("images-idx3", pixels(n, 9, 9)), ("labels-idx1", (np.arange(n) % k).astype("u1")))},
        "emnist.mat": {"images": pixels(n, 28, 28), "labels": np.arange(n) % 5},
        "ilsvrc.h5": {"imgs": pixels(n, 3, 8, 8), "labels": np.arange(n) % 4},
        "odd.h5": {
            "g/pictures": pixels(n, 8, 9, 3),
            "half": random.random((n, 4, 5)).astype("f2"),
            "big": random.integers(0, 256, (n, 4, 5)).astype(">i2"),
            "mask": random.random((n, 4, 5)) < 0.5,
            "last": pixels(8, 8, 3, 50),
            "five": pixels(n, 1, 8, 8, 3),
        },
        "dense.h5ad": {"X": counts},
        "csr.h5ad": {"X": counts},
        "csc.h5ad": {"X": counts},
        **{f"{kind}-{age}.h5ad": {"X": counts[:7]} for kind in ("csr", "csc") for age in ("now", "before")},
    }


def write_anndata(name, x):
    with h5py.File(name, "w") as f:
        f.attrs["encoding-type"], f.attrs["encoding-version"] = "anndata", "0.1.0"
        for group, length in (("obs", len(x)), ("var", x.shape[1])):
            f.create_dataset(f"{group}/_index", data=[f"{group}{i}" for i in range(length)], dtype=texts)
        f["obs/kind/codes"] = (np.arange(len(x)) % 3).astype("i1")
        f.create_dataset("obs/kind/categories", data=["B", "T", "NK"], dtype=texts)
        if name == "dense.h5ad":
            f["X"] = x
            return
        lines = x if name.startswith("csr") else x.T
        f["X/data"] = np.concatenate([line[line != 0] for line in lines])
        f["X/indices"] = np.concatenate([np.nonzero(line)[0] for line in lines]).astype("i4")
        if "now" in name:
            f["X"].attrs.update({"encoding-type": name[:3] + "_matrix", "encoding-version": "0.1.0", "shape": x.shape})
        if "before" in name:
            f["X"].attrs.update({"h5sparse_format": name[:3], "h5sparse_shape": x.shape})
        f["X/indptr"] = np.cumsum([0] + [np.count_nonzero(line) for line in lines]).astype("i4")


def write_emnist(name, images, labels):
    """As MATLAB 7.3 has it: rows of 784 numbers, column by column; HDF5's dimensions are MATLAB's in reverse."""
    with h5py.File(name, "w", userblock_size=512) as f:
        for path, values in (("images", images.transpose(0, 2, 1).reshape(-1, 784).T), ("labels", labels[None].astype("f8"))):
            for split in ("train", "test"):
                f[f"dataset/{split}/{path}"] = values
                f[f"dataset/{split}/{path}"].attrs["MATLAB_class"] = np.bytes_("uint8" if values.dtype == "u1" else "double")
        words = np.array([[ord(letter) for letter in word.ljust(4)] for word in NAMES], "u2")[labels]
        f["words"] = words.T
        f["words"].attrs["MATLAB_class"] = np.bytes_("char")
    with open(name, "r+b") as f:
        f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM")


NAMES = ["ant", "bee", "eel", "ibis", "gnu"]


def idx(values):
    return struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()


def write(files):
    for name, sets in files.items():
        if name.endswith(".npz"):
            np.savez_compressed(name, **sets)
        elif name.endswith(".h5ad"):
            write_anndata(name, sets["X"])
        elif name.endswith(".zip"):
            with zipfile.ZipFile(name, "w") as archive:
                for path, values in sets.items():
                    archive.writestr(path, idx(values))
        elif name.endswith(".mat"):
            write_emnist(name, **sets)
        else:
            with h5py.File(name, "w") as f:
                for path, values in sets.items():
                    f.create_dataset(path, data=values, chunks=tuple(max(1, side * 2 // 3) for side in values.shape),
                                     compression="lzf" if name in ("ilsvrc.h5", "binary-mnist.h5", "odd.h5") else "gzip",
                                     shuffle=values.ndim == 4, fletcher32=values.ndim == 3)
                f["compound"] = np.zeros(3, [("a", "f4")])
                f["complex"] = np.zeros((3, 4), "c8")
                f.create_dataset("words", data=["a", "b"], dtype=texts)
                f["link"] = h5py.ExternalLink("elsewhere.h5", "/x")
                if name == "odd.h5":
                    f["half"].attrs["scale_factor"] = 0.01
                    f["again"] = f["g/pictures"]
                    for path, target in (("soft", "/g/pictures"), ("folder", "/g"), ("g/relative", "pictures"), ("round", "/round"), ("void", "/no")):
                        f[path] = h5py.SoftLink(target)
                    part = f.create_dataset("part", shape=(6, 4, 5), dtype="f4", chunks=(2, 4, 5), fillvalue=0.5)
                    part[:2] = 1
                    f.create_dataset("never", shape=(6, 4, 5), dtype="u1", fillvalue=7)


def expect(images, labels, *command):
    subprocess.run(["data-import", "-q", *command, "-o", "out.h5"], check=True)
    with h5py.File("out.h5") as f:
        got = f["images"][:]
        assert got.shape == images.shape and (got == images.astype(got.dtype)).all(), command
        assert ("labels" in f) == (labels is not None) and (labels is None or (f["labels"][:] == labels).all()), command


def compare(files):
    first = lambda x: np.moveaxis(x, -1, 1)
    points = lambda x: x.reshape(len(x), -1, 1, 1).astype("f4")
    get = lambda file, path: files[file][path]
    expect(get("dsprites.npz", "imgs")[:, None], get("dsprites.npz", "latents_classes")[:, 1], "dsprites.npz")
    expect(first(get("3dshapes.h5", "images")), get("3dshapes.h5", "labels")[:, 4], "3dshapes.h5")
    expect(first(get("galaxy10.h5", "images")), get("galaxy10.h5", "ans"), "galaxy10.h5")
    expect(first(get("pcam-x.h5", "x")), get("pcam-y.h5", "y").ravel(), "pcam-x.h5", "--labels", "pcam-y.h5")
    expect(points(get("calo.h5", "showers")), None, "calo.h5")
    expect(points(get("jetnet.h5", "particle_features")), None, "jetnet.h5")
    expect(points(get("bsds300.h5", "train")), None, "bsds300.h5")
    expect(points(get("bsds300.h5", "test")), None, "bsds300.h5", "--dataset", "test")
    expect(get("binary-mnist.h5", "train").reshape(-1, 1, 28, 28), None, "binary-mnist.h5")
    for options in ((), ("--transpose",), ("--dataset", "dataset.test.images")):
        expect(get("emnist.mat", "images")[:, None], get("emnist.mat", "labels"), "emnist.mat", *options)
    expect(get("emnist.mat", "images")[:, None], np.argsort(np.argsort(NAMES))[get("emnist.mat", "labels")], "emnist.mat", "--labels", "words")
    expect(get("ilsvrc.h5", "imgs"), get("ilsvrc.h5", "labels"), "ilsvrc.h5")
    for kind in ("dense", "csr", "csc"):
        expect(points(get("dense.h5ad", "X")), None, f"{kind}.h5ad")
        expect(points(get("dense.h5ad", "X")), np.arange(12) % 3, f"{kind}.h5ad", "--labels", "obs/kind")
    for kind in ("csr-now", "csc-now", "csr-before", "csc-before"):
        expect(points(get("csr-now.h5ad", "X")), None, f"{kind}.h5ad")
    odd = files["odd.h5"]
    for name in ("soft", "again", "folder/pictures", "/folder/relative"):
        expect(first(odd["g/pictures"]), None, "odd.h5", "--dataset", name)
    expect(first(odd["g/pictures"]), None, "odd.h5", "--dataset", "/g/pictures")
    for name in ("half", "big", "mask"):
        expect(odd[name][:, None].astype("f4"), None, "odd.h5", "--dataset", name)
    expect(np.moveaxis(odd["last"], (3, 2), (0, 1)), None, "odd.h5", "--dataset", "last")
    expect(np.moveaxis(odd["last"], (3, 2), (0, 1))[10:20], None, "odd.h5", "--dataset", "last", "--rows", "10:20")
    expect(first(odd["five"][:, 0]), None, "odd.h5", "--dataset", "five")
    expect(np.where(np.arange(6) < 2, 1, 0.5).reshape(6, 1, 1, 1) * np.ones((1, 1, 4, 5)), None, "odd.h5", "--dataset", "part")
    expect(np.full((6, 1, 4, 5), 7, "u1"), None, "odd.h5", "--dataset", "never")


def paste(files):
    """Every command that --list prints does what it says, in a shell; with those labels that names or a known layout tell."""
    labelled = {"dsprites.npz imgs": 1, "3dshapes.h5 images": 4, "groups.h5 train/x": "train/y", "groups.h5 test/x": "test/y",
                "ilsvrc.h5 imgs": "labels", "galaxy10.h5 images": "ans", "galaxy10.h5 ans": "ans", "it's odd.npz first": "first",
                "mnist.zip train-images-idx3-ubyte": "train-labels-idx1-ubyte", "mnist.zip t10k-images-idx3-ubyte": "t10k-labels-idx1-ubyte",
                "emnist.mat dataset.train.images": "labels", "emnist.mat dataset.test.images": "labels"}
    factors = {"dsprites.npz": "latents_classes", "3dshapes.h5": "labels"}
    found = set()
    for name, sets in files.items():
        listed = subprocess.run(["data-import", "--list", name], check=True, capture_output=True, text=True).stdout
        lines = [line.split("\t") for line in listed.splitlines()[1:]]
        assert name == "pcam-y.h5" or any(line[4] for line in lines), listed
        for _, path, _, _, command in lines:
            if not command:
                continue
            done = subprocess.run(["bash", "-c", command + " -q"], capture_output=True, text=True)
            assert done.returncode == 0, (command, done.stderr)
            output = shlex.split(command)[-1]
            key = f"{name} {path}"
            with h5py.File(output) as f:
                column = labelled.get(key)
                wanted = sets[factors[name]][:, column] if isinstance(column, int) else sets[column] if column else None
                if wanted is not None:
                    found.add(key)
                    assert "labels" in f and (f["labels"][:] == wanted).all(), command
            os.remove(output)
    assert found == set(labelled), set(labelled) - found


def compare_tall_chunks():
    """Chunks of more rows than are held in memory, twice: what is read of them lies in both."""
    rows = (np.arange(36000, dtype="u4")[:, None, None] * 7 + np.arange(4096, dtype="u4").reshape(64, 64)).astype("u1")
    with h5py.File("tall.h5", "w") as f:
        f.create_dataset("images", data=rows, chunks=(18000, 16, 16), compression="gzip", compression_opts=1)
    expect(rows[17900:18100, None], None, "tall.h5", "--rows", "17900:18100")


if sys.argv[1] == "write":
    write(arrays())
elif sys.argv[1] == "paste":
    paste(arrays())
else:
    compare(arrays())
    compare_tall_chunks()
