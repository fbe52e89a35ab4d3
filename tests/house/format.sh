#!/bin/sh
# format.sh ROOT: no line of a source, a script or a Markdown page is longer than 150 characters (rows of tables apart), and sources are laid out as
# clang-format 19 does it by .clang-format (other versions differ in places). Without that program the second half is skipped.
cd "$1" || exit 1
bad=0
find lib formats tools tests bench cmake examples packaging share site ./*.md check demo CMakeLists.txt -type f \( -name '*.[ch]pp' \
    -o -name '*.c' -o -name '*.inc' -o -name '*.sh' -o -name '*.py' -o -name '*.js' -o -name '*.css' -o -name '*.R' -o -name '*.jl' \
    -o -name '*.cmake' -o -name '*.mk' -o -name '*.md' -o -name CMakeLists.txt -o -perm -u+x \) | LC_ALL=C sort | LC_ALL=C.UTF-8 xargs awk '
length > 150 && !(FILENAME ~ /\.md$/ && /^\|/) { printf "%s:%d: %d characters, at most 150\n", FILENAME, FNR, length; bad = 1 }
END { exit bad }' || bad=1

formatter=$(command -v clang-format-19) || { echo "no clang-format-19"; [ $bad = 0 ] && exit 77; exit 1; }
complaints=$(find lib formats tools tests bench examples share -name '*.[ch]pp' | xargs "$formatter" --dry-run --Werror 2>&1) || {
    printf '%s\n' "$complaints" | sed -n 's/^\([^:]*\):.* error: .*/\1/p' | LC_ALL=C sort | uniq -c |
        while read -r count file; do echo "$file: $count places; clang-format-19 -i $file puts them right"; done
    bad=1
}
exit $bad
