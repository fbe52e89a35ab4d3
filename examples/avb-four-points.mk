# make -f examples/avb-four-points.mk [OUT=FOLDER] [STEPS=20000]     from the top of the tree, after a build; about three minutes
# Why the shape of q(z|x) matters (Mescheder, Nowozin and Geiger, 2017, section 4.1): four images, two latent numbers. The best codes are four
# quarters that fill the prior, -log 4 nats an image. Gaussians cannot be quarters: they leave gaps and overlap, and the decoder that they train
# pays for it. An encoder that gives any draws, trained adversarially, fills the plane.
# Results:
#   four-points.png  q(z|x) of each image, by draws: Gaussian and adversarial, with the same decoder
#   four-points.tsv  log p(x) by quadrature, KL(q(z) || p(z)) by a histogram, the ELBO and what it consists of; of the adversarial one an estimate
OUT ?= examples/out/avb-four-points
STEPS ?= 20000
QUADRATURE ?= 400
networks := --latent 2 --encoder mlp:64,64,64 --activation elu --batch 256

all: $(OUT)/four-points.png $(OUT)/four-points.tsv
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
.PHONY: all

$(OUT)/data.h5: | $(OUT)
	data-synth four-points -o $@
$(OUT)/vae.h5: $(OUT)/data.h5
	vae-train $< $(networks) --steps $(STEPS) --metrics $(OUT)/vae.tsv --resume -o $@
$(OUT)/avb.h5: $(OUT)/data.h5
	avb-train $< $(networks) --discriminator concat:128,128,128 --lr 1e-4 --t-lr 3e-4 --steps $(STEPS) --metrics $(OUT)/avb.tsv --resume -o $@

$(OUT)/%-codes.h5: $(OUT)/%.h5 $(OUT)/data.h5
	latent-encode $^ -o $@
$(OUT)/four-points.png: $(OUT)/vae-codes.h5 $(OUT)/avb-codes.h5
	img-grid --scatter $^ --titles Gaussian,adversarial --same-axes -o $@

# Values of a report of vae-eval by the names of its rows, then the last row of a curve.
values = awk -F '\t' '{ value[$$1] = $$2 } END { printf "%.3f\t%.3f", value["quadrature"], value["aggregate_kl"] }'
curve = awk -v columns=$(2) -f $(here)last.awk $(OUT)/$(1).tsv | awk -F '\t' '{ printf "\t%.3f\t%.3f\t%.3f\n", -$$1, $$2, $$3 }'
comma := ,
$(OUT)/four-points.tsv: $(OUT)/vae.h5 $(OUT)/avb.h5 $(OUT)/data.h5
	{ printf 'model\tlog_p\taggregate_kl\telbo\treconstruction\tkl\n'; for model in vae avb; do printf "$$model\t"; \
	  vae-eval $(OUT)/$$model.h5 $(OUT)/data.h5 --take 400 --elbo --quadrature $(QUADRATURE) | $(values); \
	  if [ $$model = vae ]; then $(call curve,vae,loss$(comma)recon$(comma)kl); \
	  else $(call curve,avb,loss$(comma)recon$(comma)kl_estimate); fi; done; } >$@
