#!/usr/bin/python3
"""usage: readme-files.py FOLDER

Makes the files that README.md imports, under their names and in their formats, with few rows and made-up pixels: a bright bar whose place says
the class.
"""
import gzip
import os
import random
import struct
import sys
import zipfile
import zlib

noise = random.Random(1)


def pixels(width, height, label, channels=1):
    """Channel by channel, row by row."""
    return bytes(min(255, noise.randrange(60) + (180 if y * 10 // height == label and (x + c) % 3 else 0))
                 for c in range(channels) for y in range(height) for x in range(width))


def write(name, data):
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "wb") as file:
        file.write(data)


def mnist(name, count):
    labels = [i % 10 for i in range(count)]
    write(f"{name}-images-idx3-ubyte.gz", gzip.compress(struct.pack(">4I", 0x803, count, 28, 28) + b"".join(pixels(28, 28, k) for k in labels)))
    write(f"{name}-labels-idx1-ubyte.gz", gzip.compress(struct.pack(">2I", 0x801, count) + bytes(labels)))


def cifar10(name, count):
    write(name, b"".join(bytes([i % 10]) + pixels(32, 32, i % 10, 3) for i in range(count)))


def png(width, height, label):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    planes = pixels(width, height, label, 3)
    size = width * height
    rows = b"".join(b"\0" + b"".join(bytes(planes[c * size + y * width + x] for c in range(3)) for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 1))
            + chunk(b"IEND", b""))


def element(kind, data):
    return struct.pack("<2I", kind, len(data)) + data + bytes(-len(data) % 8)


def mat(name, matrix, rows, columns, data):
    """A MATLAB 5 file of one matrix of bytes, column by column."""
    parts = element(6, struct.pack("<2I", 9, 0)) + element(5, struct.pack("<2I", rows, columns)) + element(1, matrix) + element(2, data)
    write(name, b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<H2s", 0x100, b"IM") + element(14, parts))


os.chdir(sys.argv[1])
mnist("train", 400)
mnist("t10k", 100)
for batch in range(1, 6):
    cifar10(f"data_batch_{batch}.bin", 30)
cifar10("test_batch.bin", 50)
with zipfile.ZipFile("img_align_celeba.zip", "w") as faces:
    for i in range(8):
        faces.writestr(f"img_align_celeba/{i + 1:06}.png", png(178, 218, i))
for i in range(8):
    write(f"photographs/{i}.png", png(60 + i, 50, i))
mat("frey_rawface.mat", b"ff", 560, 30, b"".join(pixels(20, 28, i % 10) for i in range(30)))
write("optdigits.tra", "".join(",".join(str(p // 16) for p in pixels(8, 8, i % 10)) + f",{i % 10}\n" for i in range(50)).encode())
