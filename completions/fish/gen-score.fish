# fish completion for gen-score, made by gen-score --generate fish
function __gentools_ask
    set -l line (commandline -opc)
    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null
end
complete -c gen-score -l features -r -F -a '(__gentools_ask features)' -d 'what is looked at: auto, pixels, pca:K, conv:SEED, a model, or files of features'
complete -c gen-score -l metrics -x -d 'which numbers: quick (those that take seconds), all, or some by name'
complete -c gen-score -l train -r -F -d 'what the model was trained on, to see what it has memorised'
complete -c gen-score -l compare -d 'one table of several SAMPLES'
complete -c gen-score -l take -x -d 'only the first N of each'
complete -c gen-score -l values-only -d 'leave out the columns real and trivial, which take three times as long as the values'
complete -c gen-score -l statistics -r -F -d 'keep the mean and covariance of the features of REAL there, and use them again where they are those'
complete -c gen-score -l max -x -d 'exit with status 1 where a score is above this'
complete -c gen-score -l min -x -d 'the same where it is below'
complete -c gen-score -l k -x -d 'neighbours for precision, recall, density and coverage'
complete -c gen-score -l precision-balls -x -a 'closed open' -d 'whether a row just at the k-th neighbour\'s distance lies within (<=), for precision and recall; closed is Kynkaanniemi\'s'
complete -c gen-score -l density-balls -x -a 'open closed' -d 'the same for density and coverage; open (<) is Naeem\'s'
complete -c gen-score -l ms-ssim -x -a 'by-size compare-gan' -d 'scales by the size of images and random pairs; or five scales and batches of 64, as the code of compare_gan has it'
complete -c gen-score -l seed -x -a '(__gentools_ask seed)' -d 'seed of all random numbers; random draws one and prints it'
complete -c gen-score -s j -l threads -x -d 'number of threads; the result does not depend on it'
complete -c gen-score -l progress -x -a 'auto bar log none' -d 'what to show on stderr; auto: a bar on a terminal, else a log'
complete -c gen-score -l force -d 'also replace a file of another kind'
complete -c gen-score -l format -x -a 'table tsv json' -d 'form of the report: for people, or with all digits for programs'
complete -c gen-score -s q -l quiet -d 'errors only'
complete -c gen-score -s v -l verbose -d 'say more'
complete -c gen-score -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c gen-score -l print-config -d 'print all options as such a file and stop'
complete -c gen-score -s h -l help -d 'print this and stop'
complete -c gen-score -l version -d 'print the versions of the tool and its libraries and stop'
