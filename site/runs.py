"""What make-gallery left: a folder for each example, with made.tsv, which says how it was made."""


class Runs:
    """Folders of make-gallery; of an example, the first that has it."""

    def __init__(self, folders):
        self.folders = folders

    def of(self, example):
        """(folder, facts), or (None, {})."""
        for folder in self.folders:
            record = folder / example.name / "made.tsv"
            if record.exists():
                return record.parent, dict(line.split("\t", 1) for line in record.read_text().rstrip("\n").split("\n"))
        return None, {}
