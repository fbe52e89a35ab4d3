# fish completion for gen-sample, made by gen-sample --generate fish
function __gentools_ask
    set -l line (commandline -opc)
    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null
end
complete -c gen-sample -s n -l count -x -d 'how many images; with --latents, the first N of them'
complete -c gen-sample -l latents -r -F -d 'decode these latents, those kept with samples, or points, instead of drawing any'
complete -c gen-sample -l draw -d 'draw the pixels from p(x|z) instead of giving its mean'
complete -c gen-sample -l temperature -x -d 'scale of the prior\'s standard deviation'
complete -c gen-sample -l truncation -x -d 'redraw normal latent numbers until they lie within T standard deviations; 0: keep all'
complete -c gen-sample -l class -x -a '(__gentools_ask class)' -d 'for a conditional model: the class to draw, by name or by number from 0, or each in turn'
complete -c gen-sample -l prior -x -a '(__gentools_ask prior)' -d 'distribution of latent numbers: the model\'s prior, or gmm:K, a mixture of K Gaussians fitted to --encodings'
complete -c gen-sample -l encodings -r -F -d 'latents of the training images, from latent-encode'
complete -c gen-sample -l raw -d 'use the latest weights of a model that has moving averages'
complete -c gen-sample -l precision -x -a 'fp32 bf16' -d 'numbers that products are computed of: floats, or bfloat16 on processors that have instructions for it; sums and weights stay floats'
complete -c gen-sample -l units -x -a 'original stored' -d 'where the data were transformed: give numbers as they were before it, or as the model knows them'
complete -c gen-sample -s o -l output -r -F -d 'where to write; - is stdout'
complete -c gen-sample -l bare -d 'leave out provenance'
complete -c gen-sample -l seed -x -a '(__gentools_ask seed)' -d 'seed of all random numbers; random draws one and prints it'
complete -c gen-sample -s j -l threads -x -d 'number of threads; the result does not depend on it'
complete -c gen-sample -l progress -x -a 'auto bar log none' -d 'what to show on stderr; auto: a bar on a terminal, else a log'
complete -c gen-sample -l force -d 'also replace a file of another kind'
complete -c gen-sample -l sandbox -x -a 'auto always never' -d 'parse HDF5 in a process that can do nothing else; auto: what comes through a pipe, belongs to another user or was made by another program'
complete -c gen-sample -s q -l quiet -d 'errors only'
complete -c gen-sample -s v -l verbose -d 'say more; -vv also where the time went, -vvv every product'
complete -c gen-sample -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c gen-sample -l print-config -d 'print all options as such a file and stop'
complete -c gen-sample -s h -l help -d 'print this and stop'
complete -c gen-sample -l version -d 'print the versions of the tool and its libraries and stop'
