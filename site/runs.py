"""What make-gallery left: a folder for each example, with made.tsv, which says how it was made."""


class Runs:
    """Folders of make-gallery, the first the newest."""

    def __init__(self, folders):
        self.folders = folders

    def all_of(self, example):
        """(folder, facts) of each run of an example, the newest first; of those that did the same with the same data only that."""
        found = {}
        for file in (folder / example.name / "made.tsv" for folder in self.folders):
            if file.exists():
                facts = dict(line.split("\t", 1) for line in file.read_text().rstrip("\n").split("\n"))
                found.setdefault((facts["command"], facts["data"]), (file.parent, facts))
        return list(found.values())

    def of(self, example):
        """(folder, facts) of the newest, or (None, {})."""
        return next(iter(self.all_of(example)), (None, {}))
