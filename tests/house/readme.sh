#!/bin/bash
# readme.sh SOURCE TOOLS [DATA]: the blocks of README.md that are marked sh run as they stand, in the order of the page, all in one folder, with TOOLS
# on the PATH. Without DATA readme-files.py makes the files that README names, small ones, and trainers stop after a few steps. With DATA, a folder of
# the real files, nothing is cut short: that takes about an hour.
source=$1
tools=$(cd "$2" && pwd) || exit 2
data=${3:+$(cd "$3" && pwd)}
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/blocks" "$scratch/bin" "$scratch/work"

# wrap TOOL: a script in the tool's place, from stdin, in which $tool is the real one.
wrap() {
    { printf '#!/bin/bash\ntool=%s/%s\n' "$tools" "$1"; cat; } >"$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}
# What a check says of a file is no failure of the command.
for tool in kl-check h5-sum; do
    wrap $tool <<'END'
"$tool" "$@" || { status=$?; [ $status = 1 ] || exit $status; }
END
done
if [ -n "$data" ]; then
    ln -s "$data"/* "$scratch/work"
else
    command -v python3 >/dev/null || { echo "skipped: no python3 to make the files with"; exit 77; }
    python3 "$source/tests/house/readme-files.py" "$scratch/work" || exit 1
    for tool in vae-train gan-train avb-train alphagan-train; do
        wrap $tool <<'END'
words=()
while [ $# -gt 0 ]; do
    if [ "$1" = --steps ]; then shift; else words+=("$1"); fi
    shift
done
exec "$tool" "${words[@]}" --steps 4
END
    done
fi

awk -v blocks="$scratch/blocks" '
    /^```sh$/ { block = sprintf("%s/%02d", blocks, ++n); inside = 1; next }
    /^```/ { inside = 0 }
    inside { print >block }' "$source/README.md"
export PATH="$scratch/bin:$tools:$PATH"
unset MNIST_DIR
cd "$scratch/work" || exit 1
ran=0
for block in "$scratch"/blocks/*; do
    if other=$(grep -oE '^(\./demo|apt|cmake|mpirun|sbatch|make|Rscript|julia)' "$block"); then
        echo "left to other tests: $(echo "$other" | sort -u | tr '\n' ' ')"
        continue
    fi
    bash -euo pipefail "$block" >"$scratch/out" 2>"$scratch/err" || {
        echo "block ${block##*/} of README.md fails with status $?:"
        cat "$block"
        tail -n 5 "$scratch/err"
        exit 1
    }
    ran=$((ran + 1))
done
[ $ran -ge 10 ] || { echo "only $ran blocks found"; exit 1; }
echo "$ran blocks run"

# What the page shows is there, and what it says is made is a picture.
status=0
for picture in $(grep -oE 'examples/pictures/[a-z0-9-]+\.png' "$source/README.md"); do
    [ -s "$source/$picture" ] || { echo "README.md shows $picture, which is missing"; status=1; }
done
for picture in *.png *.svg; do [ -s "$picture" ] || { echo "$picture: empty"; status=1; }; done
exit $status
