# make -f examples/interpolation.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=10] [GAN_EPOCHS=10]     from the top of the tree, after a build
# What lies between two digits: one network, 784-400-z-400-784, trained for reconstruction only, for divergence only and for both, and a DCGAN.
#   autoencoder   nothing was asked of what lies between two codes
#   kl-only       every image has the prior as its code, and the decoder stays as it was initialised: there is nothing to go between
#   vae           codes fill the prior: what lies between two of them is a digit too
#   gan           has no codes for images: the ends are draws that a classifier reads as the two digits
# Of the first 1,000 test images, and draws of the GAN, the classifier is surest of the ends.
# Results:
#   interpolation.png   a row for each model, one of PAIRS under the other
#   smoothness.tsv      500 paths between test images (GAN: between draws): mean perceptual path length and largest jump of neighbouring images, of
#                       32 a path, in pixels and in the classifier's probabilities
#   manifold.png        a VAE with two latent dimensions: what it makes of the quantiles 0.05 ... 0.95 of the prior, x to the right and y upwards
OUT ?= examples/out/interpolation
EPOCHS ?= 10
GAN_EPOCHS ?= 10
PAIRS ?= 3-8 4-0 7-2

all: $(OUT)/interpolation.png $(OUT)/smoothness.tsv $(OUT)/manifold.png
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

ways := autoencoder kl-only vae
models := $(ways) gan
COUNT ?= 1000
PATHS ?= 500

$(ways:%=$(OUT)/%.h5): $(OUT)/%.h5: $(OUT)/train.h5
	vae-train $< --latent 20 --objective $* --epochs $(EPOCHS) --resume -o $@
$(OUT)/plane.h5: $(OUT)/train.h5
	vae-train $< --latent 2 --encoder mlp:500,500 --epochs $$((2 * $(EPOCHS))) --resume -o $@
$(OUT)/gan.h5: $(OUT)/train.h5
	gan-train $< --discriminator dcgan:64,128 --ema 0.999 --epochs $(GAN_EPOCHS) --resume -o $@
$(OUT)/reader.h5: $(OUT)/train.h5
	feature-train $< -o $@

# Which class the classifier sees in each image, and how sure it is of it. The draws of the GAN are those that latent-interp goes between.
$(OUT)/read-images.tsv: $(OUT)/test.h5 $(OUT)/reader.h5
	sample-report each $^ | awk 'NR <= $(COUNT) + 1' >$@
$(OUT)/read-draws.tsv: $(OUT)/gan.h5 $(OUT)/reader.h5
	gen-sample $< -n $(COUNT) -o $(OUT)/draws.h5
	sample-report each $(OUT)/draws.h5 $(OUT)/reader.h5 >$@
$(OUT)/pairs-%.txt: $(OUT)/read-%.tsv
	awk -F '\t' -v pairs="$(PAIRS)" 'NR > 1 && $$3 > sure[$$2] { sure[$$2] = $$3; row[$$2] = $$1 } \
	    END { n = split(pairs, pair, " "); for (i = 1; i <= n; ++i) { split(pair[i], digit, "-"); print row[digit[1]] + 0, row[digit[2]] + 0 } }' $< >$@

$(ways:%=$(OUT)/paths-%.h5): $(OUT)/paths-%.h5: $(OUT)/%.h5 $(OUT)/test.h5 $(OUT)/pairs-images.txt
	latent-interp $< $(OUT)/test.h5 --pairs $(OUT)/pairs-images.txt --steps 16 -o $@
$(OUT)/paths-gan.h5: $(OUT)/gan.h5 $(OUT)/pairs-draws.txt
	latent-interp $< --pairs $(OUT)/pairs-draws.txt --steps 16 --path-type spherical -o $@
$(OUT)/interpolation.png: $(models:%=$(OUT)/paths-%.h5)
	img-grid $^ --interleave -o $@

$(OUT)/neighbours.txt: | $(OUT)
	awk 'BEGIN { for (i = 0; i < $(PATHS); ++i) print 2 * i, 2 * i + 1 }' >$@
measure = latent-interp $(1) --pairs $(OUT)/neighbours.txt --steps 32 -o $(OUT)/measured.h5 --smoothness $@
$(ways:%=$(OUT)/pixels-%.tsv): $(OUT)/pixels-%.tsv: $(OUT)/%.h5 $(OUT)/test.h5 $(OUT)/neighbours.txt
	$(call measure,$< $(OUT)/test.h5)
$(ways:%=$(OUT)/classes-%.tsv): $(OUT)/classes-%.tsv: $(OUT)/%.h5 $(OUT)/test.h5 $(OUT)/reader.h5 $(OUT)/neighbours.txt
	$(call measure,$< $(OUT)/test.h5) --features $(OUT)/reader.h5
$(OUT)/pixels-gan.tsv: $(OUT)/gan.h5 $(OUT)/neighbours.txt
	$(call measure,$<) --path-type spherical
$(OUT)/classes-gan.tsv: $(OUT)/gan.h5 $(OUT)/reader.h5 $(OUT)/neighbours.txt
	$(call measure,$<) --path-type spherical --features $(OUT)/reader.h5
last = awk -v columns=path_length,largest_jump -f $(here)last.awk
$(OUT)/smoothness.tsv: $(models:%=$(OUT)/pixels-%.tsv) $(models:%=$(OUT)/classes-%.tsv)
	{ printf 'model\tpath_length\tlargest_jump\tpath_length_of_classes\tlargest_jump_of_classes\n'; \
	  for model in $(models); do printf "$$model\t"; { $(last) $(OUT)/pixels-$$model.tsv; $(last) $(OUT)/classes-$$model.tsv; } | paste - -; done; } >$@

$(OUT)/manifold.png: $(OUT)/plane.h5
	latent-interp $< --grid 0.05,0.95,0.05,0.95 --steps 20 | img-grid - -o $@
