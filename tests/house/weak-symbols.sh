#!/bin/sh
# weak-symbols.sh LEVEL=OBJECT[;OBJECT...]...: objects built for one instruction level define no weak symbol (the linker may keep that copy for
# everybody) and nothing that another level defines too.
[ $# -gt 0 ] || { echo "no objects"; exit 1; }
bad=0
names=$(mktemp) || exit 1
trap 'rm -f "$names"' EXIT
for level in "$@"; do
    for object in $(printf '%s' "${level#*=}" | tr ';' ' '); do
        weak=$(nm -C --defined-only "$object" | grep -E '^[0-9a-f]* [WwVvu] ') && { echo "$object: weak symbols:"; echo "$weak"; bad=1; }
        nm -g --defined-only "$object" | awk 'NF == 3 { print $3 }' >>"$names"
    done
done
[ -s "$names" ] || { echo "the objects define nothing"; bad=1; }
twice=$(LC_ALL=C sort "$names" | uniq -d | c++filt)
[ -z "$twice" ] || { echo "defined for more than one level:"; echo "$twice"; bad=1; }
exit $bad
