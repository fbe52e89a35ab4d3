"""Small files that claim, or unpack to, very much: FILES[name](path, times) writes one, `times` as large as in the short test."""
import bz2
import gzip
import io
import lzma
import struct
import zipfile
import zlib

MIB = 1 << 20
FILES = {}


def file(make):
    FILES[make.__name__] = make
    return make


def write(path, *parts):
    with open(path, "wb") as out:
        for part in parts:
            out.write(part)


def repeated(content, mib, compress):
    """`content`, which is repeated to a MiB, `mib` times: packed streams may follow one another."""
    piece = compress((content * (MIB // len(content) + 1))[:MIB // len(content) * len(content)])
    return [piece] * mib


def deflated_zeros(mib, window=15):
    """A single stream of so many MiB of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    zeros = bytes(MIB)
    return b"".join(packer.compress(zeros) for _ in range(mib)) + packer.flush()


# What is compressed: a table of short lines, one endless line, an array.

@file
def lines_csv_gz(path, times):
    write(path, *repeated(b"0,1\n", 48 * times, gzip.compress))


@file
def lines_csv_bz2(path, times):
    write(path, *repeated(b"0,1\n", 64 * times, bz2.compress))


@file
def lines_csv_xz(path, times):
    write(path, *repeated(b"0,1\n", 64 * times, lzma.compress))


@file
def endless_line_csv_gz(path, times):
    write(path, *repeated(b"0", 400 * times, gzip.compress))


@file
def endless_line_csv(path, times):
    write(path, b"0," * (20 * MIB * times))


@file
def zeros_gz(path, times):
    write(path, gzip.compress(b"", 9), b"", *repeated(b"\0", 300 * times, gzip.compress))


@file
def wide_csv(path, times):
    line = b",".join([b"0.5"] * (100_000 * times)) + b"\n"
    write(path, line * 20)


@file
def many_classes_csv(path, times):
    write(path, b"".join(b"%d,class-%d\n" % (i % 7, i) for i in range(100_000 * times)))


@file
def idx_gz(path, times):
    count = 300 * times
    write(path, gzip.compress(struct.pack(">4BIII", 0, 0, 8, 3, count, 1024, 1024)), *repeated(b"\0", count, gzip.compress))


@file
def claim_idx(path, times):
    write(path, struct.pack(">4BIII", 0, 0, 8, 3, 0x7fffffff, 28, 28), bytes(1000))


@file
def claim_idx_gz(path, times):
    write(path, gzip.compress(struct.pack(">4BIII", 0, 0, 8, 3, 0x7fffffff, 28, 28) + bytes(MIB)))


def npy_header(shape, kind="|u1"):
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


@file
def claim_npy(path, times):
    write(path, npy_header("(2000000, 1000, 1000)"), bytes(1000))


@file
def npy_gz(path, times):
    count = 512 * times
    write(path, gzip.compress(npy_header(f"({count}, 1024, 1024)")), *repeated(b"\0", count, gzip.compress))


@file
def one_row_npy_gz(path, times):
    """A row that is read whole, as floats."""
    write(path, gzip.compress(npy_header(f"(1, {512 * times}, {MIB})")), *repeated(b"\0", 512 * times, gzip.compress))


@file
def npz(path, times):
    count = 300 * times
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.npy", "w") as entry:
        entry.write(npy_header(f"({count}, 1024, 1024)"))
        for _ in range(count):
            entry.write(bytes(MIB))


def mat5(*elements):
    return b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM" + b"".join(elements)


def element(kind, content):
    return struct.pack("<II", kind, len(content)) + content + bytes(-len(content) % 8)


def matrix(name, rows, columns, tail):
    head = element(6, struct.pack("<II", 9, 0)) + element(5, struct.pack("<ii", rows, columns)) + element(1, name)
    return head + tail


@file
def mat(path, times):
    columns = 300 * times
    head = matrix(b"X", MIB, columns, struct.pack("<II", 2, columns * MIB))
    packer = zlib.compressobj(9)
    packed = packer.compress(struct.pack("<II", 14, len(head) + columns * MIB) + head)
    packed += b"".join(packer.compress(bytes(MIB)) for _ in range(columns)) + packer.flush()
    write(path, mat5(struct.pack("<II", 15, len(packed)) + packed))


@file
def claim_mat(path, times):
    head = matrix(b"X", 30000, 30000, struct.pack("<II", 2, 900_000_000))
    write(path, mat5(struct.pack("<II", 14, len(head) + 900_000_000) + head))


@file
def many_matrices_mat(path, times):
    one = element(14, matrix(b"x", 1, 1, element(2, b"\1")))
    write(path, mat5(one * (100_000 * times)))


# Pictures.

def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, rows):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def black_png(side):
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * side)
    return png(side, side, b"".join(packer.compress(row) for _ in range(side)) + packer.flush())


@file
def huge_png(path, times):
    write(path, black_png(5700 * times))


@file
def largest_png(path, times):
    """Just within the limit."""
    write(path, black_png(4096))


@file
def claim_png(path, times):
    write(path, png(2_000_000, 2_000_000, zlib.compress(bytes(1000))))


@file
def text_png(path, times):
    """A compressed text beside the pixels, which nobody asks for."""
    words = b"Comment\0\0" + deflated_zeros(400 * times)
    write(path, SMALL_PNG[:33] + chunk(b"zTXt", words) + SMALL_PNG[33:])


SMALL_PNG = png(2, 2, zlib.compress(bytes(14)))


# Archives.

@file
def zip_picture(path, times):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.png", "w") as entry:
        entry.write(SMALL_PNG)
        for _ in range(900 * times):
            entry.write(bytes(MIB))


@file
def many_members_zip(path, times):
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(20_000 * times):
            archive.writestr(f"{i}.png", SMALL_PNG)


@file
def shared_members_zip(path, times):
    """Many entries of the directory that all name the same bytes, as zip bombs have them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.npy", "w") as entry:
        entry.write(npy_header("(1, 1024, 1024)"))
        entry.write(bytes(MIB))
    content = made.getvalue()
    at = content.index(b"PK\1\2")
    one = content[at:content.index(b"PK\5\6")]
    count = 1000 * times
    entries = b"".join(one.replace(b"a.npy", b"%05x" % i) for i in range(count))
    write(path, content[:at], entries, struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, count, count, len(entries), at, 0))


def tar_header(name, size):
    head = bytearray(512)
    head[0:len(name)] = name
    head[100:108] = b"0000644\0"
    head[124:136] = b"%011o\0" % size
    head[148:156] = b" " * 8
    head[156:157] = b"0"
    head[257:265] = b"ustar\x0000"
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head)


@file
def tar_gz(path, times):
    size = 300 * times
    head = tar_header(b"a.npy", size * MIB + 128) + npy_header(f"({size}, 1024, 1024)")
    write(path, gzip.compress(head), *repeated(b"\0", size + 1, gzip.compress))


@file
def many_members_tar(path, times):
    one = SMALL_PNG.ljust(512, b"\0")
    write(path, b"".join(tar_header(b"%d.png" % i, len(SMALL_PNG)) + one for i in range(20_000 * times)), bytes(1024))


@file
def nested_gz(path, times):
    inner = b"".join(repeated(b"0,1\n", 400, gzip.compress))
    for _ in range(3):
        inner = gzip.compress(inner)
    write(path, inner)


# Words.

@file
def many_labels_txt(path, times):
    write(path, b"7\n" * (100_000 * times))


@file
def labels_txt_gz(path, times):
    write(path, *repeated(b"7\n", 64 * times, gzip.compress))


@file
def dataset_json(path, times):
    write(path, b'{"labels":[' + b",".join([b"[]"] * (2_000_000 * times)) + b"]}")


@file
def nested_json(path, times):
    write(path, b'{"labels":' + b"[" * (1_000_000 * times))


@file
def metrics_tsv(path, times):
    write(path, b"\t".join(b"c%d" % i for i in range(20_000 * times)) + b"\n", b"\t".join([b"1"] * (20_000 * times)), b"\n")


@file
def metrics_jsonl(path, times):
    write(path, b"".join(b'{"c%d":1}\n' % i for i in range(20_000 * times)))


@file
def endless(path, times):
    """A line that is no end of anything."""
    write(path, b"a" * (20 * MIB * times))
