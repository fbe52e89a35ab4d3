# make -j2 -f examples/sweep/sweep.mk [OUT=FOLDER] [TABLE=FILE] [BASE=FILE] [TRAINER=vae-train]     from the top of the tree, after a build
# Trains all runs of a table, as many at once as -j says, each on one processor, and puts them side by side. What is done is not done again, and what
# was stopped goes on: call make until it is satisfied. -k goes on with the others where a run fails.
# Results:
#   RUN.h5, RUN.tsv   the models and their training curves
#   table.tsv         a line a run: the options that differ, the best losses, the digest
#   bands.png         the validation loss, mean and standard deviation over the seeds
# `make data` makes what has to be there before a batch job: the data, RUN.conf of each run, and their names in `list`.
OUT ?= examples/out/sweep
sweep := $(dir $(lastword $(MAKEFILE_LIST)))
TABLE ?= $(sweep)table.tsv
BASE ?= $(sweep)base.conf
TRAIN ?= 2000
TEST ?= 500

all: $(OUT)/table.tsv $(OUT)/bands.png
include $(sweep)../common.mk
export OMP_NUM_THREADS ?= 1
export TRAINER ?= vae-train
.PHONY: all data

runs := $(shell mkdir -p $(OUT) && $(sweep)make-runs $(TABLE) $(BASE) $(OUT) && cat $(OUT)/list)
ifneq ($(.SHELLSTATUS),0)
$(error no runs)
endif
models := $(runs:%=$(OUT)/%.h5)

data: $(OUT)/train.h5 $(OUT)/valid.h5
$(OUT)/train.h5: | $(OUT)
	data-synth digits -n $(TRAIN) --seed 1 -o $@
$(OUT)/valid.h5: | $(OUT)
	data-synth digits -n $(TEST) --seed 2 -o $@

# A model that was done before is left as it is; make looks at its time.
$(models): $(OUT)/%.h5: $(OUT)/%.conf | data
	$(sweep)train-one $(OUT) $* --progress none
	touch $@

$(OUT)/table.tsv: $(models) $(OUT)/list
	cd $(OUT) && h5-sum --table $$(sed 's/$$/.h5/' list) >$(@F)
$(OUT)/bands.png: $(models) $(OUT)/list
	cd $(OUT) && metrics-plot $$(sed 's/$$/.h5/' list) --band sd --columns valid_loss -o $(@F)
