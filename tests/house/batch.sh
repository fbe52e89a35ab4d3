#!/bin/sh
# batch.sh SOURCE TOOLS: examples/train.sbatch under a Slurm made of two shell scripts. The first run is stopped by SIGTERM and must go back into the
# queue; the second ends; the model is that of a run that nobody stopped.
set -e
batch=$1/examples/train.sbatch
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
cat >"$scratch/bin/srun" <<'END'
#!/bin/sh
# Stops the first step as soon as it has finished an epoch.
while [ "${1#-}" != "$1" ]; do shift; done
"$@" &
step=$!
if [ ! -e stopped ]; then
    until [ "$(wc -l <model.h5.tsv 2>/dev/null || echo 0)" -ge 2 ]; do kill -0 $step || break; sleep 0.01; done
    kill -TERM $step
    touch stopped
fi
wait $step
END
cat >"$scratch/bin/scontrol" <<'END'
#!/bin/sh
echo "$*" >>requeued
END
chmod +x "$scratch/bin/srun" "$scratch/bin/scontrol"
PATH=$scratch/bin:$2:$PATH
export PATH
cd "$scratch"
options="--latent 2 --encoder mlp:64 --decoder mlp:64 --epochs 60 --batch 32"
data-synth digits -n 2000 -o digits.h5

# shellcheck disable=SC2086
SLURM_JOB_ID=17 SLURM_CPUS_PER_TASK=2 "$batch" digits.h5 model.h5 $options 2>log || { cat log; exit 1; }
[ "$(cat requeued)" = "requeue 17" ] || { echo "a stopped job was not put back into the queue"; cat log; exit 1; }
[ ! -e model.h5 ] || { echo "a stopped job left a model"; exit 1; }
# shellcheck disable=SC2086
SLURM_JOB_ID=17 SLURM_CPUS_PER_TASK=2 "$batch" digits.h5 model.h5 $options 2>log || { cat log; exit 1; }
[ "$(wc -l <requeued)" = 1 ] || { echo "a finished job was put back into the queue"; exit 1; }
# shellcheck disable=SC2086
"$batch" digits.h5 plain.h5 $options 2>log || { cat log; exit 1; }
cmp model.h5 plain.h5
