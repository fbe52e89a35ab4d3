#!/bin/sh
# types.sh ROOT: no two headers have a type of one name in one namespace. Programs that are linked of both, such as the one that is all tools, would
# take the functions of one for the other's.
cd "$1" || exit 1
find lib formats tools -name '*.hpp' | LC_ALL=C sort | xargs awk '
FNR == 1 { space = "" }
/^namespace [a-z0-9_:]+ \{/ { space = $2 }
/^(struct|class|enum class|enum) [A-Za-z0-9_]+.*\{/ {
    name = $1 == "enum" && $2 == "class" ? $3 : $2
    sub(/[^A-Za-z0-9_].*/, "", name)
    name = space "::" name
    if (name in first && first[name] != FILENAME) { print name ": in " first[name] " and in " FILENAME; bad = 1 }
    first[name] = FILENAME
}
END { exit bad }'
