# make -f examples/ali.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [SEEDS="0 1 ... 9"] [EPOCHS=20]     from the top of the tree, after a build
# Adversarially learned inference: one discriminator that judges pairs of image and code.
# 25 Gaussians on a grid with the networks of PacGAN (G of 4 x 400 units with batch norm, D of 3 x 200 maxout units of 5 pieces): how many of the
# modes have a sample next to them, of ALI and of a GAN with the same networks. Their runs have 400 epochs.
# BiGAN on digits whose pixels could be in any order: whether the nearest training code tells the class of a test image, and how near G(E(x)) is to x,
# beside G of another image's code.
# Results:
#   modes.tsv            modes covered by 10,000 samples, of each seed
#   nearest.tsv          1-nearest-neighbour classification by E(x), and by pixels
#   reconstruction.tsv   distances of test images from what G makes of their codes, and of those of others
#   pairs.png            test images, and below them G(E(x))
OUT ?= examples/out/ali
SEEDS ?= 0 1 2 3 4 5 6 7 8 9
EPOCHS ?= 20
BIGAN_EPOCHS ?= 25
POINTS ?= 100000
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk

all: $(addprefix $(OUT)/,modes.tsv nearest.tsv reconstruction.tsv pairs.png)
.PHONY: all
.DEFAULT_GOAL := all

kinds := gan ali
nets := --generator mlp:400,400,400,400,norm=batch --discriminator mlp:200,200,200,maxout=5 --batch 100 --lr 1e-4 --betas 0.8,0.999 --watch off
runs := $(foreach k,$(kinds),$(SEEDS:%=$k-%))

$(OUT)/grid.h5: | $(OUT)
	data-synth grid -n $(POINTS) --seed 1 -o $@
$(SEEDS:%=$(OUT)/gan-%.h5): $(OUT)/gan-%.h5: $(OUT)/grid.h5
	gan-train $< --latent 2 $(nets) --epochs $(EPOCHS) --seed $* --resume -o $@
$(SEEDS:%=$(OUT)/ali-%.h5): $(OUT)/ali-%.h5: $(OUT)/grid.h5
	alphagan-train $< --mode ali --latent 2 $(nets) --encoder mlp:400,400,400,400,norm=batch --epochs $(EPOCHS) --seed $* --resume -o $@
$(runs:%=$(OUT)/%-score.tsv): $(OUT)/%-score.tsv: $(OUT)/%.h5
	gen-sample $< -n 10000 --seed 1 | gen-score $(OUT)/grid.h5 - --metrics modes --values-only >$@
$(OUT)/modes.tsv: $(runs:%=$(OUT)/%-score.tsv)
	{ printf 'kind\tseed\tmodes\n'; \
	  $(foreach k,$(kinds),$(foreach s,$(SEEDS),printf '$k\t$s\t'; awk 'NR == 2 { print $$2 }' $(OUT)/$k-$s-score.tsv;)) } >$@

$(OUT)/bigan.h5: $(OUT)/train.h5
	alphagan-train $< --mode ali --codes points --latent 50 --latent-noise uniform --encoder mlp:1024,1024,norm=batch \
	    --generator mlp:1024,1024,norm=batch --discriminator mlp:1024,1024 --range 0,1 --batch 128 --lr 2e-4 --weight-decay 2.5e-5 \
	    --epochs $(BIGAN_EPOCHS) --metrics $(OUT)/bigan.tsv --watch off --resume -o $@
$(OUT)/nearest.tsv: $(OUT)/bigan.h5 $(OUT)/train.h5 $(OUT)/test.h5
	gen-score $(OUT)/test.h5 $(OUT)/train.h5 --features $< --metrics 1-nn --values-only >$@
	gen-score $(OUT)/test.h5 $(OUT)/train.h5 --features pixels --metrics 1-nn --values-only | tail -n 1 >>$@
$(OUT)/reconstruction.tsv: $(OUT)/bigan.h5 $(OUT)/test.h5
	kl-check $< $(OUT)/test.h5 --only collapse >$@ || true
$(OUT)/pairs.png: $(OUT)/bigan.h5 $(OUT)/test.h5
	latent-encode $< $(OUT)/test.h5 | gen-sample $< --latents - -n 24 | img-grid $(OUT)/test.h5 - --take 24 --columns 12 --interleave -o $@
