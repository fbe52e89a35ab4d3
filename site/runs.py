"""What make-gallery left: a folder for each example, with made.tsv, which says how it was made."""


class Runs:
    """Folders of make-gallery, the first the newest."""

    def __init__(self, folders):
        self.folders = folders

    def all_of(self, example):
        """(folder, facts) of each run of an example; one that is in two folders counts once."""
        records = {file.read_text(): file for file in reversed([folder / example.name / "made.tsv" for folder in self.folders]) if file.exists()}
        return [(file.parent, dict(line.split("\t", 1) for line in text.rstrip("\n").split("\n"))) for text, file in reversed(records.items())]

    def of(self, example):
        """(folder, facts) of the newest, or (None, {})."""
        return next(iter(self.all_of(example)), (None, {}))
