# fish completion for data-synth, made by data-synth --generate fish
function __gentools_ask
    set -l line (commandline -opc)
    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null
end
complete -c data-synth -f
complete -c data-synth -a 'digits shapes ring grid swiss-roll checkerboard four-points'
complete -c data-synth -s n -l count -x -d 'how many images or points'
complete -c data-synth -l size -x -d 'width and height of digits and shapes in pixels'
complete -c data-synth -l radius -x -d 'distance of the outermost centres of ring and grid from 0, along an axis'
complete -c data-synth -l sd -x -d 'standard deviation of each Gaussian in ring and grid'
complete -c data-synth -l class -x -d 'only rows of this class, by number from 0'
complete -c data-synth -s o -l output -r -F -d 'where to write; - is stdout'
complete -c data-synth -l bare -d 'leave out provenance'
complete -c data-synth -l seed -x -a '(__gentools_ask seed)' -d 'seed of all random numbers; random draws one and prints it'
complete -c data-synth -s j -l threads -x -d 'number of threads; the result does not depend on it'
complete -c data-synth -l progress -x -a 'auto bar log none' -d 'what to show on stderr; auto: a bar on a terminal, else a log'
complete -c data-synth -l force -d 'also replace a file of another kind'
complete -c data-synth -s q -l quiet -d 'errors only'
complete -c data-synth -s v -l verbose -d 'say more; -vv also where the time went, -vvv every product'
complete -c data-synth -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c data-synth -l print-config -d 'print all options as such a file and stop'
complete -c data-synth -s h -l help -d 'print this and stop'
complete -c data-synth -l version -d 'print the versions of the tool and its libraries and stop'
