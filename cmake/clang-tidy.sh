#!/bin/sh
# clang-tidy.sh SOURCE BUILD [PATTERN]: clang-tidy 19 over every source, or those whose path has PATTERN in it, as .clang-tidy says. What it reads
# is configured in BUILD, without precompiled headers, which g++ writes and clang cannot read. The status is not 0 where it finds something.
source=$1 build=$2 pattern=${3:-}
tidy=$(command -v clang-tidy-19) || { echo "no clang-tidy-19"; exit 1; }
cmake -S "$source" -B "$build" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >/dev/null || exit 1
files=$(sed -n 's/^ *"file": "\(.*\)",*$/\1/p' "$build/compile_commands.json" | grep "^$source/\(bench\|examples\|formats\|lib\|tests\|tools\)/" |
    grep -e "$pattern" | LC_ALL=C sort -u)
[ -n "$files" ] || { echo "no source has $pattern in its path"; exit 1; }
{
    printf '%s\n' "$files" | xargs -P "$(nproc)" -n 1 nice "$tidy" -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option \
        --extra-arg=-fno-relaxed-template-template-args 2>&1 || echo "clang-tidy found something, or did not end"
} |
    { ! grep -v '^[0-9]* warnings* generated\|^[0-9]* warnings* treated as error'; }
