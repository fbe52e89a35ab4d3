"""The folder that becomes the site."""
import shutil
import sys

import frame


class SiteFolder:
    """SOURCE is the tree that pages are made from, OUT the folder that they go to, which is emptied first."""

    def __init__(self, source, out, version):
        self.source, self.out, self.version = source, out, version
        if out.exists() and any(out.iterdir()) and not (out / "options.js").exists():
            sys.exit(f"make-site: {out}: not empty and no site")
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)

    def place(self, path):
        """Where a file of the site goes; its folder is made."""
        file = self.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def copy(self, name, path):
        shutil.copyfile(self.source / name, self.place(path))

    def write(self, path, title, body, about, *, headings=(), scripts=("search.js",)):
        """A page; ABOUT is a sentence that says what it is, HEADINGS those that are listed at its side."""
        self.place(path).write_text(frame.page(path, title, body, self.version, about=about, headings=headings, scripts=scripts))
