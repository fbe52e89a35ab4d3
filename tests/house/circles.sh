#!/bin/sh
# circles.sh ROOT: no file of lib, formats or tools comes back to itself by what it includes; a header and its source are one file.
cd "$1" || exit 1
find lib formats tools -name '*.[ch]pp' -o -name '*.inc' | LC_ALL=C sort | xargs awk '
FNR == 1 {
    from = FILENAME
    sub(/^lib\//, "", from)
    sub(/\.[a-z]*$/, "", from)
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    to = $0
    sub(/^[^"]*"/, "", to)
    sub(/\.[a-z]*".*/, "", to)
    if (from != to) print from, to
}' | tsort 2>&1 >/dev/null | sed 's/^tsort: //; s/^-: input contains a loop:/a circle of includes:/' | {
    text=$(cat)
    [ -z "$text" ] || { printf '%s\n' "$text"; exit 1; }
}
