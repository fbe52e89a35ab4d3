# fish completion for data-import, made by data-import --generate fish
function __gentools_ask
    set -l line (commandline -opc)
    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null
end
complete -c data-import -l type -x -a 'auto idx npy mat images cifar10 csv' -d 'format of the input; auto: recognised by its content'
complete -c data-import -l labels -r -F -d 'file of labels, or the column of a table'
complete -c data-import -l shape -x -d 'how the numbers of a row make an image'
complete -c data-import -l class -x -d 'only rows of these classes, by number from 0'
complete -c data-import -l shuffle -d 'shuffle the rows first'
complete -c data-import -l skip -x -d 'leave out the first N rows'
complete -c data-import -l take -x -d 'take at most N rows'
complete -c data-import -l crop -x -d 'cut out the middle, or the part whose upper left corner is X,Y; W:H: the largest part of that shape, as 1:1'
complete -c data-import -l resize -x -d 'scale to this size'
complete -c data-import -l grey -d 'turn colours into grey'
complete -c data-import -l binarize -x -a 'threshold static' -d 'make pixels black or white: at half the range, or by one random draw each'
complete -c data-import -l compress -x -d 'deflate the pixels: 0 (not) to 9'
complete -c data-import -s o -l output -r -F -d 'where to write; - is stdout'
complete -c data-import -l bare -d 'leave out provenance'
complete -c data-import -l seed -x -a '(__gentools_ask seed)' -d 'seed of all random numbers; random draws one and prints it'
complete -c data-import -s j -l threads -x -d 'number of threads; the result does not depend on it'
complete -c data-import -l progress -x -a 'auto bar log none' -d 'what to show on stderr; auto: a bar on a terminal, else a log'
complete -c data-import -l force -d 'also replace a file of another kind'
complete -c data-import -s q -l quiet -d 'errors only'
complete -c data-import -s v -l verbose -d 'say more'
complete -c data-import -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c data-import -l print-config -d 'print all options as such a file and stop'
complete -c data-import -s h -l help -d 'print this and stop'
complete -c data-import -l version -d 'print the versions of the tool and its libraries and stop'
