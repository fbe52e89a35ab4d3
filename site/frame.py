"""What all pages of the site have around them: head, way around, foot."""
import html
import re

# What the head of each page leads to.
PLACES = [
    ("first-hour.html", "First hour"),
    ("gallery.html", "Gallery"),
    ("manual/index.html", "Manual"),
    ("options.html", "Options"),
    ("manual/gentools-hdf5.5.html", "Files"),
    ("speed.html", "Speed"),
]

SEARCH = """<form role="search" action="{root}options.html">
<input type="search" name="q" aria-label="Search options" placeholder="Search options" autocomplete="off" spellcheck="false">
</form>
"""


def escape(text):
    return html.escape(text, quote=True)


def root_of(path):
    """The way from a page back to the top: "" or "../"."""
    return "../" * path.count("/")


def ways(path):
    out = ""
    for place, name in PLACES:
        here = ' aria-current="page"' if place == path else ""
        out += f'<li><a href="{root_of(path)}{place}"{here}>{name}</a></li>\n'
    return out


def contents(headings):
    """A list of links to the headings of a page, (id, text) each; nothing where there are few."""
    if len(headings) < 3:
        return ""
    items = "".join(f'<li><a href="#{escape(at)}">{text}</a></li>\n' for at, text in headings)
    return f'<nav class="contents" aria-label="On this page">\n<ul>\n{items}</ul>\n</nav>\n'


def page(path, title, body, version, *, about, headings=(), scripts=()):
    """The whole text of a page. BODY begins with its h1; ABOUT is one sentence for search engines and previews."""
    root = root_of(path)
    whole = "gentools" if path == "index.html" else f"{title} · gentools"
    lead = re.match(r"<h1.*?</h1>\n(<p class=\"lead\">.*?</p>\n)?", body, re.S).end()
    listed = contents(headings)
    search = "" if path == "options.html" else SEARCH.format(root=root)
    loaded = "".join(f'<script src="{root}{script}"></script>\n' for script in scripts)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{escape(whole)}</title>
<meta name="description" content="{escape(about)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}style.css">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<p class="name"><a href="{root}index.html">gentools</a></p>
<nav aria-label="The site">
<ul>
{ways(path)}</ul>
</nav>
{search}</header>
<main id="content"{' class="listed"' if listed else ""}>
<article>
{body[:lead]}{listed}{body[lead:]}</article>
</main>
<footer>
<p>gentools {escape(version)}. Made from the tools’ own descriptions, their manual pages and runs of the examples.</p>
</footer>
{loaded}</body>
</html>
"""
