#!/bin/sh
# tidy.sh ROOT: what lies in the tree and what the text must not say. Needs the repository: skipped in an exported tree.
cd "$1" || exit 1
files=$(git -c safe.directory='*' ls-files 2>/dev/null) && [ -n "$files" ] || { echo "not a git repository"; exit 77; }
bad=0
complain() { printf '%s\n' "$@"; bad=1; }

for entry in $(printf '%s\n' "$files" | cut -d/ -f1 | LC_ALL=C sort -u); do
    case $entry in
        .ci | .clang-format | .clang-tidy | .editorconfig | .git-blame-ignore-revs | .gitattributes | .gitignore) ;;
        CHANGELOG.md | CITATION.cff | CMakeLists.txt | CMakePresets.json | CONTRIBUTING.md | LICENSE | README.md | SECURITY.md | check | demo) ;;
        bench | cmake | completions | examples | formats | lib | man | packaging | share | site | tests | tools) ;;
        *) complain "$entry: does not belong to the top level" ;;
    esac
done

# The pattern is spelled so that this file does not hold what it looks for.
left_over='\(TO\)DO|\(FIX\)ME|\bX\(X\)X\b'
left_over=$(printf '%s' "$left_over" | tr -d '\\()')
found=$(printf '%s\n' "$files" | xargs grep -nIwE "$left_over" --) && complain "left over:" "$found"
found=$(printf '%s\n' "$files" | xargs grep -nIE '^(<<<<<<<|>>>>>>>) ' --) && complain "an unfinished merge:" "$found"
machine='(^|[^A-Za-z0-9_.$}>-])/(home|root|work|Users|mnt)/[A-Za-z0-9_]'
found=$(printf '%s\n' "$files" | grep -v '^tests/house/tidy.sh$' | xargs grep -nIE "$machine" --) && complain "paths of one machine:" "$found"

for file in $files; do
    [ -f "$file" ] || continue
    first=$(head -c 2 "$file" | tr -d '\0')
    if [ "$first" = '#!' ] && [ ! -x "$file" ]; then
        complain "$file: starts with #! and is not executable"
    elif [ "$first" != '#!' ] && [ -x "$file" ]; then
        complain "$file: is executable and does not start with #!"
    fi
done
for file in check demo .ci/run; do [ -x "$file" ] || complain "$file: missing or not executable"; done
exit $bad
