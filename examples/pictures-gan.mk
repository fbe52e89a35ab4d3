# make -f examples/pictures-gan.mk DATA=FILE.h5 [OUT=FOLDER] [EPOCHS=20] [DRAWS=48]     from the top of the tree, after a build
# A DCGAN of colour pictures: those of cifar10-vae.mk or celeba-vae.mk (train.h5 in its folder), or coloured shapes where DATA is not given. The terms
# of CelebA allow none of its faces in public; samples are of nobody.
# Results:
#   samples.png     samples of the averaged generator
#   curves.png      losses of D and G, with the monitor's events
OUT ?= examples/out/pictures-gan
EPOCHS ?= 20
TRAIN ?= 3000
DISCRIMINATOR ?= dcgan:64
DRAWS ?= 48

all: $(OUT)/samples.png $(OUT)/curves.png
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
.PHONY: all

ifndef DATA
DATA := $(OUT)/train.h5
$(DATA): | $(OUT)
	data-synth shapes -n $(TRAIN) --seed 1 -o $@
endif

$(OUT)/gan.h5: $(DATA) | $(OUT)
	gan-train $< --discriminator $(DISCRIMINATOR) --ema 0.999 --epochs $(EPOCHS) --metrics $(OUT)/gan.tsv --resume -o $@
$(OUT)/samples.png: $(OUT)/gan.h5
	gen-sample $< -n $(DRAWS) | img-grid - --columns 12 -o $@
$(OUT)/curves.png: $(OUT)/gan.h5
	metrics-plot $(OUT)/gan.tsv --x step -o $@
