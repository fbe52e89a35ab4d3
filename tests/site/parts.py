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

README = "| workload | what |\n| --- | --- |\n| w1 | a VAE: small |\n| w7 | 10,000 samples, alone |\n\nHow.\n\n    a command\n\nNot this.\n"
TABLE = ("# Two cores.\nnew\tworkload\tthreads\tmachine\tratio\tratio_low\tratio_high\n"
         "7\tw1\t1\tM\t2.5\t2\t3\n8\tw9\t2\tM\t3.5\t3\t4\n8\tw7\t2\tM\t3.5\t3\t4\n")
shown, what = speed.comparison(README, TABLE)
assert list(what) == ["w1", "w7"], what
for words in ["<p>Two cores.</p>", "<p>machine: M</p>", '<th scope="col" class="number">ratio</th>', '<th scope="col" class="number">new</th>',
              '<a href="#w1">w1</a> <small>a VAE</small>', '<th scope="row">w9</th>', "<small>10,000 samples</small>",
              "<strong>2.50</strong> <small>2.00 – 3.00</small>"]:
    assert words in shown, (words, shown)
assert shown.index(">ratio<") < shown.index(">new<")
assert "bf16" not in shown and "group" not in shown, shown

# Rows of bf16 stand together below those of floats, whatever their order, under a heading; a sentence says what bf16 is.
TABLE = "workload\tthreads\tprecision\tratio\nw2\t1\tbf16\t5\nw1\t1\tfp32\t2\nw1\t2\t\t3\nw1\t1\tbf16\t6\n"
shown, _ = speed.comparison(README, TABLE)
at = [shown.index(words) for words in (">Products of floats<", ">2<", ">3<", ">Products in bf16<", ">5<", ">6<")]
assert at == sorted(at), shown
assert "bfloat16, a number of 16 bits" in shown and shown.count("<tbody>") == 2 and 'colspan="3"' in shown and ">precision<" not in shown, shown
assert "precision: bf16" in speed.comparison(README, TABLE.replace("fp32", "bf16").replace("\t\t", "\tbf16\t"))[0]
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
