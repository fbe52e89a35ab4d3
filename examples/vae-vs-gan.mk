# make -j2 -f examples/vae-vs-gan.mk [MNIST_DIR=FOLDER] [CIFAR10_DIR=FOLDER] [CELEBA=FILE.zip] [OUT=FOLDER]     from the top, after a build
# VAE against GAN, and the hybrids of both, on three sets of pictures: the same data, the same budget of processor time, the same scores. Sets that
# are not given are made up: digits, coloured shapes of 32x32 and of 64x64. What was stopped continues. The terms of CelebA allow none of its faces in
# public; samples are of nobody.
# Results, for each SET of mnist, cifar10 and celeba, and each KIND of vae, gan, alpha-gan, aae and vae-gan:
#   report.html             all of it on one page, the models alive
#   SET-KIND.png            samples
#   SET-KIND-path.png       from one sample to another through latent space
#   SET-KIND-scores.tsv     scores of the samples, beside those of real and of trivial pictures
#   SET-scores.tsv          all beside each other, and which of them is best in what
#   SET-KIND-pairs.png      test pictures, and what the model makes of their codes; a GAN has none
#   SET-KIND-check.tsv      how far off these are, and how far those of other pictures' codes
#   SET-KIND-nearest.png    samples beside the training pictures nearest to them: of celeba not to be shown in public
OUT ?= examples/out/vae-vs-gan
sets := mnist cifar10 celeba
hybrids := alpha-gan aae vae-gan
encoders := vae $(hybrids)
kinds := vae gan $(hybrids)
each = $(foreach s,$(sets),$(foreach k,$(kinds),$(OUT)/$s-$k$1))
DRAWS ?= 48

all: $(OUT)/report.html $(call each,-scores.tsv) $(call each,-nearest.png)
all: $(foreach s,$(sets),$(encoders:%=$(OUT)/$s-%-pairs.png) $(encoders:%=$(OUT)/$s-%-check.tsv))
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
.PHONY: all

# Epochs that take about as long for all, in processor time: 330 s for mnist, 650 s for each of the others.
mnist_vae_epochs ?= 36
mnist_gan_epochs ?= 5
mnist_alpha-gan_epochs ?= 4
mnist_aae_epochs ?= 13
mnist_vae-gan_epochs ?= 4
cifar10_vae_epochs ?= 50
cifar10_gan_epochs ?= 12
cifar10_alpha-gan_epochs ?= 18
cifar10_aae_epochs ?= 59
cifar10_vae-gan_epochs ?= 18
celeba_vae_epochs ?= 105
celeba_gan_epochs ?= 50
celeba_alpha-gan_epochs ?= 22
celeba_aae_epochs ?= 88
celeba_vae-gan_epochs ?= 21
mnist_vae := --encoder conv:32,64 --latent 32
mnist_gan := --discriminator dcgan:64,128
cifar10_vae := --encoder conv:32,64,128,256 --latent 128 --likelihood gaussian
cifar10_gan := --discriminator dcgan:64,128,256
celeba_vae := --encoder conv:32,64,128,256,norm=batch --latent 64
celeba_gan := --discriminator dcgan:32
# As many samples as test pictures. Faces have no labels that a classifier could learn from.
mnist_samples := 10000
cifar10_samples := 10000
celeba_samples := 500
samples = $(or $(TEST),$($1_samples))
mnist_features := $(OUT)/mnist-reader.h5
cifar10_features := $(OUT)/cifar10-reader.h5
celeba_features := conv:0
METRICS ?= all

ifdef MNIST_DIR
$(OUT)/mnist-train.h5: | $(OUT)
	data-import $(MNIST_DIR)/train-images-idx3-ubyte.gz --labels $(MNIST_DIR)/train-labels-idx1-ubyte.gz -o $@
$(OUT)/mnist-test.h5: | $(OUT)
	data-import $(MNIST_DIR)/t10k-images-idx3-ubyte.gz --labels $(MNIST_DIR)/t10k-labels-idx1-ubyte.gz -o $@
else
$(OUT)/mnist-train.h5: | $(OUT)
	data-synth digits -n $(or $(TRAIN),60000) --seed 1 -o $@
$(OUT)/mnist-test.h5: | $(OUT)
	data-synth digits -n $(or $(TEST),10000) --seed 2 -o $@
endif
ifdef CIFAR10_DIR
$(OUT)/cifar10-train.h5: | $(OUT)
	data-import $(sort $(wildcard $(CIFAR10_DIR)/data_batch_*.bin)) -o $@
$(OUT)/cifar10-test.h5: | $(OUT)
	data-import $(CIFAR10_DIR)/test_batch.bin -o $@
else
$(OUT)/cifar10-train.h5: | $(OUT)
	data-synth shapes -n $(or $(TRAIN),20000) --seed 1 -o $@
$(OUT)/cifar10-test.h5: | $(OUT)
	data-synth shapes -n $(or $(TEST),10000) --seed 2 -o $@
endif
ifdef CELEBA
$(OUT)/celeba-train.h5: | $(OUT)
	data-import $(CELEBA) --crop 148x148 --resize 64x64 --skip 500 -o $@
