"""Markdown as the pages of this project are written in it: headings, paragraphs, lists, tables, blocks of code, links, pictures."""
import re

from frame import escape


def anchor(text):
    """The id of a heading: "How long?" is how-long."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Links:
    """What a page refers to: as the source says it. Others may know better where that is on the site."""

    def address(self, target):
        return target

    def picture(self, target, alt):
        return f'<img src="{escape(self.address(target))}" alt="{alt}">'


def inline(text, links=Links()):
    """Code, pictures, links and emphasis within a line."""
    kept = []

    def keep(made):
        kept.append(made)
        return f"\0{len(kept) - 1}\0"

    text = re.sub(r"`([^`]+)`", lambda m: keep(f"<code>{escape(m[1])}</code>"), text)
    text = escape(text.replace("\\|", "|").replace("\\", ""))
    text = re.sub(r"!\[([^\]]*)\]\(([^)]+)\)", lambda m: keep(links.picture(m[2], m[1])), text)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", lambda m: linked(links.address(m[2]), m[1], keep), text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", text)
    while "\0" in text:
        text = re.sub("\0(\\d+)\0", lambda m: kept[int(m[1])], text)
    return text


def linked(address, text, keep):
    """A link; of one that leads nowhere on the site, its text."""
    return keep(f'<a href="{escape(address)}">') + text + keep("</a>") if address else text


def cells(row):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip()[1:-1])]


NUMBER = re.compile(r"^(\*\*)?[-+±≥<>]?\s?[\d.,]+(e[-+]?\d+)?( ?%)?( ±.*)?( \(.*\))?(\*\*)?$|^[–-]$|^inf$")


def table(rows, links=Links()):
    """A table whose first row names its columns; columns of numbers stand to the right."""
    head, body = cells(rows[0]), [cells(row) for row in rows[2:]]
    right = [all(not row[i] or NUMBER.match(row[i]) for row in body if i < len(row)) for i in range(len(head))]
    classes = [' class="number"' if i and right[i] else "" for i in range(len(head))]
    out = "".join(f'<th scope="col"{classes[i]}>{inline(cell, links)}</th>' for i, cell in enumerate(head))
    out = f'<div class="wide" tabindex="0" role="region" aria-label="Table">\n<table>\n<thead><tr>{out}</tr></thead>\n<tbody>\n'
    for row in body:
        first = f'<th scope="row">{inline(row[0], links)}</th>'
        rest = "".join(f"<td{classes[i + 1] if i + 1 < len(classes) else ''}>{inline(cell, links)}</td>" for i, cell in enumerate(row[1:]))
        out += f"<tr>{first}{rest}</tr>\n"
    return out + "</tbody>\n</table>\n</div>\n"


def code(text):
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>\n'


def items(block, links):
    """A list: each item begins with "- " or "1. ", and its other lines are indented or not."""
    kind = "ul" if block[0].startswith("- ") else "ol"
    parts = re.split(r"(?:^|\n)(?:- |\d+\. )", "\n".join(block))[1:]
    return f"<{kind}>\n" + "".join(f"<li>{inline(' '.join(part.split()), links)}</li>\n" for part in parts) + f"</{kind}>\n"


def paragraph(block, links=Links()):
    text = " ".join(line.strip() for line in block)
    if text.startswith("!["):
        made = [inline(line.strip(), links) for line in block]
        return "".join(f"<figure>{each}</figure>\n" if each.startswith("<img") else each for each in made)
    if re.match(r"^\*[^*].*\*$", text, re.S):
        return f'<p class="caption">{inline(text[1:-1], links)}</p>\n'
    return f"<p>{inline(text, links)}</p>\n"


def blocks(text):
    """(kind, lines) of each: code, heading, table, list or paragraph."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        start = at
        if line.startswith("```"):
            at = lines.index("```", at + 1)
            yield "code", lines[start + 1:at]
            at += 1
        elif line.startswith("#"):
            yield "heading", [line]
            at += 1
        elif not line.strip():
            at += 1
        else:
            kind = "table" if line.startswith("|") else "list" if re.match(r"- |\d+\. ", line) else "paragraph"
            while at < len(lines) and lines[at].strip() and not lines[at].startswith("```"):
                at += 1
            yield kind, lines[start:at]


def render(text, links=Links()):
    """(title, body, headings) of a page; headings are (id, text) of those of the second level."""
    title, body, headings = "", "", []
    for kind, lines in blocks(text):
        if kind == "heading":
            level, words = lines[0].split(" ", 1)
            at = anchor(words)
            body += f'<h{len(level)} id="{at}">{inline(words, links)}</h{len(level)}>\n'
            if len(level) == 1:
                title = re.sub(r"[`*]", "", words)
            if len(level) == 2:
                headings.append((at, inline(words, links)))
        elif kind == "code":
            body += code("\n".join(lines))
        elif kind == "table":
            body += table(lines, links)
        elif kind == "list":
            body += items(lines, links)
        else:
            body += paragraph(lines, links)
    return title, body, headings
