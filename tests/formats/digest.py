#!/usr/bin/env python3
"""Prints the content digest of each HDF5 file named and that of the rest: the recipe of gentools-hdf5(5), by h5py and hashlib alone."""
import hashlib, sys
import h5py, numpy as np

NAMES = {"u1": "u8", "i4": "i32", "i8": "i64", "u8": "u64", "f4": "f32", "f8": "f64"}

def entry(name, value, attribute):
    v = np.asarray(value)
    kind = "text" if v.dtype.kind == "S" else NAMES[v.dtype.newbyteorder("<").str[1:]]
    shape = str(v.size) if attribute else "x".join(map(str, v.shape))
    data = b"".join(s + b"\0" for s in np.atleast_1d(v).tolist()) if kind == "text" else v.tobytes()
    return name.encode(), f"{name}\0{kind}\0{shape}\0".encode() + data

def digest(path, of_rest=False):
    """content-sha256, or rest-sha256."""
    out = []
    def visit(name, item):
        if (name.split("/")[0] in ("provenance", "metrics")) != of_rest or isinstance(item, h5py.Group): return
        out.append(entry("/" + name, item[()], False))
        out.extend(entry(f"/{name}@{key}", value, True) for key, value in item.attrs.items() if not (of_rest and key == "rest-sha256"))
    with h5py.File(path, "r") as f:
        out += [entry("/@" + key, value, True) for key, value in f.attrs.items() if (key in ("producer", "content-sha256")) == of_rest]
        f.visititems(visit)
    return hashlib.sha256(b"".join(data for _, data in sorted(out))).hexdigest()

if __name__ == "__main__":
    for path in sys.argv[1:]:
        print(digest(path), digest(path, of_rest=True), path, sep="  ")
