#!/bin/sh
# layering.sh ROOT: includes point from tools to formats to lib, in lib only to earlier sub-folders; each wide library is
# seen where it belongs, and lib names no options.
cd "$1" || exit 1
find lib formats tools examples tests bench -name '*.[ch]pp' -o -name '*.inc' 2>/dev/null | LC_ALL=C sort | xargs awk '
function allow(layer, folders) { allowed[layer] = " " folders " " }
function complain(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad = 1 }
BEGIN {
    allow("core", "core")
    allow("nn", "core nn")
    allow("prob", "core nn prob")
    allow("train", "core nn prob train")
    allow("models", "core nn prob train models")
    allow("eval", "core nn prob models train eval")
    allow("synth", "core synth")
    allow("picture", "core picture")
    lib = "core nn prob models train eval synth picture"
    allow("formats", lib " formats")
    allow("tools", lib " formats tools")
    allow("examples", lib " formats tools")
    allow("bench", lib " formats tools bench")
}
FNR == 1 {
    split(FILENAME, part, "/")
    top = part[1]
    layer = top == "lib" ? part[2] : top
    if (top != "tests" && !(layer in allowed)) complain("no such part of the library: " layer)
}
/DOCTEST_CONFIG_IMPLEMENT/ { doctest_mains = doctest_mains " " FILENAME; ++doctest_count }
top == "lib" && /"[^"]*--[a-z]/ { complain("lib names no option of the command line") }
!/^[ \t]*#[ \t]*include/ { next }
{
    name = $0
    sub(/^[^<"]*[<"]/, "", name)
    sub(/[>"].*/, "", name)
    folder = name
    sub(/\/.*/, "", folder)
}
top != "tests" && /"/ && index(allowed[layer], " " folder " ") == 0 { complain(layer " must not include " name) }
name ~ /^CLI\// { cli11 = cli11 " " FILENAME; ++cli11_count }
name ~ /^nlohmann\// && !(top == "tests" || FILENAME ~ /^formats\/.*\.cpp$/) { complain(name " belongs into the sources of formats/") }
name ~ /^(hdf5|H5[A-Za-z0-9]*|hdf5_hl)\.h$/ && top != "formats" && top != "tests" { complain(name " belongs into formats/") }
name ~ /^(png|jpeglib|zlib|turbojpeg)\.h$/ && top != "formats" && top != "tests" { complain(name " belongs into formats/") }
name ~ /^cblas\.h$/ && FILENAME !~ /^lib\/core\/[^\/]*\.cpp$/ { complain(name " belongs into lib/core") }
name ~ /^(iostream|fstream|filesystem|print|cstdio|stdio\.h)$/ && top == "lib" { complain("lib touches no file and prints nothing: " name) }
name ~ /^(xtensor.*|core\/(expression|linear_algebra)\.hpp)$/ && FILENAME !~ /(\.cpp|^lib\/core\/(expression|linear_algebra)\.hpp)$/ {
    complain("xtensor costs each source that reads it: " name " belongs into sources")
}
name ~ /^random$/ && top != "tests" { complain("random numbers come from core/random.hpp: " name) }
END {
    if (cli11_count > 1) { print "CLI11 is included more than once:" cli11; bad = 1 }
    if (doctest_count > 1) { print "the main of doctest is defined more than once:" doctest_mains; bad = 1 }
    exit bad
}'
