#!/bin/sh
# configure.sh SOURCE: a plain `cmake -S . -B b` works where nothing for tests is installed, and the presets are there.
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cmake -S "$1" -B "$scratch/b" -DBUILD_TESTING=OFF -DCMAKE_DISABLE_FIND_PACKAGE_doctest=ON >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
grep -q '^CMAKE_BUILD_TYPE:STRING=Release$' "$scratch/b/CMakeCache.txt" || { echo "the default is not a release build"; exit 1; }
[ ! -e "$scratch/b/tests" ] || { echo "BUILD_TESTING=OFF is not honoured"; exit 1; }
cd "$1" || exit 1
for preset in release static debug sanitize double; do
    cmake --list-presets | grep -q "\"$preset\"" || { echo "no preset $preset"; exit 1; }
done
