"""Files of the formats that people have, with few rows and made-up pixels: a bright bar whose place says the class."""
import gzip
import os
import random
import struct
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


def matrix(name, dimensions, data):
    """One of a MATLAB 5 file: bytes, the first dimension fastest."""
    return element(14, element(6, struct.pack("<2I", 9, 0)) + element(5, struct.pack(f"<{len(dimensions)}I", *dimensions)) + element(1, name)
                   + element(2, data))


def structure(name, **fields):
    """One of a MATLAB 5 file: of matrices without names."""
    names = b"".join(field.encode().ljust(32, b"\0") for field in fields)
    return element(14, element(6, struct.pack("<2I", 2, 0)) + element(5, struct.pack("<2I", 1, 1)) + element(1, name)
                   + struct.pack("<HHI", 5, 4, 32) + element(1, names) + b"".join(fields.values()))


def mat(name, *matrices):
    write(name, b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<H2s", 0x100, b"IM") + b"".join(matrices))
