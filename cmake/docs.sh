#!/bin/sh
# usage: docs.sh write|check ROOT TOOL...
# write: ROOT/man/*.1 and ROOT/completions/ become what the tools print; pages of tools that are gone go too.
# check: says which differ, are missing or too many (status 1), and changes nothing.
set -eu
mode=$1
root=$2
shift 2
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh/man" "$fresh/completions/bash" "$fresh/completions/zsh" "$fresh/completions/fish"

for tool in "$@"; do
    name=${tool##*/}
    "$tool" --generate man >"$fresh/man/$name.1"
    "$tool" --generate bash >"$fresh/completions/bash/$name"
    "$tool" --generate zsh >"$fresh/completions/zsh/_$name"
    "$tool" --generate fish >"$fresh/completions/fish/$name.fish"
done

pages() { (cd "$1" 2>/dev/null && find man completions -type f ! -name '*.[57]' 2>/dev/null | sort); }

status=0
for page in $( (pages "$root"; pages "$fresh") | sort -u); do
    if [ ! -e "$fresh/$page" ]; then
        verdict="no tool writes it"
    elif [ ! -e "$root/$page" ]; then
        verdict="missing"
    elif ! cmp -s "$root/$page" "$fresh/$page"; then
        verdict="out of date"
    else
        continue
    fi
    if [ "$mode" = write ]; then
        if [ -e "$fresh/$page" ]; then
            mkdir -p "$root/${page%/*}"
            cp "$fresh/$page" "$root/$page"
        else
            rm "$root/$page"
        fi
        echo "$page: $verdict; put right"
    else
        echo "$page: $verdict"
        status=1
    fi
done
[ "$status" -eq 0 ] || echo "cmake --build BUILD --target docs writes them anew; commit the result"
exit "$status"
