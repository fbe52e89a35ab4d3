"""Tables of runs as HTML, and the line that says what a run was."""
import markdown
from frame import escape


def duration(seconds):
    seconds = float(seconds)
    if seconds < 100:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def facts_line(facts):
    data = f"; {facts['data']}" if facts["data"] else ""
    return escape(f"{duration(facts['seconds'])} ({duration(facts['processor_seconds'])} of processor time) on {facts['machine']}, "
            f"{facts['processors']} processors{data}; {facts['version']}.")


def shortened(text):
    """A number with the digits that a reader needs."""
    try:
        return f"{float(text):.5g}" if len(text) > 8 else text
    except ValueError:
        return text


def of_file(file, last=None, others={}):
    """A file of tab-separated values; LAST: of its last row these columns only; OTHERS: by (row, column), what stands beside a cell."""
    lines = [line.split("\t") for line in file.read_text().rstrip("\n").split("\n")]
    head, rows = [word.lstrip("#") for word in lines[0]], lines[1:]
    if last:
        kept = [head.index(column) for column in last]
        head, rows = last, [[rows[-1][i] for i in kept]]
    cells = [[shortened(cell) + others.get((row[0], head[i]), "") for i, cell in enumerate(row)] for row in rows]
    text = [" | ".join(word.replace("_", " ") for word in head), "|".join("-" * len(head)), *(" | ".join(row) for row in cells)]
    made = markdown.table([f"| {line} |" for line in text])
    return made if len(rows) <= 16 else f"<details>\n<summary>{len(rows)} rows</summary>\n{made}</details>\n"
