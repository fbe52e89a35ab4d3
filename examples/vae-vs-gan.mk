# make -j2 -f examples/vae-vs-gan.mk [MNIST_DIR=FOLDER] [CIFAR10_DIR=FOLDER] [CELEBA=FILE.zip] [OUT=FOLDER]     from the top, after a build
# VAE against GAN on three sets of pictures: the same data, the same budget of processor time, the same scores. Sets that are not given are made up:
# digits, coloured shapes of 32x32 and of 64x64. What was stopped continues. The terms of CelebA allow none of its
# faces in public; samples are of nobody.
# Results, for each SET of mnist, cifar10, celeba:
#   report.html           all of it on one page, the models alive
#   SET/KIND.png          samples of the VAE and of the GAN
#   SET/KIND-path.png     from one sample to another through latent space
#   SET/KIND-scores.tsv   scores of 5,000 samples (or as many as there are test pictures), beside real and trivial pictures
#   scores.tsv            which is better in what
OUT ?= examples/out/vae-vs-gan
sets := mnist cifar10 celeba
kinds := vae gan
DRAWS ?= 48

all: $(OUT)/report.html $(OUT)/scores.tsv
pictures: $(foreach s,$(sets),$(foreach k,$(kinds),$(OUT)/$s/$k.png $(OUT)/$s/$k-path.png))
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
.PHONY: all pictures

# Epochs that take about as long for both, processor time by `time`: 330 s for mnist, 650 s for each of the others (results/vae-vs-gan.md).
mnist_vae_epochs ?= 36
mnist_gan_epochs ?= 5
cifar10_vae_epochs ?= 50
cifar10_gan_epochs ?= 12
celeba_vae_epochs ?= 105
celeba_gan_epochs ?= 50
mnist_vae := --encoder conv:32,64 --latent 32
mnist_gan := --discriminator dcgan:64,128
cifar10_vae := --encoder conv:32,64,128,256 --latent 128 --likelihood gaussian
cifar10_gan := --discriminator dcgan:64,128,256
celeba_vae := --encoder conv:32,64,128,256,norm=batch --latent 64
celeba_gan := --discriminator dcgan:32
mnist_samples := 10000
cifar10_samples := 10000
celeba_samples := 500
samples = $(or $(SAMPLES),$($1_samples))

folders := $(sets:%=$(OUT)/%)
$(folders):
	mkdir -p $@

ifdef MNIST_DIR
$(OUT)/mnist/train.h5: | $(OUT)/mnist
	data-import $(MNIST_DIR)/train-images-idx3-ubyte.gz --labels $(MNIST_DIR)/train-labels-idx1-ubyte.gz -o $@
$(OUT)/mnist/test.h5: | $(OUT)/mnist
	data-import $(MNIST_DIR)/t10k-images-idx3-ubyte.gz --labels $(MNIST_DIR)/t10k-labels-idx1-ubyte.gz -o $@
else
$(OUT)/mnist/train.h5: | $(OUT)/mnist
	data-synth digits -n $(or $(TRAIN),60000) --seed 1 -o $@
$(OUT)/mnist/test.h5: | $(OUT)/mnist
	data-synth digits -n $(or $(TEST),10000) --seed 2 -o $@
endif
ifdef CIFAR10_DIR
$(OUT)/cifar10/train.h5: | $(OUT)/cifar10
	data-import $(sort $(wildcard $(CIFAR10_DIR)/data_batch_*.bin)) -o $@
$(OUT)/cifar10/test.h5: | $(OUT)/cifar10
	data-import $(CIFAR10_DIR)/test_batch.bin -o $@
else
$(OUT)/cifar10/train.h5: | $(OUT)/cifar10
	data-synth shapes -n $(or $(TRAIN),20000) --seed 1 -o $@
$(OUT)/cifar10/test.h5: | $(OUT)/cifar10
	data-synth shapes -n $(or $(TEST),10000) --seed 2 -o $@
endif
ifdef CELEBA
$(OUT)/celeba/train.h5: | $(OUT)/celeba
	data-import $(CELEBA) --crop 148x148 --resize 64x64 --skip 500 -o $@
$(OUT)/celeba/test.h5: | $(OUT)/celeba
	data-import $(CELEBA) --crop 148x148 --resize 64x64 --take 500 -o $@
else
$(OUT)/celeba/train.h5: | $(OUT)/celeba
	data-synth shapes --size 64 -n $(or $(TRAIN),3000) --seed 1 -o $@
$(OUT)/celeba/test.h5: | $(OUT)/celeba
	data-synth shapes --size 64 -n $(or $(TEST),500) --seed 2 -o $@
endif

$(OUT)/pairs.txt: | $(OUT)
	printf '0 1\n2 3\n4 5\n6 7\n' >$@

# $(call of_set,SET)
define of_set
$(OUT)/$1/vae.h5: $(OUT)/$1/train.h5
	vae-train $$< $($1_vae) --batch 64 --epochs $($1_vae_epochs) --metrics $(OUT)/$1/vae.tsv --resume -o $$@
$(OUT)/$1/gan.h5: $(OUT)/$1/train.h5
	gan-train $$< $($1_gan) --ema 0.999 --epochs $($1_gan_epochs) --metrics $(OUT)/$1/gan.tsv --resume -o $$@
$(OUT)/$1/%-samples.h5: $(OUT)/$1/%.h5
	gen-sample $$< -n $(call samples,$1) -o $$@
$(OUT)/$1/%.png: $(OUT)/$1/%.h5
	gen-sample $$< -n $(DRAWS) | img-grid - --columns 12 -o $$@
$(OUT)/$1/%-path.png: $(OUT)/$1/%.h5 $(OUT)/pairs.txt
	latent-interp $$< --pairs $(OUT)/pairs.txt --steps 12 | img-grid - -o $$@
endef
$(foreach s,$(sets),$(eval $(call of_set,$s)))
