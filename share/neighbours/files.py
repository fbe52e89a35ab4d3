"""Files of gentools in Python, by h5py.

    pixels, labels = read_images("digits.h5")
    write_images("darker.h5", pixels // 2, labels)
    latents, mean, logvar = read_latents("latents.h5")
"""
import io

import h5py
import numpy as np


def start(path, kind):
    file = h5py.File(path, "w")
    file.attrs["encoding-type"] = np.bytes_(kind)  # a plain str would be of variable length, which the tools refuse
    file.attrs["encoding-version"] = np.bytes_("1.0.0")
    return file


def part(file, name):
    return file[name][()] if name in file else None


def read_images(path):
    """Pixels [N,C,H,W], u8 or f32, and labels [N] or None. `path` may be a stream: read_images(sys.stdin.buffer)."""
    with h5py.File(path if isinstance(path, str) else io.BytesIO(path.read()), "r") as file:
        return file["images"][()], part(file, "labels")


def write_images(path, pixels, labels=None, classes=None):
    """Pixels [N,C,H,W]: uint8 from 0 to 255, or float32 from 0 to 1. `classes`: the names of the classes."""
    with start(path, "images") as file:
        file["images"] = pixels
        if labels is not None:
            file["labels"] = np.asarray(labels, np.int32)
            if classes is not None:
                file["labels"].attrs["classes"] = np.array([name.encode() for name in classes])


def read_latents(path):
    """Latents [N,D], and the mean and log-variance of each or None. A file of samples has latents as well."""
    with h5py.File(path, "r") as file:
        return file["latents"][()], part(file, "mean"), part(file, "logvar")


def write_latents(path, latents):
    """For gen-sample --latents and latent-interp."""
    with start(path, "latents") as file:
        file["latents"] = np.asarray(latents, np.float32)


def read_parameters(path):
    """Of a model the architecture, as JSON, and the parameters: {"encoder/0/weight": [out,in], ...}. PyTorch: load_model.py."""
    found = {}
    with h5py.File(path, "r") as file:
        file["parameters"].visititems(lambda name, item: found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
        return file["architecture"][()].decode(), found
