# make -f examples/frey-faces.mk [FREY=frey_rawface.mat] [OUT=FOLDER] [EPOCHS=6390]     from the top of the tree, after a build
# The Frey faces of Kingma and Welling, 2014: 1,965 frames of a film, 28x20 pixels, a Gaussian decoder with sigmoid means and a log-variance for each
# pixel, 1e7 examples seen (EPOCHS=6390). Without FREY shapes are drawn.
# A random split of a film leaks: the neighbours of a test frame, nearly equal to it, are in the training set. That is how the published numbers
# were made; the block split (the last 400 frames) is the honest one, and much worse.
# Results:
#   bounds.tsv                         lower bound on the test set, nats, at the best epoch: both splits, a log-variance for each pixel, or one
#   manifold.png                       a model with two latent dimensions: the faces on a grid of codes, quantiles 0.05 ... 0.95 of the prior each way
#   samples-random-gaussian-full.png   draws from the prior of the model of the random split
OUT ?= examples/out/frey-faces
EPOCHS ?= 6390
TEST ?= 400

all: $(OUT)/bounds.tsv $(OUT)/manifold.png $(OUT)/samples-random-gaussian-full.png
include $(dir $(lastword $(MAKEFILE_LIST)))recipe.mk
.PHONY: all

ifdef FREY
TRAIN ?= 1565
frames := $(FREY) --shape 1x28x20
$(OUT)/train-random.h5: | $(OUT)
	data-import $(frames) --shuffle --seed 0 --take $(TRAIN) -o $@
$(OUT)/test-random.h5: | $(OUT)
	data-import $(frames) --shuffle --seed 0 --skip $(TRAIN) --take $(TEST) -o $@
$(OUT)/train-block.h5: | $(OUT)
	data-import $(frames) --take $(TRAIN) -o $@
$(OUT)/test-block.h5: | $(OUT)
	data-import $(frames) --skip $(TRAIN) --take $(TEST) -o $@
else
TRAIN ?= 1565
$(OUT)/train-%.h5: | $(OUT)
	data-synth digits --size 20 -n $(TRAIN) --seed 1 -o $@
$(OUT)/test-%.h5: | $(OUT)
	data-synth digits --size 20 -n $(TEST) --seed 2 -o $@
endif

# vae-SPLIT-LIKELIHOOD.h5
train = vae-train $< --valid $(word 2,$^) --encoder mlp:200 --activation tanh --latent 10 --batch 100 --epochs $(EPOCHS) --keep best --resume -o $@
$(OUT)/vae-random-%.h5: $(OUT)/train-random.h5 $(OUT)/test-random.h5
	$(train) --likelihood $* --metrics $(OUT)/random-$*.tsv
$(OUT)/vae-block-%.h5: $(OUT)/train-block.h5 $(OUT)/test-block.h5
	$(train) --likelihood $* --metrics $(OUT)/block-$*.tsv

# The highest bound, the least of the losses, over epochs.
best = awk -F '\t' -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; ++i) if ($$i == "valid_loss") at = i; next } \
	best == "" || $$at < best { best = $$at; epoch = $$1 } END { print -best, epoch }'
runs := random-gaussian-full random-gaussian block-gaussian-full block-gaussian
$(OUT)/bounds.tsv: $(runs:%=$(OUT)/vae-%.h5)
	{ printf 'split-likelihood\tbound\tepoch\n'; for run in $(runs); do printf "$$run\t"; $(best) $(OUT)/$$run.tsv; done; } >$@

$(OUT)/plane.h5: $(OUT)/train-random.h5
	vae-train $< --encoder mlp:200 --activation tanh --latent 2 --likelihood gaussian-full --batch 100 --epochs $(EPOCHS) \
	    --metrics $(OUT)/plane.tsv --resume -o $@
$(OUT)/manifold.png: $(OUT)/plane.h5
	latent-interp $< --grid 0.05,0.95,0.05,0.95 --steps 12 | img-grid - -o $@