$(OUT)/celeba-test.h5: | $(OUT)
	data-import $(CELEBA) --crop 148x148 --resize 64x64 --take 500 -o $@
else
$(OUT)/celeba-train.h5: | $(OUT)
	data-synth shapes --size 64 -n $(or $(TRAIN),3000) --seed 1 -o $@
$(OUT)/celeba-test.h5: | $(OUT)
	data-synth shapes --size 64 -n $(or $(TEST),500) --seed 2 -o $@
endif

$(OUT)/pairs.txt: | $(OUT)
	printf '0 1\n2 3\n4 5\n6 7\n' >$@
$(OUT)/%-reader.h5: $(OUT)/%-train.h5 $(OUT)/%-test.h5
	feature-train $< --valid $(OUT)/$*-test.h5 $(READER) -o $@
$(OUT)/cifar10-reader.h5: READER ?= --augment shift=4,flip --lr 2e-3 --lr-schedule cosine

# $(call of_set,SET)
define of_set
$(OUT)/$1-vae.h5: $(OUT)/$1-train.h5
	vae-train $$< $($1_vae) --batch 64 --epochs $($1_vae_epochs) --metrics $(OUT)/$1-vae.tsv --resume -o $$@
$(OUT)/$1-gan.h5: $(OUT)/$1-train.h5
	gan-train $$< $($1_gan) --ema 0.999 --epochs $($1_gan_epochs) --metrics $(OUT)/$1-gan.tsv --resume -o $$@
$(OUT)/$1-scores.tsv: $(kinds:%=$(OUT)/$1-%-samples.h5) $(OUT)/$1-test.h5 $(OUT)/$1-train.h5 $(filter %.h5,$($1_features))
	gen-score --compare $(OUT)/$1-test.h5 $(kinds:%=$(OUT)/$1-%-samples.h5) --features $($1_features) --train $(OUT)/$1-train.h5 \
	    --metrics $(METRICS) >$$@
endef
$(foreach s,$(sets),$(eval $(call of_set,$s)))
# $(call of_hybrid,SET,KIND)
define of_hybrid
$(OUT)/$1-$2.h5: $(OUT)/$1-train.h5
	alphagan-train $$< --mode $2 $($1_hybrid) $($1_$2) --ema 0.999 --epochs $($1_$2_epochs) --metrics $(OUT)/$1-$2.tsv --resume -o $$@
endef
$(foreach s,$(sets),$(foreach k,$(hybrids),$(eval $(call of_hybrid,$s,$k))))
# $(call of_encoder,SET,KIND)
define of_encoder
$(OUT)/$1-$2-pairs.png: $(OUT)/$1-$2.h5 $(OUT)/$1-test.h5
	latent-encode $$< $(OUT)/$1-test.h5 | gen-sample $$< --latents - -n 24 | \
	    img-grid $(OUT)/$1-test.h5 - --take 24 --columns 12 --interleave -o $$@
$(OUT)/$1-$2-check.tsv: $(OUT)/$1-$2.h5 $(OUT)/$1-test.h5
	kl-check $$< $(OUT)/$1-test.h5 --only collapse >$$@ || true
endef
$(foreach s,$(sets),$(foreach k,$(encoders),$(eval $(call of_encoder,$s,$k))))
# $(call of_model,SET,KIND)
define of_model
$(OUT)/$1-$2-samples.h5: $(OUT)/$1-$2.h5
	gen-sample $$< -n $(call samples,$1) -o $$@
$(OUT)/$1-$2.png: $(OUT)/$1-$2.h5
	gen-sample $$< -n $(DRAWS) | img-grid - --columns 12 -o $$@
$(OUT)/$1-$2-path.png: $(OUT)/$1-$2.h5 $(OUT)/pairs.txt
	latent-interp $$< --pairs $(OUT)/pairs.txt --steps 12 | img-grid - -o $$@
$(OUT)/$1-$2-scores.tsv: $(OUT)/$1-$2-samples.h5 $(OUT)/$1-test.h5 $(OUT)/$1-train.h5 $(filter %.h5,$($1_features))
	gen-score $(OUT)/$1-test.h5 $$< --features $($1_features) --train $(OUT)/$1-train.h5 --metrics $(METRICS) >$$@
$(OUT)/$1-$2-nearest.png: $(OUT)/$1-$2-samples.h5 $(OUT)/$1-test.h5 $(OUT)/$1-train.h5 $(filter %.h5,$($1_features))
	gen-score $(OUT)/$1-test.h5 $$< --features $($1_features) --train $(OUT)/$1-train.h5 --metrics neighbours --values-only \
	    --neighbours $$@ >/dev/null
endef
$(foreach s,$(sets),$(foreach k,$(kinds),$(eval $(call of_model,$s,$k))))

shown := $(foreach s,$(sets),$(OUT)/$s-scores.tsv $(foreach k,$(kinds),$(OUT)/$s-$k-samples.h5 $(OUT)/$s-$k.h5))
$(OUT)/report.html: $(shown) $(call each,.png) $(call each,-path.png)
	gen-report $@ $(shown) --bits 16 --title "VAE against GAN"
