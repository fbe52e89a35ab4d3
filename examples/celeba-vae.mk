# make -f examples/celeba-vae.mk [CELEBA=FILE.zip] [OUT=FOLDER] [EPOCHS=60] [DRAWS=48]     from the top of the tree, after a build
# A convolutional VAE of faces, cropped to 148x148 and resized to 64x64. CELEBA is the zip file, or a folder, of the aligned faces;
# without it coloured shapes are drawn. The terms of the data allow none of its faces in public: keep reconstructions-*.png, and
# whatever else shows originals, to yourself.
# Results:
#   samples-KIND.png           draws from the prior of the model
#   reconstructions-KIND.png   faces that were not trained on, in every second row as the model gives them back
#   gmm.png                    draws from a mixture of ten Gaussians that is fitted to the codes of the training set
#   curves.png                 training curves
OUT ?= examples/out/celeba-vae
EPOCHS ?= 60
ENCODER ?= conv:32,64,128,256,norm=batch
kinds := bernoulli gaussian

all: $(kinds:%=$(OUT)/samples-%.png) $(kinds:%=$(OUT)/reconstructions-%.png) $(OUT)/gmm.png $(OUT)/curves.png
include $(dir $(lastword $(MAKEFILE_LIST)))recipe.mk
.PHONY: all

TEST ?= 256
ifdef CELEBA
$(OUT)/train.h5: | $(OUT)
	data-import $(CELEBA) --crop 148x148 --resize 64x64 --skip $(TEST) -o $@
$(OUT)/test.h5: | $(OUT)
	data-import $(CELEBA) --crop 148x148 --resize 64x64 --take $(TEST) -o $@
else
TRAIN ?= 3000
$(OUT)/train.h5: | $(OUT)
	data-synth shapes --size 64 -n $(TRAIN) --seed 1 -o $@
$(OUT)/test.h5: | $(OUT)
	data-synth shapes --size 64 -n $(TEST) --seed 2 -o $@
endif

$(OUT)/vae-%.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --encoder $(ENCODER) --latent 64 --likelihood $* --batch 64 --epochs $(EPOCHS) --keep best \
	    --metrics $(OUT)/vae-$*.tsv --resume -o $@
$(OUT)/gmm.png: $(OUT)/vae-bernoulli.h5 $(OUT)/train.h5
	latent-encode $< $(OUT)/train.h5 | gen-sample $< --prior gmm:10 --encodings - -n $(DRAWS) | img-grid - --columns 12 -o $@
$(OUT)/curves.png: $(kinds:%=$(OUT)/vae-%.h5)
	metrics-plot $(kinds:%=$(OUT)/vae-%.tsv) --columns loss,valid_loss -o $@
