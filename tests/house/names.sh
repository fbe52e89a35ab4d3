#!/bin/sh
# names.sh ROOT: a test is found by the name of what it tests. tests/FOLDER/NAME_test.cpp tests FOLDER/NAME.hpp or NAME.cpp, or an aspect of it that
# the last words of NAME say; one in tests/reference belongs to the script of that name, which makes its numbers.
cd "$1" || exit 1
bad=0
for test in $(find tests -name '*_test.cpp' | LC_ALL=C sort); do
    name=${test#tests/}
    name=${name%_test.cpp}
    folder=${name%/*}
    name=${name##*/}
    [ "$folder" = reference ] && [ -e "tests/reference/$name.py" ] && continue
    while [ ! -e "$folder/$name.hpp" ] && [ ! -e "$folder/$name.cpp" ]; do
        case $name in
            *_*) name=${name%_*} ;;
            *) echo "$test: no source of that name in $folder"; bad=1; break ;;
        esac
    done
done
exit $bad
