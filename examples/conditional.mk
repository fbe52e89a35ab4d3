# make -f examples/conditional.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=10]     from the top of the tree, after a build
# A conditional VAE draws the digit it is asked for, where z is too small or too dear to carry the class beside it. 5,000 images, 500 a
# class, are read by a classifier of real digits.
# Results:
#   asked.tsv       the part of the images that are read as what was asked for: few dimensions or a dear z, and a z with room for the class
#   digits.png      a column for each class, from the model with 10 dimensions and beta 4
OUT ?= examples/out/conditional
EPOCHS ?= 10
COUNT ?= 5000

all: $(OUT)/asked.tsv $(OUT)/digits.png
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

models := latent-10-beta-4 latent-2-beta-1 latent-20-beta-1
sets := test $(models:%=asked-%)

$(OUT)/vae-%.h5: $(OUT)/train.h5
	vae-train $< --condition labels --encoder mlp:400 --latent $(word 2,$(subst -, ,$*)) --beta $(word 4,$(subst -, ,$*)) --epochs $(EPOCHS) \
	    --metrics $(OUT)/vae-$*.tsv --resume -o $@
$(OUT)/asked-%.h5: $(OUT)/vae-%.h5
	gen-sample $< -n $(COUNT) --class all -o $@
$(OUT)/reader.h5: $(OUT)/train.h5
	feature-train $< -o $@
$(OUT)/read-%.tsv: $(OUT)/reader.h5 $(OUT)/%.h5
	vae-eval --classify $^ >$@
$(OUT)/asked.tsv: $(sets:%=$(OUT)/read-%.tsv)
	{ printf 'images\tread_as_asked\n'; \
	  for set in $(sets); do printf "$$set\t"; awk '$$1 == "accuracy" { print $$2 }' $(OUT)/read-$$set.tsv; done; } >$@
$(OUT)/digits.png: $(OUT)/asked-latent-10-beta-4.h5
	img-grid $< --take 100 --columns 10 --labels -o $@
