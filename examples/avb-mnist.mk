# make -f examples/avb-mnist.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [AVB_EPOCHS=25] [VAE_EPOCHS=85]     from the top of the tree, after a build
# Adversarial variational Bayes with adaptive contrast beside a VAE with the same decoder and about the same processor time: eight latent numbers,
# pixels drawn anew at every step. T's bound is an estimate and may lie above log p(x), so both are judged by annealed importance sampling, with the
# same start (the prior), distributions and chains; on images that the models made the chains go both ways, which brackets log p(x).
# Results:
#   MODEL-log-p.tsv     of each MODEL, avb and vae: log p(x) of 100 test images, and the gap on simulated ones
#   MODEL-pairs.png     test images, and below them what the model makes of their codes
#   MODEL-samples.png   64 draws
OUT ?= examples/out/avb-mnist
AVB_EPOCHS ?= 25
VAE_EPOCHS ?= 85
AIS ?= 1000,16
IMAGES ?= 100
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk

kinds := avb vae
all: $(foreach k,$(kinds),$(addprefix $(OUT)/$k-,log-p.tsv pairs.png samples.png))
.PHONY: all
.DEFAULT_GOAL := all
both := --latent 8 --encoder mlp:300,300 --binarize dynamic --batch 128 --lr 5e-4 --lr-schedule cosine --resume

$(OUT)/avb.h5: $(OUT)/train.h5
	avb-train $< --adaptive-contrast $(both) --epochs $(AVB_EPOCHS) --metrics $(OUT)/avb.tsv -o $@
$(OUT)/vae.h5: $(OUT)/train.h5
	vae-train $< $(both) --epochs $(VAE_EPOCHS) --metrics $(OUT)/vae.tsv -o $@
$(OUT)/%-log-p.tsv: $(OUT)/%.h5 $(OUT)/test.h5
	vae-eval $< $(OUT)/test.h5 --binarize dynamic --ais $(AIS) --ais-start prior --take $(IMAGES) >$@
$(OUT)/%-pairs.png: $(OUT)/%.h5 $(OUT)/test.h5
	latent-encode $< $(OUT)/test.h5 | gen-sample $< --latents - -n 24 | img-grid $(OUT)/test.h5 - --take 24 --columns 12 --interleave -o $@
$(OUT)/%-samples.png: $(OUT)/%.h5
	gen-sample $< -n 64 | img-grid - -o $@
