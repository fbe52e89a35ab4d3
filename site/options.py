"""The options of all tools, from the tools' own descriptions: a plain list, and the index in which the page's script searches."""
import json
import re
import subprocess

from frame import escape


def described(tools):
    """What each tool says of itself, name, version, summary and options, in the order in which `gentools` names them."""
    all_tools = [json.loads(subprocess.run([tool, "--generate", "json"], check=True, capture_output=True, text=True).stdout) for tool in tools]
    order = [choice for tool in all_tools if tool["name"] == "gentools" for option in tool["options"] for choice in option["choices"]]
    return sorted(all_tools, key=lambda tool: order.index(tool["name"]) if tool["name"] in order else len(order))


def spelling(option):
    """ "-n, --count N" """
    letter = f"-{option['letter']}, " if option["letter"] else ""
    value = "" if option["group"] == "Operands" else f" {option['value']}" if option["value"] else ""
    return letter + option["name"] + value


def sentence(option):
    """Its help, with choices and default as --help has them."""
    ends = [", ".join(option["choices"])] if option["choices"] else []
    ends += [f"default {option['default']}"] if option["default"] and option["value"] else []
    return option["help"] + (f" ({'; '.join(ends)})" if ends else "")


def anchor(option):
    """Where it is on the tool's manual page; an operand has no place of its own there."""
    return "Operands" if option["group"] == "Operands" else option["name"].lstrip("-")


def index(tools):
    """The text of options.js: an entry for each option, those that say the same in several tools together."""
    entries = {}
    for tool in tools:
        for option in tool["options"]:
            entry = {"name": option["name"], "spelling": spelling(option), "help": sentence(option), "at": anchor(option)}
            entries.setdefault(tuple(entry.items()), []).append(tool["name"])
    rows = [{"name": tool["name"], "spelling": tool["name"], "help": tool["summary"], "at": "", "tools": [tool["name"]]} for tool in tools]
    rows += [{**dict(key), "tools": names} for key, names in entries.items()]
    return "const entries = [\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n];\n"


def unbroken(text):
    """Names of options are not broken between their dashes."""
    return re.sub(r"(?<![\w-])--[a-z][\w-]*", r'<span class="option">\g<0></span>', text)


def capital(text):
    return text[:1].upper() + text[1:]


def body(tools):
    """The page: the place of the search, then every option by tool, which needs no script."""
    out = """<h1>Options</h1>
<div class="search" hidden>
<label for="search">Search by name or by what an option does</label>
<input type="search" id="search" autocomplete="off" spellcheck="false" aria-describedby="keys">
<p class="small" id="keys"><kbd>/</kbd> goes here, <kbd>↓</kbd> and <kbd>↑</kbd> walk through what was found, <kbd>Enter</kbd> opens it,
<kbd>Esc</kbd> clears.</p>
<p id="count" role="status"></p>
<ol id="found"></ol>
</div>
<div id="all">
<nav aria-label="Tools"><ul class="tools">
"""
    out += "".join(f'<li><a href="#{tool["name"]}">{tool["name"]}</a></li>\n' for tool in tools) + "</ul></nav>\n"
    for tool in tools:
        page = f"manual/{tool['name']}.1.html"
        out += f'<h2 id="{tool["name"]}">{tool["name"]}</h2>\n<p>{capital(escape(tool["summary"]))}. <a href="{page}">Manual page</a></p>\n'
        out += '<dl class="options">\n'
        for option in tool["options"]:
            place = f'<a href="{page}#{anchor(option)}"><code>{escape(spelling(option))}</code></a>'
            out += f"<dt>{place}</dt><dd>{unbroken(escape(sentence(option)))}</dd>\n"
        out += "</dl>\n"
    return out + "</div>\n"


def write(site, tools):
    site.write("options.html", "Options", body(tools), "Every option of every tool, with a search.", scripts=("options.js", "search.js"))
    site.place("options.js").write_text(index(tools))
