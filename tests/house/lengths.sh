#!/bin/sh
# lengths.sh ROOT: no source is longer than 400 lines.
cd "$1" || exit 1
{
    find lib formats tools tests bench cmake examples packaging share site \( -name '*.[ch]pp' -o -name '*.[ch]' -o -name '*.inc' \
        -o -name '*.sh' -o -name '*.py' -o -name '*.js' -o -name '*.css' -o -name '*.cmake' -o -name '*.mk' -o -name CMakeLists.txt \) 2>/dev/null
    echo CMakeLists.txt
    echo check
    echo demo
} | LC_ALL=C sort | xargs awk '
function close_file() { if (lines > 400) { printf "%s: %d lines, at most 400\n", file, lines; bad = 1 } }
FNR == 1 { close_file(); file = FILENAME }
{ lines = FNR }
END { close_file(); exit bad }'
