# make -f examples/kl.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=5]     from the top of the tree, after a build; about a minute
# The objective of a variational autoencoder, derived step by step, each step with numbers. Where one is wrong
# kl-check ends with status 1, and make stops.
#   eq. 12-16   KL(q || p) = E_q log q(z) - log p(z) >= 0, and 0 only where q = p
#   eq. 17-22   log p(x) = ELBO + KL(q(z|x) || p(z|x)), so the ELBO is a bound: on models whose posterior is known
#   eq. 25, 26  ELBO = E_q log p(x|z) + log p(z) - log q(z|x), every term sampled
#   eq. 29-39   of two normal distributions KL = log(s_p / s_q) + (s_q^2 + (m_q - m_p)^2) / (2 s_p^2) - 1/2
#   eq. 40      p = N(0, 1) in every dimension: KL = sum of (m^2 + s^2 - 1 - log s^2) / 2, and its gradients, which train the encoder
#   eq. 41      ELBO = E_q log p(x|z) - KL(q(z|x) || p(z)): the divergence in closed form, only the reconstruction sampled
#   eq. 42      by L samples z, the mean of log p(x|z): its error falls with 1/sqrt(L)
# Results:
#   eq-*.tsv         value, reference, tolerance and verdict of every check of a step
#   kl.tsv           KL(q || p) and KL(p || q) for q = N(mean, sd^2), p = N(0, 1) in closed form; the first by quadrature, sampled, and as in training
#   objective.svg    eq. 41 while a model trains: reconstruction, divergence and their sum
#   objective.tsv    eq. 41 of the test images: minus the loss that was printed in training, and the bound that vae-eval finds with other draws
#   samples.tsv      eq. 42: standard deviation, over seeds, of the bound by L samples; times sqrt(L) it stays the same
#   bounds.tsv       ELBO <= IWAE_k <= log p(x): the more weights, the closer
OUT ?= examples/out/kl
EPOCHS ?= 5
MEANS ?= 0 1 3
SDS ?= 0.01 0.5 1 2
SAMPLES ?= 1 4 16 64 256
WEIGHTS ?= 1 5 50 500
SEEDS ?= 20
TAKE ?= 50

comma := ,
steps := 12-16 17-22 25-26 29-39 40 41-42
checks-12-16 := non-negative
checks-17-22 := oracle,toy,order
checks-25-26 := objective
checks-29-39 := univariate,full
checks-40 := diagonal,gradient,numerics
checks-41-42 := objective

all: $(steps:%=$(OUT)/eq-%.tsv) $(addprefix $(OUT)/,kl.tsv objective.svg objective.tsv samples.tsv bounds.tsv)
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

$(OUT)/eq-%.tsv: | $(OUT)
	kl-check math --only $(checks-$*) >$@

# Values of a report of kl-check gaussian by the names of its checks.
values = awk -F '\t' -v columns=$(1) '{ value[$$1] = $$2 } \
	END { n = split(columns, name, ","); for (i = 1; i <= n; ++i) printf "\t%s", value[name[i]]; print "" }'
$(OUT)/kl.tsv: | $(OUT)
	{ printf 'mean\tsd\tkl\treverse_kl\tquadrature\tsampled\ttrained\n'; \
	  for mean in $(MEANS); do for sd in $(SDS); do printf "$$mean\t$$sd"; kl-check gaussian --q $$mean,$$sd --p 0,1 | \
	      $(call values,forward.closed_form$(comma)reverse.closed_form$(comma)forward.gauss_hermite$(comma)forward.k1$(comma)forward.trainer); \
	  done; done; } >$@

$(OUT)/vae.h5: $(OUT)/train.h5 $(OUT)/test.h5
	vae-train $< --valid $(OUT)/test.h5 --latent 5 --binarize threshold --epochs $(EPOCHS) --metrics $(OUT)/vae.tsv --resume -o $@
$(OUT)/objective.svg: $(OUT)/vae.h5
	metrics-plot $(OUT)/vae.tsv --columns loss,recon,kl -o $@

evaluate = vae-eval $(OUT)/vae.h5 $(OUT)/test.h5 --binarize threshold
row = awk -F '\t' -v name=$(1) '$$1 ~ "^" name "(_|$$)" { print $$2 "\t" $$3 }'
$(OUT)/objective.tsv: $(OUT)/vae.h5
	{ printf 'reconstruction\tkl\ttraining\tvae_eval\n'; awk -v columns=valid_recon,valid_kl,valid_loss -f $(here)last.awk $(OUT)/vae.tsv | \
	      awk -F '\t' -v elbo="$$($(evaluate) --samples 10 | $(call row,elbo) | cut -f 1)" \
	          '{ printf "%.2f\t%.2f\t%.2f\t%.2f\n", -$$1, $$2, -$$3, elbo }'; } >$@

$(OUT)/samples.tsv: $(OUT)/vae.h5
	{ printf 'samples\tmean\tsd\tsd_times_root\n'; \
	  for l in $(SAMPLES); do for seed in $$(seq $(SEEDS)); do $(evaluate) --take $(TAKE) --samples $$l --seed $$seed | $(call row,elbo); done | \
	      awk -v l=$$l '{ sum += $$1; squares += $$1 ^ 2 } \
	          END { sd = sqrt((squares - sum ^ 2 / NR) / (NR - 1)); printf "%d\t%.3f\t%.4f\t%.3f\n", l, sum / NR, sd, sd * sqrt(l) }'; done; } >$@

$(OUT)/bounds.tsv: $(OUT)/vae.h5
	{ printf 'weights\tbound\tstandard_error\n'; \
	  for k in $(WEIGHTS); do printf "$$k\t"; $(evaluate) --samples $$k | $(call row,iwae) | awk '{ printf "%.2f\t%.2f\n", $$1, $$2 }'; done; } >$@
