#!/usr/bin/python3
"""usage: pages.py SITE

Looks at every page of a site: it is well-formed, has a language, a title, one first heading and headings in order, its pictures have words for those
who do not see them; every link and source leads to a file of the site and, where it names one, to a place in it; nothing comes from the network.
"""
import html.parser
import pathlib
import re
import sys
import urllib.parse

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"}
complaints = []


class Page(html.parser.HTMLParser):
    def __init__(self, name, text):
        super().__init__()
        self.name, self.open, self.ids, self.links, self.headings = name, [], [], [], []
        self.title = self.language = None
        self.feed(text)
        self.close()
        for tag, line in self.open:
            self.complain(f"<{tag}> of line {line} is never closed")

    def complain(self, words):
        complaints.append(f"{self.name}:{self.getpos()[0]}: {words}")

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if len(given) != len(attributes):
            self.complain(f"an attribute of <{tag}> is there twice")
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))
        if tag == "p" and any(outer == "p" for outer, _ in self.open[:-1]):
            self.complain("a paragraph within a paragraph")
        if given.get("id") is not None:
            self.ids.append(given["id"])
        self.links += [given[name] for name in ("href", "src", "action") if name in given]
        if tag == "html":
            self.language = given.get("lang")
        if tag == "img" and not given.get("alt", "").strip():
            self.complain(f"{given.get('src')} has no alt text")
        if tag == "img" and not (given.get("width", "").isdigit() and given.get("height", "").isdigit()):
            self.complain(f"{given.get('src')} has no width and height")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "input" and not (given.get("aria-label") or given.get("id")):
            self.complain("an input without a label")

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            self.complain(f"</{tag}> where <{self.open[-1][0] if self.open else 'nothing'}> is open")
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                break

    def handle_data(self, text):
        if self.open and self.open[-1][0] == "title":
            self.title = text

    def handle_entityref(self, name):
        self.complain(f"&{name} is left as it is")


def structure(page):
    if page.language != "en":
        page.complain("no language")
    if not page.title:
        page.complain("no title")
    if page.headings[:1] != [1] or page.headings.count(1) != 1:
        page.complain(f"headings begin with {page.headings[:2]}, and {page.headings.count(1)} are first ones")
    for before, after in zip(page.headings, page.headings[1:]):
        if after > before + 1:
            page.complain(f"a heading of level {after} follows one of level {before}")
    for twice in sorted({each for each in page.ids if page.ids.count(each) > 1}):
        page.complain(f"the id {twice} is there twice")


def links(site, pages):
    for name, page in pages.items():
        for target in page.links:
            address = urllib.parse.urlsplit(target)
            if target == "data:,":
                continue
            if address.scheme or address.netloc or target.startswith("/"):
                page.complain(f"{target} leads out of the site")
                continue
            file = (site / name).parent.joinpath(urllib.parse.unquote(address.path)).resolve() if address.path else (site / name).resolve()
            if not file.is_file():
                page.complain(f"{target} leads to nothing")
            elif address.fragment and file.suffix == ".html":
                aim = pages.get(str(file.relative_to(site)))
                if aim and urllib.parse.unquote(address.fragment) not in aim.ids:
                    page.complain(f"{target}: no such place")


def main(folder):
    site = pathlib.Path(folder).resolve()
    # Those of gen-report, below runs/, have tests of their own (page/).
    names = [name for name in (str(file.relative_to(site)) for file in sorted(site.rglob("*.html"))) if not name.startswith("runs/")]
    pages = {name: Page(name, (site / name).read_text()) for name in names}
    if "index.html" not in pages:
        complaints.append("no index.html")
    for page in pages.values():
        structure(page)
    titles = [page.title for page in pages.values()]
    complaints.extend(f"several pages are called {title}" for title in sorted({t for t in titles if t and titles.count(t) > 1}))
    links(site, pages)
    reached = {(site / name).parent.joinpath(urllib.parse.urlsplit(target).path).resolve() for name, page in pages.items() for target in page.links}
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.resolve() not in reached and file.name != "index.html":
            complaints.append(f"{file.relative_to(site)}: no page leads there")
        if file.suffix in (".css", ".js"):
            for found in re.findall(r"https?://\S+|\bfetch\(|XMLHttpRequest|@import|url\(", file.read_text()):
                if file.name != "options.js":
                    complaints.append(f"{file.name}: {found}")
    print("\n".join(complaints) or f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links")
    return 1 if complaints else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
