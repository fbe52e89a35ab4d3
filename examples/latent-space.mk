# make -f examples/latent-space.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=20]     from the top of the tree, after a build
# Why a variational autoencoder has both of its terms, and what else is said of it. One network, 784-400-z-400-784, trained in four ways:
#   autoencoder   reconstruction only: codes are anywhere, with gaps between them; what is decoded from a gap is no digit
#   kl-only       divergence only: every image gets the same code, the prior; nothing can be told apart
#   vae           both: the codes fill the prior and digits still have their places
#   beta0         the stochastic encoder without the divergence: it learns very different means and takes the variance away
# Results:
#   maps.png           the latent maps side by side (two latent dimensions)
#   samples.png        64 draws from the prior through each, one block under the other in the same order
#   objectives.tsv     losses on the test set
#   spread.tsv         20 latent dimensions: median standard deviation and variance of q(z|x), size of its mean
#   compression.tsv    lossy against lossless: squared error of autoencoders with 2 ... 784 latent dimensions beside PCA
#   overfitting.tsv    1,000 images: the gap between training and test reconstruction of autoencoder, beta0 and vae
OUT ?= examples/out/latent-space
EPOCHS ?= 20
SIZES ?= 2 4 8 16 32 64 128 256 512 784
FEW ?= 1000
FEW_EPOCHS ?= 200

all: $(addprefix $(OUT)/,maps.png samples.png objectives.tsv spread.tsv compression.tsv overfitting.tsv)
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

ways := autoencoder kl-only vae beta0
options-autoencoder := --objective autoencoder
options-kl-only := --objective kl-only
options-vae := --objective vae
options-beta0 := --objective vae --beta 0
comma := ,
empty :=
commas = $(subst $(empty) ,$(comma),$(1))
last = awk -v columns=$(1) -f $(here)last.awk

# Two latent dimensions, to be drawn: map-WAY.h5. Twenty, to be measured: wide-WAY.h5.
$(OUT)/map-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --latent 2 $(options-$*) --epochs $(EPOCHS) --metrics $(OUT)/map-$*.tsv --resume -o $@
$(OUT)/wide-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --latent 20 $(options-$*) --epochs $(EPOCHS) --metrics $(OUT)/wide-$*.tsv --resume -o $@
$(OUT)/codes-%.h5: $(OUT)/%.h5 $(OUT)/test.h5
	latent-encode $< $(OUT)/test.h5 -o $@
$(OUT)/samples-%.h5: $(OUT)/map-%.h5
	gen-sample $< -n 64 -o $@

$(OUT)/maps.png: $(ways:%=$(OUT)/codes-map-%.h5)
	img-grid --scatter $^ --titles $(call commas,$(ways)) -o $@
$(OUT)/samples.png: $(ways:%=$(OUT)/samples-%.h5)
	img-grid $^ --columns 16 -o $@

$(OUT)/objectives.tsv: $(ways:%=$(OUT)/map-%.h5) $(ways:%=$(OUT)/wide-%.h5)
	{ printf 'latent\tobjective\ttest_recon\ttest_kl\n'; \
	  for way in $(ways); do printf "2\t$$way\t"; $(call last,valid_recon$(comma)valid_kl) $(OUT)/map-$$way.tsv; done; \
	  for way in $(ways); do printf "20\t$$way\t"; $(call last,valid_recon$(comma)valid_kl) $(OUT)/wide-$$way.tsv; done; } | \
	  sed 's/nan$$/-/' >$@

$(OUT)/spread.tsv: $(OUT)/codes-wide-vae.h5 $(OUT)/codes-wide-beta0.h5
	{ printf 'objective\tmedian_sigma\tmedian_variance\trms_mean\n'; \
	  for way in vae beta0; do h5-sum --stats $(OUT)/codes-wide-$$way.h5 | awk -F '\t' -v OFS='\t' -v way=$$way ' \
	      NR == 1 { for (i = 1; i <= NF; ++i) place[$$i] = i } \
	      $$place["object"] == "/logvar" { variance = exp($$place["median"]) } \
	      $$place["object"] == "/mean" { size = $$place["rms"] } \
	      END { print way, sprintf("%.3g", sqrt(variance)), sprintf("%.3g", variance), sprintf("%.3g", size) }'; done; } >$@

# N(x; o, 1): reconstruction is half the squared error plus 784/2 ln(2 pi). The squared error of an image,
# summed over pixels in [0,1], is what is left.
squared = awk '{ printf "%.3f", 2 * $$1 - 784 * log(8 * atan2(1, 1)) }'
$(OUT)/linear-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --latent $* --objective pca --likelihood gaussian:1 --metrics $(OUT)/linear-$*.tsv -o $@
$(OUT)/lossy-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --latent $* --objective autoencoder --likelihood gaussian:1 --epochs $(EPOCHS) --metrics $(OUT)/lossy-$*.tsv \
	    --resume -o $@
$(OUT)/compression.tsv: $(SIZES:%=$(OUT)/linear-%.h5) $(SIZES:%=$(OUT)/lossy-%.h5)
	{ printf 'latent\tautoencoder\tpca\n'; \
	  for size in $(SIZES); do printf "$$size"; \
	      for kind in lossy linear; do printf '\t'; $(call last,valid_recon) $(OUT)/$$kind-$$size.tsv | $(squared); done; echo; done; } >$@

$(OUT)/few-%.h5: $(OUT)/few.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 $(options-$*) --epochs $(FEW_EPOCHS) --metrics $(OUT)/few-$*.tsv --resume -o $@
$(OUT)/overfitting.tsv: $(OUT)/few-autoencoder.h5 $(OUT)/few-beta0.h5 $(OUT)/few-vae.h5
	{ printf 'objective\ttrain_recon\ttest_recon\tgap\n'; \
	  for way in autoencoder beta0 vae; do printf "$$way\t"; \
	      $(call last,recon$(comma)valid_recon) $(OUT)/few-$$way.tsv | awk -v OFS='\t' '{ print $$0, sprintf("%.2f", $$2 - $$1) }'; done; } >$@
