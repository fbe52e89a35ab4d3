#!/bin/sh
# tools.sh ROOT TOOL...: each tool has a row in the README, a man page, completions for three shells and command-line cases; and
# none of these is left of a tool that is gone.
cd "$1" || exit 1
shift
bad=0
complain() { echo "$*"; bad=1; }
[ $# -gt 0 ] || complain "no tools"

for tool in "$@"; do
    grep -q "^| \`$tool\` |" README.md || complain "README.md: no row for $tool in the table of tools"
    for file in "man/$tool.1" "completions/bash/$tool" "completions/zsh/_$tool" "completions/fish/$tool.fish" "tools/$tool.cpp"; do
        [ -s "$file" ] || complain "$tool: $file is missing"
    done
    ls "tests/cli/$tool"/*/cmd >/dev/null 2>&1 || complain "$tool: no case under tests/cli/$tool"
done
for page in gentools.7 gentools-hdf5.5; do [ -s "man/$page" ] || complain "man/$page is missing"; done

known=" $* "
for file in man/*.1 completions/bash/* completions/zsh/_* completions/fish/*.fish; do
    [ -e "$file" ] || continue
    tool=${file##*/}
    tool=${tool#_}
    tool=${tool%.1}
    tool=${tool%.fish}
    case $known in *" $tool "*) ;; *) complain "$file: no such tool" ;; esac
done
exit $bad
