#!/bin/sh
# install-consumer.sh BUILD SOURCE COMPILER: installs into a fresh prefix; then a program that uses the library builds and runs, found once by
# CMake and once by pkg-config; and what was installed is where it is looked for.
set -e
build=$1
source=$2
compiler=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
cmake --install "$build" --prefix "$prefix" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

for name in $(ls "$prefix/bin"); do
    "$prefix/bin/$name" --version >/dev/null
    for file in "share/man/man1/$name.1" "share/bash-completion/completions/$name" "share/fish/vendor_completions.d/$name.fish"; do
        [ -s "$prefix/$file" ] || { echo "not installed: $file"; exit 1; }
    done
    [ -n "$(find "$prefix/share/zsh" -name "_$name")" ] || { echo "not installed: _$name of zsh"; exit 1; }
done

for name in alphagan-train avb-train data-synth feature-train gan-train gen-sample gentools h5-sum latent-encode latent-interp vae-eval vae-train; do
    if ldd "$prefix/bin/$name" | grep -E 'libpng|libjpeg|libarchive'; then echo "$name: loads a library that it has no use for"; exit 1; fi
done

diff -r -x __pycache__ "$source/share" "$prefix/share/gentools" || { echo "not installed as it is: share/gentools"; exit 1; }

sed -n '/^```cpp$/,/^```$/p' "$source/README.md" | sed '1d;$d' | diff - "$source/examples/library/train-vae.cpp" ||
    { echo "README.md shows another program than examples/library/train-vae.cpp"; exit 1; }

# examples/library stands in the place of somebody else's program; what it makes, the tools read.
cmake -S "$source/examples/library" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$scratch/log" 2>&1 &&
    cmake --build "$scratch/build" >>"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
cd "$scratch"
"$prefix/bin/data-synth" digits -n 500 -q -o digits.h5
build/train-vae digits.h5 vae.h5
"$prefix/bin/gen-sample" vae.h5 -n 16 -q -o samples.h5
"$prefix/bin/vae-eval" vae.h5 digits.h5 --format tsv -q

pc=$(dirname "$(find "$prefix" -name gentools.pc)")
# shellcheck disable=SC2046
"$compiler" "$source/examples/library/train-vae.cpp" -o "$scratch/train-vae" $(PKG_CONFIG_PATH="$pc" pkg-config --cflags --libs gentools)
./train-vae digits.h5 again.h5 >/dev/null
cmp vae.h5 again.h5
if grep -rn '#include "\(core\|nn\|prob\|train\|models\|eval\|picture\|synth\|formats\)/' "$prefix/include"; then exit 1; fi
[ -e "$prefix/include/gentools/core/matrix.hpp" ]
