# fish completion for gentools, made by gentools --generate fish
complete -c gentools -f
complete -c gentools -a 'doctor help data-import data-synth vae-train gan-train feature-train gen-sample latent-encode latent-interp kl-check vae-eval img-grid metrics-plot h5-sum data-import data-synth vae-train gan-train feature-train gen-sample latent-encode latent-interp kl-check vae-eval img-grid metrics-plot h5-sum'
complete -c gentools -s j -l threads -x -d 'number of threads; the result does not depend on it'
complete -c gentools -l format -x -a 'table tsv json' -d 'form of the report: for people, or with all digits for programs'
complete -c gentools -s q -l quiet -d 'errors only'
complete -c gentools -s v -l verbose -d 'say more'
complete -c gentools -l config -r -F -d 'read options from a file, one name = value per line; the command line wins'
complete -c gentools -l print-config -d 'print all options as such a file and stop'
complete -c gentools -s h -l help -d 'print this and stop'
complete -c gentools -l version -d 'print the versions of the tool and its libraries and stop'
