"""Pages that are written in Markdown: the site's own, and those of the tree."""
import html
import re
import shutil

import examples
import frame
import manual
import markdown
import picture
import tables

PAGES = {"site/text/index.md": "index.html", "site/text/first-hour.md": "first-hour.html",
         "examples/your-data.md": "your-data.html", "examples/sweep/README.md": "sweep.html", "share/neighbours/README.md": "neighbours.html"}


class Links(markdown.Links):
    """What a page at PATH, written in the file NAME, refers to. PAGES says which files are pages, RUN is where its commands ran."""

    def __init__(self, site, name, path, pages, run):
        self.site, self.folder, self.path, self.pages, self.run = site, (site.source / name).parent, path, pages, run

    def address(self, target):
        aim, _, fragment = target.partition("#")
        if aim.startswith("run/"):
            return self.page_of_run(aim.removeprefix("run/"))
        if not aim or aim.endswith(".html"):
            return target
        inside = str(self.folder.joinpath(aim).resolve().relative_to(self.site.source))
        if inside not in self.pages:
            return ""
        return frame.root_of(self.path) + self.pages[inside] + (f"#{fragment}" if fragment else "")

    def page_of_run(self, name):
        return self.copied(self.run / name, f"runs/{self.run.name}") if self.run and (self.run / name).exists() else ""

    def picture(self, target, alt):
        if "/" in target:
            return picture.element(self.folder / target, self.copied(self.folder / target, "pictures"), alt)
        file = self.run / target
        return tables.of_file(file) if file.suffix == ".tsv" else picture.element(file, self.copied(file, f"runs/{self.run.name}"), alt)

    def copied(self, file, folder):
        """Where the page finds the copy that the site gets."""
        shutil.copyfile(file, self.site.place(f"{folder}/{file.name}"))
        return f"{frame.root_of(self.path)}{folder}/{file.name}"


def first_words(body):
    """The first paragraph, without its markup, as the sentence that describes a page."""
    found = re.search(r"<p[^>]*>(.*?)</p>", body, re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))[:160] if found else ""


def write(site, runs):
    results = sorted((site.source / "examples/results").glob("*.md"))
    pages = {**PAGES, **{f"examples/results/{file.name}": f"results/{file.stem}.html" for file in results}}
    pages_of_man = manual.Manual(site.source / "man")
    tutorial = examples.tutorial(site.source)
    for name, path in pages.items():
        run, facts = runs.of(tutorial) if name == tutorial.source else (None, {})
        title, body, headings = markdown.render((site.source / name).read_text(), Links(site, name, path, pages, run))
        body = pages_of_man.linked(body, root=f"{frame.root_of(path)}manual/")
        if facts:
            body += f'<p class="small">{tables.facts_line(facts)}</p>\n'
        site.write(path, title, body, first_words(body), headings=headings)
