#!/bin/bash
# your-data.sh SOURCE TOOLS: each command of examples/your-data.md does what the page says, on small files of that kind.
source=$1
tools=$(cd "$2" && pwd) || exit 2
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
export PATH=$tools:$PATH
/usr/bin/python3 "$source/tests/house/your-data.py" "$source" >commands || exit
[ "$(grep -c ^data-import commands)" -gt 15 ] || { echo "the page has fewer commands than it had"; exit 1; }
status=0
while read -r command; do
    bash -c "$command" >out 2>&1 </dev/null || { echo "$command:"; cat out; status=1; }
    for product in $(grep -oE '[-]o [^ ]+' <<<"$command" | cut -d ' ' -f 2 | grep -v '^-$'); do
        [ -s "$product" ] || { echo "$command: makes no $product"; status=1; }
    done
done <commands
exit $status
