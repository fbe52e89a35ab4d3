# make -f examples/avb-eight-schools.mk [OUT=FOLDER] [DRAWS=20000] [STEPS=15000]     from the top of the tree, after a build
# A posterior with two modes, and what can be said of it: the effects of coaching in eight schools (Rubin, 1981), y_j ~ N(mu + tau eta_j, sigma_j^2)
# with standard normal mu, tau and eta_j. The sign of tau is not known, so tau has two modes, and eta follows it. Adversarial variational Bayes fits
# draws z = z(eps) of any shape to log p(y, z), a Gaussian (a generator without hidden layers) cannot.
# Results:
#   avb.h5, gaussian.h5             the two models; draws of theirs are 10 numbers: mu, tau, eta_1 ... eta_8
#   avb-draws.h5, gaussian-draws.h5 draws of both
#   posterior.png                   mu and tau of both side by side
OUT ?= examples/out/avb-eight-schools
few = $(if $(STEPS),--steps $(STEPS))
DRAWS ?= 20000

all: $(OUT)/posterior.png
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
.PHONY: all

$(OUT)/avb.h5: | $(OUT)
	avb-train --target eight-schools --adaptive-contrast $(few) --metrics $(OUT)/avb.tsv --resume -o $@
$(OUT)/gaussian.h5: | $(OUT)
	avb-train --target eight-schools --adaptive-contrast --encoder mlp: $(few) --metrics $(OUT)/gaussian.tsv --resume -o $@
$(OUT)/%-draws.h5: $(OUT)/%.h5
	gen-sample $< -n $(DRAWS) -o $@
$(OUT)/posterior.png: $(OUT)/avb-draws.h5 $(OUT)/gaussian-draws.h5
	img-grid --scatter $(OUT)/avb-draws.h5 --scatter $(OUT)/gaussian-draws.h5 --take 2000 --dims 0,1 --same-axes --titles "AVB,a Gaussian" -o $@
