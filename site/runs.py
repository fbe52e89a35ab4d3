"""What make-gallery left: a folder for each example, with made.tsv, which says how it was made."""


class Runs:
    """Folders of make-gallery, the first the newest."""

    def __init__(self, folders):
        self.folders = folders

    def all_of(self, example):
        """(folder, facts) of each run of an example."""
        records = [folder / example.name / "made.tsv" for folder in self.folders]
        return [(record.parent, dict(line.split("\t", 1) for line in record.read_text().rstrip("\n").split("\n")))
                for record in records if record.exists()]

    def of(self, example):
        """(folder, facts) of the newest, or (None, {})."""
        return next(iter(self.all_of(example)), (None, {}))
