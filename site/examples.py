"""The examples that the gallery shows: gallery.toml, and what is typed for each."""
import pathlib
import re
import tomllib


class Example:
    """One of gallery.toml. The blocks of README.md that make its products, ./demo, a makefile of examples/, or all blocks of a page."""

    def __init__(self, fields, data):
        self.fields = fields
        self.name, self.source, self.title = fields["name"], fields["source"], fields["title"]
        self.part = fields.get("part", "")
        self.short, self.variables = "short" in fields, fields.get("short") if isinstance(fields.get("short"), list) else []
        self.pictures, self.tables, self.pages = (fields.get(what, {}) for what in ("pictures", "tables", "pages"))
        self.data = [data[name] for name in fields.get("data", [])]

    def products(self):
        return [*self.pictures, *self.tables, *self.pages]

    def makefile(self):
        """The name of its experiment; "" where it is none."""
        return pathlib.Path(self.source).stem if self.source.endswith(".mk") else ""

    def usual_folder(self):
        """Where a makefile puts what it makes, unless told otherwise."""
        return f"examples/out/{self.makefile()}/"

    def command(self, tree, given=()):
        """What is typed; GIVEN are the options of the data sets that there is a folder for."""
        if self.makefile():
            return " ".join([f"make -f {self.source}", *(each["variable"] for each in self.data if each["option"] in given)])
        if self.source == "demo":
            return " ".join([*(each["variable"] for each in self.data if each["option"] in given), "./demo"])
        blocks = shell_blocks(tree / self.source)
        chosen = [block for block in blocks if self.part == "" or any(makes(block, product) for product in self.products())]
        return "\n\n".join(chosen)

    def data_commands(self, given):
        """How the files that its blocks read came to be."""
        if self.makefile() or self.source == "demo":
            return ""
        return "".join((each["from"] if each["option"] in given else each["instead"]) for each in self.data)

    def data_words(self, given):
        return ", ".join(each["given"] if each["option"] in given else each["made"] for each in self.data)


def makes(block, product):
    """Whether a block names that file as something to write."""
    return re.search(rf"(-o|--output|--plot|--metrics|gen-report|>) ?{re.escape(product)}(\s|$)", block) is not None


def shell_blocks(page):
    return re.findall(r"^```sh\n(.*?)\n```$", page.read_text(), re.M | re.S)


def read(tree):
    """All examples, in the order of the gallery; then the tutorial, whose pictures and tables its own page names."""
    listed = tomllib.loads((tree / "site/gallery.toml").read_text())
    found = [Example(fields, listed["data"]) for fields in listed["example"]]
    return found + [tutorial(tree)]


def tutorial(tree):
    source = "site/text/first-hour.md"
    text = (tree / source).read_text()
    shown = {file: words for words, file in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)}
    fields = {"pictures": {file: words for file, words in shown.items() if not file.endswith(".tsv")},
              "tables": {file: words for file, words in shown.items() if file.endswith(".tsv")},
              "pages": dict.fromkeys(re.findall(r"\]\(run/([^)]+)\)", text), "")}
    return Example({"name": "first-hour", "source": source, "title": "The first hour", "short": True, **fields}, {})
