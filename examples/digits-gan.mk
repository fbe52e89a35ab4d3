# make -f examples/digits-gan.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=10]     from the top of the tree, after a build
# A DCGAN of digits. 10,000 samples are read by a classifier of real digits: are all ten classes there, and how often?
# Results:
#   samples.png     64 samples
#   classes.tsv     classes present, KL from the uniform distribution, counts
#   curves.png      losses of D and G, with the monitor's events
OUT ?= examples/out/digits-gan
EPOCHS ?= 10
COUNT ?= 10000

all: $(OUT)/samples.png $(OUT)/classes.tsv $(OUT)/curves.png
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

$(OUT)/gan.h5: $(OUT)/train.h5
	gan-train $< --discriminator dcgan:64,128 --ema 0.999 --epochs $(EPOCHS) --metrics $(OUT)/gan.tsv --resume -o $@
$(OUT)/samples.png: $(OUT)/gan.h5
	gen-sample $< -n 64 | img-grid - --columns 8 -o $@
$(OUT)/reader.h5: $(OUT)/train.h5
	feature-train $< -o $@
$(OUT)/classes.tsv: $(OUT)/gan.h5 $(OUT)/reader.h5
	gen-sample $< -n $(COUNT) -o $(OUT)/samples.h5
	sample-report classes $(OUT)/samples.h5 $(OUT)/reader.h5 >$@
$(OUT)/curves.png: $(OUT)/gan.h5
	metrics-plot $(OUT)/gan.tsv --x step -o $@
