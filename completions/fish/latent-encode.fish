# fish completion for latent-encode, made by latent-encode --generate fish
function __gentools_ask
    set -l line (commandline -opc)
    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null
end
complete -c latent-encode -l means -d 'put the mean of q(z|x) into /latents instead of a sample'
complete -c latent-encode -l raw -d 'use the latest weights of a model that has moving averages'
complete -c latent-encode -l portable -d 'the same bytes on every x86-64-v3 processor (AVX2, FMA), whoever made it: kernels and products of our own, chosen for none'
complete -c latent-encode -s o -l output -r -F -d 'where to write; - is stdout'
complete -c latent-encode -l bare -d 'leave out provenance'
complete -c latent-encode -l seed -x -a '(__gentools_ask seed)' -d 'seed of all random numbers; random draws one and prints it'
complete -c latent-encode -s j -l threads -x -d 'number of threads; the result does not depend on it'
complete -c latent-encode -l progress -x -a 'auto bar log none' -d 'what to show on stderr; auto: a bar on a terminal, else a log'
complete -c latent-encode -l force -d 'also replace a file of another kind'
complete -c latent-encode -l sandbox -x -a 'auto always never' -d 'parse HDF5 in a process that can do nothing else; auto: what comes through a pipe, belongs to another user or was made by another program'
complete -c latent-encode -s q -l quiet -d 'errors only'
complete -c latent-encode -s v -l verbose -d 'say more; -vv also where the time went, -vvv every product'
complete -c latent-encode -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c latent-encode -l print-config -d 'print all options as such a file and stop'
complete -c latent-encode -s h -l help -d 'print this and stop'
complete -c latent-encode -l version -d 'print the versions of the tool and its libraries and stop'
