"""Pictures of the pages: their sizes, from their first bytes."""
import re
import struct
import zlib


def size(file):
    """(width, height) of a PNG or SVG file."""
    head = file.read_bytes()[:2000]
    if head.startswith(b"\x89PNG"):
        return struct.unpack(">II", head[16:24])
    width, height = (re.search(rb'<svg[^>]*\b' + name + rb'="([\d.]+)', head)[1] for name in (b"width", b"height"))
    return round(float(width)), round(float(height))


def rows(data, count):
    """The first rows of a PNG of eight bits a channel, as bytes; (none, 0) of others."""
    depth, colours = data[24], {0: 1, 2: 3}.get(data[25], 0)
    if depth != 8 or not colours or data[28]:
        return [], 0
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        packed += data[at + 8:at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    width = colours * struct.unpack(">I", data[16:20])[0]
    plain = zlib.decompressobj().decompress(packed, count * (width + 1))
    above, out = bytearray(width), []
    for start in range(0, count * (width + 1), width + 1):
        row, way = bytearray(plain[start + 1:start + 1 + width]), plain[start]
        for i in range(len(row)):
            left, up, corner = (row[i - colours], above[i], above[i - colours]) if i >= colours else (0, above[i], 0)
            near = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
            row[i] = row[i] + (0, left, up, (left + up) // 2, near)[way] & 255
        out.append(bytes(row))
        above = row
    return out, colours


def is_chart(file):
    """Whether it is lines or points on white, which a dark page shows on black: so broad a white edge has no sheet of images."""
    if file.suffix == ".svg":
        return True
    first, colours = rows(file.read_bytes(), 6)
    return bool(first) and all(set(row[:40 * colours]) == {255} for row in first)


def element(file, address, alt):
    """The element that shows FILE, which is at ADDRESS; ALT is for those who do not see it. Small sheets are shown twice as large."""
    width, height = size(file)
    small = file.suffix == ".png" and width <= 400
    scale, kind = (2, ' class="enlarged"') if small else (1, ' class="chart"' if is_chart(file) else "")
    return f'<img src="{address}" alt="{alt}" width="{scale * width}" height="{scale * height}"{kind} loading="lazy">'
