# fish completion for metrics-plot, made by metrics-plot --generate fish
function __gentools_ask
    set -l line (commandline -opc)
    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null
end
complete -c metrics-plot -l columns -x -a '(__gentools_ask columns)' -d 'what to draw'
complete -c metrics-plot -l x -x -a 'epoch step seconds' -d 'column along the x axis'
complete -c metrics-plot -l log-y -d 'logarithmic y axis; values that are not positive are left out'
complete -c metrics-plot -l no-events -d 'draw no lines at events'
complete -c metrics-plot -l y-range -x -d 'ends of the y axis'
complete -c metrics-plot -l title -x -d 'title of the figure'
complete -c metrics-plot -l names -x -d 'names of the runs in the legend; with --band of groups'
complete -c metrics-plot -l band -x -a 'sd range' -d 'draw groups of runs, each by its mean in a band: the standard deviation (n - 1) on both sides, or from the lowest to the highest'
complete -c metrics-plot -l size -x -d 'in units of 1/96 inch'
complete -c metrics-plot -l scale -x -d 'pixels of a PNG for one unit'
complete -c metrics-plot -l format -x -a 'svg png' -d 'kind of picture'
complete -c metrics-plot -s o -l output -r -F -d 'where to write; - is stdout'
complete -c metrics-plot -l force -d 'also replace a file of another kind'
complete -c metrics-plot -l sandbox -x -a 'auto always never' -d 'parse HDF5 in a process that can do nothing else; auto: what comes through a pipe, belongs to another user or was made by another program'
complete -c metrics-plot -s q -l quiet -d 'errors only'
complete -c metrics-plot -s v -l verbose -d 'say more; -vv also where the time went, -vvv every product'
complete -c metrics-plot -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c metrics-plot -l print-config -d 'print all options as such a file and stop'
complete -c metrics-plot -s h -l help -d 'print this and stop'
complete -c metrics-plot -l version -d 'print the versions of the tool and its libraries and stop'
