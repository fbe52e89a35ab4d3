"""The comparison with PyTorch: bench/compare.tsv as a page, its columns by their names, and what bench/README.md says of how it was measured."""
import re

import markdown
from frame import escape

# What a column is called on the page; of others the name itself is shown. One that is named with "" stands within another.
NAMES = {"workload": "", "what": "", "threads": "threads", "peer": "PyTorch’s best set-up", "peer_samples_per_s": "PyTorch, a second",
         "samples_per_s": "gentools, a second", "ratio": "ratio", "ratio_low": "", "ratio_high": "", "peer_rss_mib": "PyTorch, MiB",
         "rss_mib": "gentools, MiB"}

# What column `precision` says, as the heading of its rows, and what stands above the table where there are such rows.
PRECISIONS = {"fp32": "Products of floats", "bf16": "Products in bf16"}
BF16 = """Products in bf16 are those of `--precision bf16`: what is multiplied is rounded to bfloat16, a number of 16 bits with the range of a float
and 8 of the 24 bits of its fraction, for which some processors have instructions. Sums, weights and all else stay floats."""


def rows(text):
    """(notes, rows as dictionaries) of a table; lines that begin with # are notes."""
    lines = [line for line in text.split("\n") if line.strip()]
    notes = [line.lstrip("# ") for line in lines if line.startswith("#")]
    head, *rest = [line.split("\t") for line in lines if not line.startswith("#")]
    return notes, [dict(zip(head, row)) for row in rest]


def workloads(readme):
    return dict(re.findall(r"^\| (w\d\w*) \| (.*) \|$", readme, re.M))


def number(text):
    """With blanks between thousands, which are easier to compare."""
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", "\u202f", text) if re.fullmatch(r"\d{5,}", text) else text


def cell(row, name):
    if name == "ratio" and row.get("ratio_low"):
        median, low, high = (escape(hundredths(row.get(each, ""))) for each in ("ratio", "ratio_low", "ratio_high"))
        return f"<strong>{median}</strong> <small>{low} – {high}</small>"
    return escape(number(row.get(name, "")))


def hundredths(text):
    """Numbers below each other have as many digits."""
    return f"{float(text):.2f}" if re.fullmatch(r"[\d.]+", text) else text


def comparison(readme, text):
    notes, measured = rows(text)
    notes += [f"{NAMES.get(name, name)}: {measured[0][name]}" for name in measured[0] if is_common(measured, name)]
    columns = [name for name in measured[0] if NAMES.get(name, name) and name != "precision" and not is_common(measured, name)]
    columns.sort(key=lambda name: {"threads": 0, "ratio": 1}.get(name, 2))
    what = workloads(readme)
    groups = by_precision(measured)
    notes += [BF16] if "bf16" in groups else []
    out = "".join(f"<p>{markdown.inline(note)}</p>\n" for note in notes)
    out += '<div class="wide" tabindex="0" role="region" aria-label="Comparison with PyTorch">\n<table>\n<thead><tr><th scope="col">workload</th>'
    out += "".join(f'<th scope="col" class="{kind(measured, name)}">{escape(NAMES.get(name, name))}</th>' for name in columns)
    out += "</tr></thead>\n"
    for precision, of_it in groups.items():
        out += "<tbody>\n" + (group_heading(precision, len(columns)) if len(groups) > 1 else "")
        for row in of_it:
            out += f'<tr><th scope="row">{workload(row["workload"], what)}</th>'
            out += "".join(f'<td class="{kind(measured, name)}">{cell(row, name)}</td>' for name in columns) + "</tr>\n"
        out += "</tbody>\n"
    return out + "</table>\n</div>\n", what


def by_precision(measured):
    """Rows by what they say of the precision, floats first; those that say nothing are of floats."""
    groups = {"fp32": []}
    for row in measured:
        groups.setdefault(row.get("precision") or "fp32", []).append(row)
    return {name: of_it for name, of_it in groups.items() if of_it}


def group_heading(precision, columns):
    return f'<tr class="group"><th scope="rowgroup" colspan="{columns + 1}">{escape(PRECISIONS.get(precision, precision))}</th></tr>\n'


def workload(name, what):
    """Its name, which leads to what it is, and that in a few words."""
    few = markdown.inline(re.split(":|, ", what.get(name, ""))[0])
    return f'<a href="#{name}">{name}</a> <small>{few}</small>' if few else escape(name)


def is_common(measured, name):
    """Whether a column says the same words of all rows, such as the machine: then it stands above the table."""
    values = {row.get(name, "") for row in measured}
    return len(values) == 1 and not re.fullmatch(r"[\d.]*", *values)


def kind(measured, name):
    return "number" if name != "peer" and all(re.fullmatch(r"[\d.]*", row.get(name, "")) for row in measured) else "text"


def how_measured(readme):
    """The paragraphs after the table of workloads, up to the next command."""
    blocks = list(markdown.blocks(readme))
    after = blocks[next(i for i, (kind, _) in enumerate(blocks) if kind == "table") + 1:]
    end = next((i for i, (kind, lines) in enumerate(after) if kind != "paragraph" or lines[0].startswith("    ")), len(after))
    return "".join(markdown.paragraph(lines) for _, lines in after[:end])


def startup(text):
    tables = [block.split("\n") for block in text.strip().split("\n\n")]
    lines = [[f"| {' | '.join(line.split(chr(9)))} |" for line in block] for block in tables]
    return "".join(markdown.table([block[0], "|---|---|", *block[1:]]) for block in lines)


def body(source):
    """The page."""
    bench = source / "bench"
    readme = (bench / "README.md").read_text()
    table, what = comparison(readme, (bench / "compare.tsv").read_text())
    out = """<h1>Speed and memory</h1>
<p class="lead">The tools, as users run them, beside PyTorch in the fastest set-up that a search finds, on the same processor, taking turns.</p>
<h2 id="how">How it was measured</h2>
"""
    out += how_measured(readme)
    out += "<p>Ratios are medians of paired runs; after them stand the lowest and the highest.</p>\n"
    out += '<h2 id="beside-pytorch">Beside PyTorch</h2>\n' + table + '<h2 id="workloads">Workloads</h2>\n<dl class="lines">\n'
    out += "".join(f'<dt id="{name}">{name}</dt><dd>{markdown.inline(words)}</dd>\n' for name, words in what.items()) + "</dl>\n"
    out += '<h2 id="processes">Whole processes</h2>\n' + startup((bench / "startup.tsv").read_text())
    return out


def write(site):
    site.write("speed.html", "Speed and memory", body(site.source), "gentools beside PyTorch: speed and memory, measured.")
