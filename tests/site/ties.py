#!/usr/bin/python3
"""usage: ties.py SOURCE

What the gallery shows is what tests run: the products of each of its examples are made by a block of README.md (tests/house/readme.sh runs them all),
by ./demo, or by an experiment that tests/house/examples.sh runs and looks for them. And it shows all that there is: every experiment, every picture
that README.md and ./demo make, every picture that README.md shows.
"""
import pathlib
import re
import sys

source = pathlib.Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, str(source / "site"))
import examples

complaints = []
readme = (source / "README.md").read_text()
blocks = [block for block in examples.shell_blocks(source / "README.md") if not re.search(r"^(\./demo|cmake|sbatch|make)", block, re.M)]
demo = (source / "demo").read_text()
shown = [example for example in examples.read(source) if example.part]


def tested():
    """What tests look for after each experiment, by its name."""
    found, name = {}, None
    for line in (source / "tests/house/examples.sh").read_text().replace("\\\n", "").split("\n"):
        words = line.split()
        if words[:1] == ["run"] and len(words) > 1:
            name = words[1]
            found[name] = set()
        elif name and words[:1] in (["pictures"], ["table"]):
            found[name].update(words[1:2] if words[0] == "table" else words[1:])
        elif name and re.search(r"(for \w+ in|\$experiment/|/[\w-]+\.tsv)", line):
            found[name].update(re.findall(r"[\w-]+\.(?:tsv|png|svg)", line))
    # An experiment in a folder of its own has tests in a folder of that name.
    for test in (source / "tests").glob("*/run"):
        found.setdefault(test.parent.name, set()).update(re.findall(r"[\w-]+\.(?:tsv|png|svg)", test.read_text()))
    return found


def made(example, product, by_tests):
    if example.source == "README.md":
        return sum(examples.makes(block, product) for block in blocks) == 1
    if example.source == "demo":
        return examples.makes(demo, f"demo-out/{product}") or f"demo-out/{product}\"" in demo
    return product in by_tests.get(example.makefile(), ())


by_tests = tested()
for example in shown:
    if not (source / example.source).is_file():
        complaints.append(f"{example.name}: no {example.source}")
    complaints += [f"{example.name}: no test looks for {product}" for product in example.products() if not made(example, product, by_tests)]
    for each in example.data:
        read = (source / example.source).read_text() + (source / "examples/digits.mk").read_text()
        if example.makefile() and each["variable"].split("=")[0] not in read:
            complaints.append(f"{example.name}: {example.source} does not know {each['variable']}")

experiments = [str(file.relative_to(source)) for file in sorted((source / "examples").rglob("*.mk")) if re.search(r"^all:", file.read_text(), re.M)]
complaints += [f"{file}: not in the gallery" for file in experiments if file not in {example.source for example in shown}]
pictures = {name: {picture for example in shown if example.source == name for picture in example.products()} for name in ("README.md", "demo")}
for block in blocks:
    complaints += [f"README.md makes {name}: not in the gallery" for name in re.findall(r"(?:-o|--plot) ([\w-]+\.(?:png|svg))", block)
                   if name not in pictures["README.md"]]
complaints += [f"demo makes {name}: not in the gallery" for name in re.findall(r"demo-out/([\w-]+\.png)", demo) if name not in pictures["demo"]]
kept = {name for example in shown for name in example.fields.get("kept", [])}
pages = readme + "".join(page.read_text() for page in (source / "examples").rglob("README.md"))
complaints += [f"a page shows {name}: not in the gallery" for name in re.findall(r"pictures/([\w-]+\.png)\)", pages) if name not in kept]
for each in [each for example in shown for each in example.data if "instead" in each and each["option"] == "mnist"]:
    complaints += [f"README.md does not say: {line}" for line in each["instead"].strip().split("\n") if line not in readme]

print("\n".join(dict.fromkeys(complaints)) or f"{len(shown)} examples")
sys.exit(bool(complaints))
