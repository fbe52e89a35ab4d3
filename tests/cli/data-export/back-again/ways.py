"""A set of images for each odd thing that one can be, through each format and back."""
import glob
import os
import shutil
import subprocess

import h5py
import numpy as np

random = np.random.default_rng(1)
infinite = (-np.inf, np.inf)


def pixels(*shape):
    return random.integers(0, 256, shape).astype("u1")


def labels(count, *numbers):
    return np.array([numbers[i % len(numbers)] for i in range(count)], "i4")


# images, range, labels, classes
sets = {
    "grey": (pixels(6, 1, 5, 7), None, labels(6, 0, 1, 2), ["ant", "bee", "cat"]),
    "colours": (pixels(6, 3, 6, 5), None, labels(6, 0, 1, 2), ["cat", "ant", "bee"]),
    "without labels": (pixels(6, 3, 5, 5), None, None, None),
    "numbers as labels": (pixels(6, 1, 5, 5), None, labels(6, 4, 5), None),
    "an empty class": (pixels(6, 1, 5, 5), None, labels(6, 0, 2), ["ant", "bee", "cat"]),
    "odd names": (pixels(7, 1, 5, 5), None, labels(7, *range(7)),
                  ["golden retriever", "a,b", 'say "hi"', "\u00dcn\u00ef", "#hash", "tab\there", " blank"]),
    "names that are numbers": (pixels(6, 1, 5, 5), None, labels(6, 0, 1, 2), ["7", "3", "5"]),
    "one image": (pixels(1, 3, 5, 5), None, labels(1, 0), ["a"]),
    "one line": (pixels(6, 1, 1, 5), None, None, None),
    "two channels": (pixels(6, 2, 5, 5), None, None, None),
    "nearly black": (pixels(6, 1, 5, 5) // 200, None, labels(6, 0, 1), None),
    "fractions": (random.random((6, 1, 5, 5)).astype("f4"), (0, 1), labels(6, 0, 1), ["a", "b"]),
    "both signs": ((random.random((6, 3, 5, 5)) * 2 - 1).astype("f4"), (-1, 1), None, None),
    "points": (random.normal(size=(6, 4, 1, 1)).astype("f4") * 1000, infinite, labels(6, 0, 1), ["a", "b"]),
}


def ways(images, labelled):
    """Of each its name, what export is told, what import is told."""
    shape = "x".join(map(str, images.shape[1:]))
    points = images.shape[2:] == (1, 1)
    beside = ["--labels", "labels.txt"] if labelled else []
    for layout in ("nchw", "nhwc"):
        said = [] if points or layout == "nchw" else ["--layout", layout]
        yield f"npy {layout}", ["-o", "x.npy", "--layout", layout, *beside], ["x.npy", *said, *beside]
        yield f"npz {layout}", ["-o", "x.npz", "--layout", layout], ["x.npz", *said]
        yield f"csv {layout}", ["-o", "x.csv", "--layout", layout], ["x.csv", *said, *([] if points else ["--shape", shape]),
                                                                     *(["--labels", "last"] if labelled else [])]
    if images.dtype == "u1":
        numbers = ["--labels", "labels.npy"] if labelled else []
        yield "idx", ["-o", "x.idx", *numbers], ["x.idx", *numbers]
        for ending in ("txt", "csv") if images.shape[1] != 2 else ():
            named = ["--labels", f"labels.{ending}"] if labelled else []
            yield f"png {ending}", ["-o", "pictures/", *named], ["pictures", *named]


def write(name, images, ends, numbers, classes):
    with h5py.File(name, "w") as f:
        f.attrs["encoding-type"], f.attrs["encoding-version"] = np.bytes_("images"), np.bytes_("1.0.0")
        f["images"] = images
        if ends:
            f["images"].attrs["range"] = np.array(ends, "f8")
        if numbers is not None:
            f["labels"] = numbers
        if classes:
            f["labels"].attrs["classes"] = np.array([word.encode() for word in classes])


def read(name):
    with h5py.File(name) as f:
        numbers = f["labels"] if "labels" in f else None
        return f["images"][()], numbers if numbers is None else numbers[()].tolist(), [] if numbers is None else [
            word.decode() for word in numbers.attrs.get("classes", [])]


for title, (images, ends, numbers, classes) in sets.items():
    write("set.h5", images, ends, numbers, classes)
    for way, out, back in ways(images, numbers is not None):
        shutil.rmtree("pictures", ignore_errors=True)
        for name in glob.glob("labels.*"):
            os.remove(name)
        for command in (["data-export", "set.h5", *out], ["data-import", *back, "--like", "set.h5", "-o", "back.h5"]):
            done = subprocess.run([*command, "-q"], capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{title}, {way}: {done.stderr.strip()}")
                break
        else:
            got, got_numbers, got_classes = read("back.h5")
            wanted_numbers = None if numbers is None else numbers.tolist()
            if got.dtype != images.dtype or got.shape != images.shape or not (got == images).all():
                print(f"{title}, {way}: other images")
            if got_numbers != wanted_numbers or got_classes != (classes or []):
                print(f"{title}, {way}: labels {got_numbers} of {got_classes}, not {wanted_numbers} of {classes}")
