# awk -v columns=a,b -f last.awk METRICS: the named columns of the last row of a table with a header line, separated by tabs.
BEGIN { FS = OFS = "\t" }
FNR == 1 {
    for (i = 1; i <= NF; ++i) place[$i] = i
    next
}
{ last = $0 }
END {
    $0 = last
    split(columns, wanted, ",")
    for (i = 1; i in wanted; ++i) {
        if (!(wanted[i] in place)) {
            print "no column " wanted[i] > "/dev/stderr"
            exit 1
        }
        printf "%s%s", (i > 1 ? OFS : ""), $place[wanted[i]]
    }
    print ""
}
