#!/usr/bin/python3
"""usage: parts.py SOURCE

Parts of the site by themselves: the comparison takes columns by their names, Markdown is escaped, charts are told from sheets of images.
"""
import pathlib
import sys

source = pathlib.Path(sys.argv[1])
sys.dont_write_bytecode = True
sys.path.insert(0, str(source / "site"))
import markdown
import picture
import speed

README = "| workload | what |\n| --- | --- |\n| w1 | a VAE: small |\n\nHow.\n\n    a command\n\nNot this.\n"
TABLE = "# Two cores.\nnew\tworkload\tthreads\tmachine\tratio\tratio_low\tratio_high\n7\tw1\t1\tM\t2.5\t2\t3\n8\tw9\t2\tM\t3.5\t3\t4\n"
shown, _ = speed.comparison(README, TABLE)
for words in ["<p>Two cores.</p>", "<p>machine: M</p>", '<th scope="col" class="number">ratio</th>', '<th scope="col" class="number">new</th>',
              '<a href="#w1">w1</a> <small>a VAE</small>', '<th scope="row">w9</th>', "<strong>2.5</strong> <small>2 – 3</small>"]:
    assert words in shown, (words, shown)
assert shown.index(">ratio<") < shown.index(">new<")
assert speed.how_measured(README) == "<p>How.</p>\n"

assert markdown.inline("a < `b > *c*` & **d** *e*") == "a &lt; <code>b &gt; *c*</code> &amp; <strong>d</strong> <em>e</em>"
assert markdown.inline("[x](y.html)") == '<a href="y.html">x</a>'
title, body, headings = markdown.render("# T\n\n## A b?\n\n- one\n  more\n- two\n\n| n | v |\n|---|---|\n| a\\|b | 1.5 |\n\n```sh\nx <y\n```\n")
assert (title, headings) == ("T", [("a-b", "A b?")])
for words in ["<li>one more</li>", '<th scope="row">a|b</th><td class="number">1.5</td>', "<code>x &lt;y</code>"]:
    assert words in body, (words, body)

pictures = source / "examples/pictures"
assert picture.is_chart(pictures / "beyond.png") and not picture.is_chart(pictures / "manifold.png") and not picture.is_chart(pictures / "report.png")
assert picture.size(pictures / "pipe.png") == (582, 350), picture.size(pictures / "pipe.png")
print("all as expected")
