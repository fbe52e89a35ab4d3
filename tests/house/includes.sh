#!/bin/sh
# includes.sh ROOT: a source that names something of these standard headers includes the header itself; that another one brings it along holds for one
# version of one library only.
cd "$1" || exit 1
find lib formats tools tests bench -name '*.[ch]pp' | LC_ALL=C sort | xargs awk '
function add(header, words,   list, i, n) {
    n = split(words, list, " ")
    for (i = 1; i <= n; ++i) header_of[list[i]] = header
}
BEGIN {
    add("algorithm", "all_of any_of none_of adjacent_find binary_search clamp copy copy_if copy_n count count_if equal equal_range fill fill_n " \
                     "find find_if find_if_not for_each generate inplace_merge is_sorted lexicographical_compare lower_bound max max_element min " \
                     "min_element minmax minmax_element mismatch next_permutation nth_element partial_sort partition remove remove_if replace " \
                     "replace_if reverse rotate search sort stable_partition stable_sort swap_ranges transform unique upper_bound")
    add("charconv", "from_chars to_chars")
    add("cstring", "memchr memcmp memcpy memmove memset strlen strerror strcmp")
    add("limits", "numeric_limits")
    add("numeric", "accumulate gcd inner_product iota partial_sum reduce transform_reduce")
}
FNR == 1 { split("", has) }
/^[ \t]*#[ \t]*include/ {
    name = $0
    sub(/^[^<"]*[<"]/, "", name)
    sub(/[>"].*/, "", name)
    has[name] = 1
    next
}
{
    rest = $0
    sub(/\/\/.*/, "", rest)
    while (match(rest, /std::(ranges::)?[a-z_]+[(<]/)) {
        word = substr(rest, RSTART, RLENGTH - 1)
        sub(/.*::/, "", word)
        rest = substr(rest, RSTART + RLENGTH)
        header = header_of[word]
        if (header == "" || header in has) continue
        printf "%s:%d: std::%s needs <%s>\n", FILENAME, FNR, word, header
        has[header] = bad = 1
    }
}
END { exit bad }'
