# Included by the experiments on pictures: how vae-KIND.h5 becomes samples-KIND.png and reconstructions-KIND.png.
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
DRAWS ?= 48

$(OUT)/samples-%.png: $(OUT)/vae-%.h5
	gen-sample $< -n $(DRAWS) | img-grid - --columns 12 -o $@
# Originals, under each row of them their reconstructions.
$(OUT)/reconstructions-%.png: $(OUT)/vae-%.h5 $(OUT)/test.h5
	latent-encode $< $(OUT)/test.h5 --means | gen-sample $< --latents - -n 32 | img-grid $(OUT)/test.h5 - --take 32 --columns 8 --interleave -o $@
