# make -f examples/elbo-curves.mk MNIST_DIR=FOLDER [OUT=FOLDER] [STEPS=100000]     from the top of the tree, after a build; about an hour on two cores
# Kingma and Welling, "Auto-encoding variational Bayes", Figure 2: the lower bound on MNIST for 3, 5, 10 and 20 latent dimensions at 1e7 training
# examples. Their setting: one hidden layer of 500 tanh units on each side, weights from N(0, 0.01), Adagrad, batches of 100, one latent sample per
# image, a small weight decay. They do not say how pixels were binarised: grey (no likelihood, then) and drawn anew at every step are both run.
# Results:
#   elbo-curves.tsv   pixels, latent size, our bound on the test set, theirs (read off the figure), the difference (positive: ours is better)
#   curves.svg        the bounds against the steps
OUT ?= examples/out/elbo-curves
STEPS ?= 100000
LR ?= 0.02
ADAGRAD ?= --optimizer adagrad --lr $(LR)

all: $(OUT)/elbo-curves.tsv $(OUT)/curves.svg
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

sizes := 3 5 10 20
theirs-3 := -138.0
theirs-5 := -124.1
theirs-10 := -108.5
theirs-20 := -104.7
grey := none
drawn := dynamic
runs := $(sizes:%=grey-%) $(sizes:%=drawn-%)

# $(call train,PIXELS): of the target PIXELS-SIZE.h5.
train = vae-train $(OUT)/train.h5 --valid $(OUT)/test.h5 --latent $* --encoder mlp:500 --decoder mlp:500 --activation tanh --init normal:0.1 \
    --batch 100 --steps $(STEPS) $(ADAGRAD) --binarize $($(1)) --metrics $(OUT)/$(1)-$*.tsv --resume -o $@
$(OUT)/grey-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	$(call train,grey)
$(OUT)/drawn-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	$(call train,drawn)

$(OUT)/elbo-curves.tsv: $(runs:%=$(OUT)/%.h5)
	{ printf 'pixels\tlatent\tbound\tpublished\tdifference\n'; \
	  $(foreach pixels,grey drawn,$(foreach size,$(sizes),printf '$(pixels)\t$(size)\t'; \
	  awk -v columns=valid_loss -f $(here)last.awk $(OUT)/$(pixels)-$(size).tsv | \
	      awk '{ printf "%.2f\t%s\t%.2f\n", -$$1, "$(theirs-$(size))", -$$1 - ($(theirs-$(size))) }';)) } >$@
$(OUT)/curves.svg: $(runs:%=$(OUT)/%.h5)
	metrics-plot $(runs:%=$(OUT)/%.tsv) --columns valid_loss --y-range 95,160 -o $@
