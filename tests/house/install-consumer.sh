#!/bin/sh
# install-consumer.sh BUILD SOURCE COMPILER: installs into a fresh prefix; then ten lines of somebody else's program build and run, found once by
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

for name in latent-interp vae-eval vae-train; do
    if ldd "$prefix/bin/$name" | grep -E 'libpng|libjpeg'; then echo "$name: loads a decoder of pictures that it has no use for"; exit 1; fi
done

diff -r -x __pycache__ "$source/share" "$prefix/share/gentools" || { echo "not installed as it is: share/gentools"; exit 1; }

cmake -S "$source/tests/house/consumer" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$scratch/log" 2>&1 &&
    cmake --build "$scratch/build" >>"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
cd "$scratch"
build/consumer

pc=$(dirname "$(find "$prefix" -name gentools.pc)")
# shellcheck disable=SC2046
"$compiler" "$source/tests/house/consumer/consumer.cpp" -o "$scratch/consumer" $(PKG_CONFIG_PATH="$pc" pkg-config --cflags --libs gentools)
./consumer
