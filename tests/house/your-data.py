#!/usr/bin/python3
"""usage: your-data.py SOURCE

Makes the files that examples/your-data.md imports, small ones, in the current folder, and prints the page's commands, one a line.
"""
import io
import os
import re
import struct
import sys
import tarfile
import zipfile

try:
    import h5py
    import numpy as np
except ImportError:
    print("skipped: no h5py to make the files with", file=sys.stderr)
    sys.exit(77)
from small_files import mat, matrix, mnist, pixels, png, structure, write

random = np.random.default_rng(0)
images = random.integers(0, 256, (12, 16, 16, 3)).astype("u1")
classes = np.arange(12) % 3


def packed(name, files):
    with tarfile.open(name, "w:gz") as archive:
        for path, data in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def table(name, rows, last):
    write(name, "".join(",".join(str(v) for v in row) + f",{last(i)}\n" for i, row in enumerate(rows)).encode())


mnist("train", 60)
mnist("emnist-letters-train", 30)
record = lambda i, head: head + pixels(32, 32, i % 10, 3)
packed("cifar-10-binary.tar.gz", {f"cifar-10-batches-bin/{name}.bin": b"".join(record(i, bytes([i % 10])) for i in range(5))
                                  for name in ("data_batch_1", "data_batch_2", "test_batch")})
packed("cifar-100-binary.tar.gz", {f"cifar-100-binary/{name}.bin": b"".join(record(i, bytes([i % 20, i])) for i in range(9))
                                   for name in ("train", "test")})
write("train_X.bin", b"".join(pixels(96, 96, i, 3) for i in range(4)))
write("train_y.bin", bytes([1, 2, 10, 1]))
mat("train_32x32.mat", matrix(b"X", (32, 32, 3, 4), bytes(32 * 32 * 3 * 4)), matrix(b"y", (4, 1), bytes([1, 10, 3, 1])))
split = lambda n: structure(b"", images=matrix(b"", (n, 784), bytes(n * 784)), labels=matrix(b"", (n, 1), bytes(range(n))))
mat("emnist-letters.mat", structure(b"dataset", train=split(6), test=split(3), mapping=matrix(b"", (26, 2), bytes(52))))
with zipfile.ZipFile("img_align_celeba.zip", "w") as faces:
    for i in range(4):
        faces.writestr(f"img_align_celeba/{i + 1:06}.png", png(178, 218, i))
for i in range(6):
    write(f"{'cat' if i % 2 else 'dog'}/{i}.png", png(70 + i, 66, i))
    write(f"train/{i}.png", png(16, 16, i))
write("trainLabels.csv", b"id,label\n" + b"".join(b"%d,%s\n" % (i, b"frog" if i % 2 else b"golden retriever") for i in range(6)))
np.savez("pathmnist.npz", **{f"{split}_{what}": images if what == "images" else classes[:, None] for split in ("train", "val", "test")
                            for what in ("images", "labels")})
np.savez("dsprites.npz", imgs=images[..., 0] > 127, latents_classes=np.stack([0 * classes, classes, classes, classes, classes, classes], 1))
with h5py.File("cells.h5ad", "w") as f:
    f.attrs["encoding-type"] = "anndata"
    f["X"] = random.poisson(3, (12, 5)).astype("f4")
    f["obs/cell_type/codes"] = classes.astype("i1")
    f["obs/cell_type/categories"] = ["B cell", "T cell", "NK cell"]
    f["obs/cell_type"].attrs["encoding-type"] = "categorical"
with h5py.File("showers.hdf5", "w") as f:
    f["showers"] = random.exponential(10, (12, 30))
    f["incident_energies"] = random.exponential(10, (12, 1))
np.save("x_train.npy", images)
np.save("y_train.npy", classes)
table("measurements.csv", random.normal(5, 2, (12, 4)).round(3), lambda i: ["setosa", "virginica"][i % 2])
for split in ("train", "test"):
    table(f"{split}.csv", random.normal(5, 2, (12, 4)).round(3), lambda i: ["setosa", "virginica"][i % 2])
write("digits.csv", "".join(f"{i % 10}," + ",".join(str(p) for p in pixels(28, 28, i % 10)) + "\n" for i in range(12)).encode())

page = open(os.path.join(sys.argv[1], "examples/your-data.md")).read()
for command in re.findall(r"^\| .* \| `(.*)` \|$", page, re.M):
    print(command)
print("vae-train train.h5 --likelihood gaussian:1 --latent 2 --encoder mlp:8 --steps 5 -q -o vae.h5")
for block in re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S):
    print(block, end="")
