# make -f examples/gan-convergence.mk [MNIST_DIR=FOLDER] [OUT=FOLDER]     from the top of the tree, after a build
# How a GAN converges, and how it does not.
# Results:
#   gradients.tsv, gradients.png   the norm of G's gradient for the saturating and the non-saturating loss, at the same weights, after D alone has
#                                  learnt for 0, 10, 50, 100 and 300 steps: where D is sure the saturating loss teaches nothing
#   losses.png                     both losses trained from the start
#   equilibrium.png                D's accuracy on the ring falls to 1/2, for some thousand steps more
#   beyond.png                     a ring's GAN that learns faster and without R1, carried on until it degrades: discrepancy and diversity, with the
#                                  monitor's events. Once D says 1/2 of everything, what G learns from it is chance (junk-feedback)
OUT ?= examples/out/gan-convergence
EPOCHS ?= 10
STEPS ?= 20000
AHEAD ?= 0 10 50 100 300

all: $(OUT)/gradients.png $(OUT)/losses.png $(OUT)/equilibrium.png $(OUT)/beyond.png
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

losses := minimax non-saturating
nets := --generator mlp:256,512,1024 --activation leaky-relu:0.2 --lr 1e-3
last = awk -v columns=$(1) -f $(here)last.awk

# D alone: G has a learning rate too small to move it; then one step more tells the norm of its gradient for either loss.
$(OUT)/ahead-0.h5: $(OUT)/train.h5
	gan-train $< $(nets) --d-lr 1e-30 --g-lr 1e-30 --steps 1 --watch off -o $@
$(OUT)/ahead-%.h5: $(OUT)/train.h5
	gan-train $< $(nets) --g-lr 1e-30 --steps $* --watch off -o $@
define gradient
$(OUT)/gradient-$(1)-%.tsv: $(OUT)/train.h5 $(OUT)/ahead-%.h5
	gan-train $(OUT)/train.h5 $(nets) --loss $(1) --from $(OUT)/ahead-$$*.h5 --d-lr 1e-30 --g-lr 1e-30 --steps 1 --watch off \
	    --metrics $$@.part -o $(OUT)/unused-$(1)-$$*.h5
	mv $$@.part $$@
endef
$(foreach l,$(losses),$(eval $(call gradient,$l)))
$(OUT)/gradients.tsv: $(foreach l,$(losses),$(foreach n,$(AHEAD),$(OUT)/gradient-$l-$n.tsv))
	{ printf 'step\tminimax\tnon-saturating\n'; for n in $(AHEAD); do printf "$$n"; \
	  for loss in $(losses); do printf "\t%s" "$$($(call last,g_gradient) $(OUT)/gradient-$$loss-$$n.tsv)"; done; echo; done; } >$@
$(OUT)/gradients.png: $(OUT)/gradients.tsv
	metrics-plot $< --columns minimax,non-saturating --x step --log-y --title "gradient of G after D alone has learnt" -o $@

$(OUT)/gan-%.tsv: $(OUT)/train.h5
	gan-train $< $(nets) --loss $* --epochs $(EPOCHS) --metrics $@ -o $(OUT)/gan-$*.h5
$(OUT)/losses.png: $(losses:%=$(OUT)/gan-%.tsv)
	metrics-plot $^ --columns d_loss,d_chance --x step -o $@

$(OUT)/ring.h5: | $(OUT)
	data-synth ring -n 100000 --seed 1 -o $@
on_ring = gan-train $< --latent 2 --generator mlp:128,128,128 --batch 256 --loss non-saturating --steps $(STEPS) --metrics $@
$(OUT)/ring.tsv: $(OUT)/ring.h5
	$(on_ring) --lr 1e-3 --r1 0.1 --ema 0.999 -o $(OUT)/ring-gan.h5
$(OUT)/beyond.tsv: $(OUT)/ring.h5
	$(on_ring) --lr 4e-3 -o $(OUT)/beyond-gan.h5
$(OUT)/beyond.png: $(OUT)/beyond.tsv
	metrics-plot $< --columns mmd,diversity --x step -o $@
$(OUT)/equilibrium.png: $(OUT)/ring.tsv
	metrics-plot $< --columns d_real,d_fake --x step -o $@
