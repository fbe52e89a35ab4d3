"""The comparison with PyTorch: bench/compare.tsv as a page, its columns by their names, and what bench/README.md says of how it was measured."""
import re

import markdown
from frame import escape

# What a column is called on the page; of others the name itself is shown. One that is named with "" stands within another.
NAMES = {"workload": "", "what": "", "threads": "threads", "peer": "PyTorch’s best set-up", "peer_samples_per_s": "PyTorch, a second",
         "samples_per_s": "gentools, a second", "ratio": "ratio", "ratio_low": "", "ratio_high": "", "peer_rss_mib": "PyTorch, MiB",
         "rss_mib": "gentools, MiB"}


def rows(text):
    """(notes, rows as dictionaries) of a table; lines that begin with # are notes."""
    lines = [line for line in text.split("\n") if line.strip()]
    notes = [line.lstrip("# ") for line in lines if line.startswith("#")]
    head, *rest = [line.split("\t") for line in lines if not line.startswith("#")]
    return notes, [dict(zip(head, row)) for row in rest]


def workloads(readme):
    return dict(re.findall(r"^\| (w\w+) \| (.*) \|$", readme, re.M))


def number(text):
    """With blanks between thousands, which are easier to compare."""
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", "\u202f", text) if re.fullmatch(r"\d{5,}", text) else text


def cell(row, name):
    text = escape(number(row[name]))
    if name == "ratio" and row.get("ratio_low"):
        text = f"<strong>{text}</strong> <small>{escape(row['ratio_low'])} – {escape(row.get('ratio_high', ''))}</small>"
    return text


def comparison(readme, text):
    notes, measured = rows(text)
    columns = sorted((name for name in measured[0] if NAMES.get(name, name)), key=lambda name: {"threads": 0, "ratio": 1}.get(name, 2))
    what = workloads(readme)
    out = "".join(f"<p>{markdown.inline(note)}</p>\n" for note in notes)
    out += '<div class="wide" tabindex="0" role="region" aria-label="Comparison with PyTorch">\n<table>\n<thead><tr><th scope="col">workload</th>'
    out += "".join(f'<th scope="col" class="{kind(measured, name)}">{escape(NAMES.get(name, name))}</th>' for name in columns)
    out += "</tr></thead>\n<tbody>\n"
    for row in measured:
        out += f'<tr><th scope="row"><a href="#{row["workload"]}">{row["workload"]}</a> <small>{short(what.get(row["workload"], ""))}</small></th>'
        out += "".join(f'<td class="{kind(measured, name)}">{cell(row, name)}</td>' for name in columns) + "</tr>\n"
    out += "</tbody>\n</table>\n</div>\n"
    return out, what


def short(words):
    return markdown.inline(words.split(":")[0].split(",")[0])


def kind(measured, name):
    return "number" if name != "peer" and all(re.match(r"^[\d.]*$", row[name]) for row in measured) else "text"


def startup(text):
    tables = [block.split("\n") for block in text.strip().split("\n\n")]
    lines = [[f"| {' | '.join(line.split(chr(9)))} |" for line in block] for block in tables]
    return "".join(markdown.table([block[0], "|---|---|", *block[1:]]) for block in lines)


def body(source):
    """The page."""
    bench = source / "bench"
    readme = (bench / "README.md").read_text()
    table, what = comparison(readme, (bench / "compare.tsv").read_text())
    prose = [block for kind, block in markdown.blocks(readme) if kind == "paragraph" and not block[0].startswith("    ")]

    def chosen(words):
        return "".join(markdown.paragraph(block) for block in prose if words in " ".join(block))

    out = """<h1>Speed and memory</h1>
<p class="lead">The tools, as users run them, beside PyTorch in the fastest set-up that a search finds, on the same processor, taking turns.</p>
<h2 id="how">How it was measured</h2>
"""
    out += chosen("PyTorch runs in the best variant") + chosen("come from one machine")
    out += "<p>Ratios are medians of paired runs; after them stand the lowest and the highest.</p>\n"
    out += '<h2 id="beside-pytorch">Beside PyTorch</h2>\n' + table + '<h2 id="workloads">Workloads</h2>\n<dl class="lines">\n'
    out += "".join(f'<dt id="{name}">{name}</dt><dd>{markdown.inline(words)}</dd>\n' for name, words in what.items()) + "</dl>\n"
    out += '<h2 id="processes">Whole processes</h2>\n' + startup((bench / "startup.tsv").read_text())
    return out


def write(site):
    site.write("speed.html", "Speed and memory", body(site.source), "gentools beside PyTorch: speed and memory, measured.")
