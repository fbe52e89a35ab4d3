"""Pictures of the pages: their sizes, from their first bytes."""
import re
import struct


def size(file):
    """(width, height) of a PNG or SVG file."""
    head = file.read_bytes()[:2000]
    if head.startswith(b"\x89PNG"):
        return struct.unpack(">II", head[16:24])
    width, height = (re.search(rb'<svg[^>]*\b' + name + rb'="([\d.]+)', head)[1] for name in (b"width", b"height"))
    return round(float(width)), round(float(height))


def element(file, address, alt):
    """The element that shows FILE, which is at ADDRESS; ALT is for those who do not see it. Small sheets are shown twice as large."""
    width, height = size(file)
    small = file.suffix == ".png" and width <= 400
    scale, kind = (2, ' class="enlarged"') if small else (1, "")
    return f'<img src="{address}" alt="{alt}" width="{scale * width}" height="{scale * height}"{kind} loading="lazy">'
