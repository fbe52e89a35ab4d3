"""The gallery: a card for each example, with its pictures, what is typed, how long that took, its numbers and those of others."""
import re
import shutil

import examples
import markdown
import picture
import tables
from frame import escape

PARTS_LEAD = """<h1>Gallery</h1>
<p class="lead">What the examples make, the command that makes it, and how long that takes.</p>
<p>Below each command stands the run that its pictures and numbers come from. A picture without one is of an earlier run and kept with the
sources; its caption says how it was made. Where a folder of real data was not given, digits and shapes are made up.</p>
"""


def beside(example, table, data):
    """The published numbers for a table, by (row, column): text to stand beside a cell."""
    return {(each["row"], each["column"]): f" ({each['value']}: {each['by']})" for each in example.fields.get("published", [])
            if each["table"] == table and each.get("with", data) in data}


def table_of(example, folder, name, data):
    """A table of the run."""
    return tables.of_file(folder / name, last=example.fields.get("last", {}).get(name), others=beside(example, name, data))


def figure(site, file, alt, caption=""):
    address = f"runs/{file.parent.name}/{file.name}"
    shutil.copyfile(file, site.place(address))
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{picture.element(file, address, escape(alt))}{words}</figure>\n"


def kept_pictures(site, example):
    """Those that README.md, or one beside a makefile, shows of this example, with their captions, which say how they were made."""
    out = ""
    beside = [page for page in [(site.source / example.source).parent / "README.md"] if page.exists()]
    blocks = [(kind, " ".join(lines)) for page in [site.source / "README.md", *beside] for kind, lines in markdown.blocks(page.read_text())]
    for name in example.fields.get("kept", []):
        at = next(i for i, (kind, text) in enumerate(blocks) if kind == "paragraph" and f"pictures/{name})" in text)
        alt = re.search(rf"!\[([^\]]*)\]\((?:examples|\.\.)/pictures/{re.escape(name)}\)", blocks[at][1])[1]
        caption = next((text for kind, text in blocks[at + 1:at + 2] if re.match(r"\*[^*]", text)), "")
        caption = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", caption.strip("*"))
        out += figure(site, site.source / "examples/pictures" / name, alt, markdown.inline(caption))
    return out


def measured(site, example):
    """Tables of examples/results."""
    out, before = "", ""
    for page, column in example.fields.get("measured", []):
        [table] = [lines for kind, lines in markdown.blocks((site.source / "examples/results" / page).read_text())
                   if kind == "table" and any(cell.startswith(column) for cell in markdown.cells(lines[0]))]
        address = f"results/{page.removesuffix('.md')}.html"
        out += f'<h4>Measured earlier: <a href="{address}">how, and what it means</a></h4>\n' if page != before else ""
        out += markdown.table(table)
        before = page
    return out


def report_of(site, example, folder, facts):
    """What a run was, its pages and its tables."""
    brief = " A short run, for the pictures alone." if example.variables and all(word in facts["command"] for word in example.variables) else ""
    out = f'<p class="small">{tables.facts_line(facts)}{brief}</p>\n'
    for name, words in example.pages.items():
        if (folder / name).exists():
            shutil.copyfile(folder / name, site.place(f"runs/{example.name}/{name}"))
            out += f'<p><a href="runs/{example.name}/{name}">Open {escape(words)}</a></p>\n'
    for name, words in example.tables.items():
        if (folder / name).exists():
            out += f"<h4>{escape(words)}</h4>\n" + table_of(example, folder, name, facts["data"])
    return out


def card(site, example, runs, shows):
    text, takes = shows.get(example.source.removeprefix("examples/"), ("", example.fields.get("takes", "")))
    text = " ".join(example.fields.get("text", text[:1].upper() + text[1:] + ".").split())
    made = runs.all_of(example)
    pictures = [(folder / name, alt) for folder, _ in made[:1] for name, alt in example.pictures.items() if (folder / name).exists()]
    real = pictures and "made-up" not in made[0][1]["data"]
    out = f'<section class="card" id="{example.name}">\n<h3>{escape(example.title)}</h3>\n<p>{markdown.inline(text)}</p>\n<div class="pictures">\n'
    out += "".join(figure(site, file, alt) for file, alt in pictures) + ("" if real else kept_pictures(site, example))
    command = made[0][1]["command"].replace("\\n", "\n") if made else example.command(site.source)
    out += "</div>\n" + markdown.code(command)
    out += "".join(report_of(site, example, folder, facts) for folder, facts in made)
    if not made:
        out += f'<p class="small">Not run for this page{f"; takes {markdown.inline(takes)}" if takes else ""}.</p>\n'
    return out + measured(site, example) + "</section>\n"


def shows(readme):
    """What examples/README.md says of each file: what it shows, and how long it takes."""
    return {file: (text, takes) for file, text, takes in re.findall(r"^\| `([^`]+)` \| (.*?) \| (.*?) \|$", readme, re.M)}


def write(site, runs):
    said = shows((site.source / "examples/README.md").read_text())
    shown = [example for example in examples.read(site.source) if example.part]
    body, headings, part = PARTS_LEAD, [], ""
    for example in shown:
        if example.part != part:
            part = example.part
            body += f'<h2 id="{markdown.anchor(part)}">{part}</h2>\n'
        headings.append((example.name, escape(example.title)))
        body += card(site, example, runs, said)
    site.write("gallery.html", "Gallery", body, "What the examples of gentools make, with commands, times and numbers.", headings=headings)
