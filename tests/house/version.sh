#!/bin/sh
# version.sh ROOT BUILD TOOL...: the version and its day stand in CMakeLists.txt, and whatever else says them says the same; so does the file format.
cd "$1" || exit 1
build=$2
shift 2
bad=0
complain() { echo "$*"; bad=1; }
# expect WHAT FILE LINE: FILE has that line.
expect() { grep -qxF -- "$3" "$2" || complain "$1: no line '$3'"; }

version=$(sed -n 's/^project(gentools VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
date=$(sed -n 's/^set(GEN_RELEASE_DATE \([0-9-]*\)).*/\1/p' CMakeLists.txt)
format=$(sed -n 's/.* encoding_version = "\(.*\)";/\1/p' formats/document.hpp)
day=$(LC_ALL=C date -u -d "$date" '+%B %-d, %Y')
echo "$version/$day/$format" | grep -qxE '([0-9]+\.){2}[0-9]+/[A-Z][a-z]+ [0-9]+, [0-9]{4}/([0-9]+\.){2}[0-9]+' ||
    { echo "version, day and format are not found: $version/$day/$format"; exit 1; }

newest=$(sed -n '/^## /{p;q}' CHANGELOG.md)
[ "$newest" = "## $version ($date)" ] || complain "CHANGELOG.md begins with '$newest', expected '## $version ($date)'"
newest=$(sed -n '/^File format /{s/^File format \([0-9.]*[0-9]\).*/\1/p;q}' CHANGELOG.md)
[ "$newest" = "$format" ] || complain "CHANGELOG.md says first that the file format is $newest, expected $format"
expect CITATION.cff CITATION.cff "version: $version"
expect CITATION.cff CITATION.cff "date-released: $date"
for page in man/*.[157]; do
    expect "$page" "$page" ".Os gentools $version"
    expect "$page" "$page" ".Dd $day"
done
expect man/gentools-hdf5.5 man/gentools-hdf5.5 ".Dq $format ;"
expect gentools.pc "$build/gentools.pc" "Version: $version"
expect gentoolsConfigVersion.cmake "$build/gentoolsConfigVersion.cmake" "set(PACKAGE_VERSION \"$version\")"
for tool in "$@"; do
    "$tool" --version >"$build/version.$$"
    expect "${tool##*/} --version" "$build/version.$$" "${tool##*/} $version"
    expect "${tool##*/} --version" "$build/version.$$" "file format: $format"
done
rm -f "$build/version.$$"
exit $bad
