"""Pages that are written in Markdown: the site's own, and those of the tree."""
import html
import re
import shutil

import frame
import markdown
import picture

PAGES = {"site/text/index.md": "index.html", "examples/your-data.md": "your-data.html",
         "share/neighbours/README.md": "neighbours.html"}


class Links(markdown.Links):
    """What a page at PATH, written in the file NAME, refers to. PAGES says which files are pages."""

    def __init__(self, site, name, path, pages):
        self.site, self.folder, self.path, self.pages = site, (site.source / name).parent, path, pages

    def address(self, target):
        aim, _, fragment = target.partition("#")
        if not aim or aim.endswith(".html"):
            return target
        inside = str(self.folder.joinpath(aim).resolve().relative_to(self.site.source))
        if inside not in self.pages:
            return ""
        return frame.root_of(self.path) + self.pages[inside] + (f"#{fragment}" if fragment else "")

    def picture(self, target, alt):
        file = self.folder / target
        shutil.copyfile(file, self.site.place(f"pictures/{file.name}"))
        return picture.element(file, f"{frame.root_of(self.path)}pictures/{file.name}", alt)


def first_words(body):
    """The first paragraph, without its markup, as the sentence that describes a page."""
    found = re.search(r"<p[^>]*>(.*?)</p>", body, re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))[:160] if found else ""


def write(site):
    results = sorted((site.source / "examples/results").glob("*.md"))
    pages = {**PAGES, **{f"examples/results/{file.name}": f"results/{file.stem}.html" for file in results}}
    for name, path in pages.items():
        title, body, headings = markdown.render((site.source / name).read_text(), Links(site, name, path, pages))
        site.write(path, title, body, first_words(body), headings=headings)
