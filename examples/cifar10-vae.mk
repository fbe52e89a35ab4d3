# make -f examples/cifar10-vae.mk [CIFAR10_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=20] [DRAWS=48]     from the top of the tree, after a build
# A convolutional VAE of colour pictures, 32x32x3, once with each likelihood that suits them. CIFAR10_DIR holds data_batch_*.bin and test_batch.bin
# (the binary version); without it coloured shapes are drawn.
# Results:
#   samples-KIND.png           draws from the prior
#   reconstructions-KIND.png   test pictures, in every second row as the model gives them back
#   likelihoods.tsv            losses on the test set and bits per dimension
#   curves.png                 training curves
OUT ?= examples/out/cifar10-vae
EPOCHS ?= 20
ENCODER ?= conv:32,64,128,256
BATCH ?= 64
kinds := gaussian gaussian-full logistic

all: $(kinds:%=$(OUT)/samples-%.png) $(kinds:%=$(OUT)/reconstructions-%.png) $(OUT)/likelihoods.tsv $(OUT)/curves.png
include $(dir $(lastword $(MAKEFILE_LIST)))recipe.mk
.PHONY: all

ifdef CIFAR10_DIR
$(OUT)/train.h5: | $(OUT)
	data-import $(sort $(wildcard $(CIFAR10_DIR)/data_batch_*.bin)) -o $@
$(OUT)/test.h5: | $(OUT)
	data-import $(CIFAR10_DIR)/test_batch.bin -o $@
else
TRAIN ?= 10000
TEST ?= 2000
$(OUT)/train.h5: | $(OUT)
	data-synth shapes -n $(TRAIN) --seed 1 -o $@
$(OUT)/test.h5: | $(OUT)
	data-synth shapes -n $(TEST) --seed 2 -o $@
endif

$(OUT)/vae-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --encoder $(ENCODER) --latent 128 --likelihood $* --batch $(BATCH) --epochs $(EPOCHS) --keep best \
	    --metrics $(OUT)/vae-$*.tsv --resume -o $@
$(OUT)/curves.png: $(kinds:%=$(OUT)/vae-%.h5)
	metrics-plot $(kinds:%=$(OUT)/vae-%.tsv) --columns loss,valid_loss -o $@
$(OUT)/likelihoods.tsv: $(kinds:%=$(OUT)/vae-%.h5)
	{ printf 'likelihood\telbo\tbits_per_dimension\n'; \
	  for kind in $(kinds); do vae-eval $(OUT)/vae-$$kind.h5 $(OUT)/test.h5 --samples 20 --take 500 | awk -F '\t' -v OFS='\t' -v kind=$$kind ' \
	      { value[$$1] = $$2 } END { print kind, value["elbo"], value["bits_per_dimension"] }'; done; } >$@
