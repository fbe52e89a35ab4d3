"""Manual pages as HTML: what mandoc makes of them, with headings in order, an anchor for every option and links between pages."""
import pathlib
import re
import subprocess

from frame import escape

SECTIONS = {"1": "Tools", "5": "Files", "7": "Overview"}


class Manual:
    """The pages of a folder: names, sections and what each is in a line."""

    def __init__(self, folder):
        self.files = sorted(pathlib.Path(folder).glob("*.[0-9]"), key=lambda file: (file.suffix, file.stem))
        self.lines = {file.name: re.search(r"^\.Nd (.*)$", file.read_text(), re.M)[1] for file in self.files}

    def address(self, name, section="1"):
        """Where the page of that name is, seen from another page of the manual; "" where there is none."""
        return f"{name}.{section}.html" if f"{name}.{section}" in self.lines else ""

    def index(self):
        """The body of the page that lists them all."""
        out = "<h1>Manual</h1>\n<p>The pages that <code>man</code> shows, with links. Each tool also has <code>--help</code>.</p>\n"
        for section, words in sorted(SECTIONS.items(), key=lambda item: "715".index(item[0])):
            out += f"<h2>{words} ({section})</h2>\n<dl class=\"lines\">\n"
            for file in self.files:
                if file.suffix[1:] == section:
                    out += f'<dt><a href="{file.name}.html">{file.stem}</a></dt><dd>{escape(self.lines[file.name])}</dd>\n'
            out += "</dl>\n"
        return out

    def page(self, file):
        """(body, headings) of one page."""
        made = subprocess.run(["mandoc", "-T", "html", "-O", "fragment,man=%N.%S.html", file], check=True, capture_output=True, text=True).stdout
        made = re.sub(r'<table class="(head|foot)">.*?</table>\n', "", made, flags=re.S)
        made = re.sub(r'<section class="Sh">\s*<h1 class="Sh" id="NAME">.*?</section>\n', "", made, count=1, flags=re.S)
        made = re.sub(r"<(/?)h2\b", r"<\1h3", made)
        made = re.sub(r"<(/?)h1\b", r"<\1h2", made)
        made = re.sub(r'(<h2[^>]*><a[^>]*>)([^<]*)', lambda m: m[1] + " ".join(m[2].split()).capitalize(), made)
        made = re.sub(r"<pre>", '<pre tabindex="0">', made)
        made = anchors(made)
        made = self.linked(made, file.stem)
        headings = re.findall(r'<h2[^>]*id="([^"]+)"><a[^>]*>([^<]*)', made)
        title = f'<h1>{file.stem}<small>({file.suffix[1:]})</small></h1>\n<p class="lead">{escape(self.lines[file.name])}</p>\n'
        return title + made, headings

    def linked(self, text, own="", root=""):
        """Names of pages and of options in running text become links, and so do names of sections after "see"."""
        names = sorted({file.stem for file in self.files if "-" in file.stem}, key=len, reverse=True)
        any_name = "|".join(map(re.escape, names))
        tied = re.compile(rf"(?<![\w-])({any_name}|gentools)\((\d)\)|(?<![\w/.-])({any_name})(?![\w./-])")
        taken = set(re.findall(r'\bid="([^"]+)"', text))
        sections = {at.replace("_", " "): at for at in re.findall(r'<h2[^>]*id="([^"]+)"', text)}

        def name(found):
            stem, section = found[1] or found[3], found[2] or ("5" if f"{found[3]}.5" in self.lines else "1")
            address = "" if stem == own else self.address(stem, section)
            return f'<a href="{root}{address}">{found[0]}</a>' if address else found[0]

        def section(found):
            at = sections.get(" ".join(found[2].split()))
            return f'{found[1]}<a href="#{at}">{found[2]}</a>' if at else found[0]

        def option(found):
            return f'<a class="option" href="#{found[1]}">{found[0]}</a>' if found[1] in taken else f'<span class="option">{found[0]}</span>'

        parts = re.split(r"(<pre.*?</pre>|<a .*?</a>|<code.*?</code>|<[^>]+>)", text, flags=re.S)
        for i in range(0, len(parts), 2):
            parts[i] = re.sub(r"(?<![\w<-])--([a-z][\w-]*[a-z\d])", option, parts[i])
            parts[i] = tied.sub(name, re.sub(r"(\bsee\s+)([A-Z]+(?: [A-Z]+)*)", section, parts[i]))
        return "".join(parts)


def anchors(text):
    """Options with a letter get an id for their long name, too, and permalinks go where they can be reached by name."""
    taken = set(re.findall(r'\bid="([^"]+)"', text))

    def entry(found):
        long = re.search(r'<code class="Fl">--([\w-]+)</code>', found[0])
        if not long or long[1] in taken:
            return found[0]
        taken.add(long[1])
        return found[0].replace(long[0], f'<a class="permalink" id="{long[1]}" href="#{long[1]}">{long[0]}</a>', 1)

    return re.sub(r"<dt\b.*?</dt>", entry, text, flags=re.S)


def write(site):
    pages = Manual(site.source / "man")
    site.write("manual/index.html", "Manual", pages.index(), "The manual pages of gentools, with links.")
    for file in pages.files:
        body, headings = pages.page(file)
        site.write(f"manual/{file.name}.html", f"{file.stem}({file.suffix[1:]})", body, f"{file.stem}: {pages.lines[file.name]}.", headings=headings)
