# make -f examples/mode-coverage.mk [OUT=FOLDER] [STEPS=20000] [SEEDS="0 1 2 3 4"]     from the top of the tree, after a build
# Which GANs find all modes: 8 on a ring, 25 on a grid, with PacGAN's data and scoring. Every row of the table has the same number of steps of batch
# 256 and the same networks, 128-128-128. 2,500 samples are scored: a sample within 3 standard deviations of a mode is of high quality.
# A perfect sampler has 98.89 % of high quality (the row `data`).
# Results:
#   coverage.tsv         modes and high quality of each configuration and seed
#   means.tsv            their means, and the least number of modes of any seed
#   ring-*.png, grid-*.png   2,500 samples of seed 0
OUT ?= examples/out/mode-coverage
STEPS ?= 20000
SEEDS ?= 0 1 2 3 4

data := ring grid
plain :=
pack-2 := --pack 2
pack-4 := --pack 4
minibatch := --minibatch-disc 16,8
r1 := --r1 0.1 --ema 0.999
wgan-gp := --loss wgan-gp --gradient-penalty 0.1 --d-steps 1 --ema 0.999
hinge-spectral := --loss hinge --d-norm spectral --ema 0.999
mmd := --loss mmd
kinds := plain pack-2 pack-4 minibatch r1 wgan-gp hinge-spectral mmd
runs := $(foreach d,$(data),$(foreach k,$(kinds),$(foreach s,$(SEEDS),$d-$k-seed$s)))

all: $(OUT)/means.tsv $(foreach d,$(data),$(foreach k,$(kinds),$(OUT)/$d-$k.png))
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk
.PHONY: all

# ring-wgan-gp-seed3: the data set, the configuration and the seed.
data_of = $(firstword $(subst -, ,$(1)))
kind_of = $(patsubst $(call data_of,$(1))-%,%,$(firstword $(subst -seed, ,$(1))))
seed_of = $(lastword $(subst -seed, ,$(1)))

$(OUT)/ring.h5 $(OUT)/grid.h5: $(OUT)/%.h5: | $(OUT)
	data-synth $* -n 100000 --seed 1 -o $@
$(runs:%=$(OUT)/gan-%.h5): $(OUT)/gan-%.h5: $(OUT)/ring.h5 $(OUT)/grid.h5
	gan-train $(OUT)/$(call data_of,$*).h5 --latent 2 --generator mlp:128,128,128 --batch 256 --lr 1e-3 --steps $(STEPS) --seed $(call seed_of,$*) \
	    $($(call kind_of,$*)) --metrics $(OUT)/gan-$*.tsv --resume -o $@
$(OUT)/samples-%.h5: $(OUT)/gan-%.h5
	gen-sample $< -n 2500 --seed 1 -o $@
$(OUT)/score-%.tsv: $(OUT)/samples-%.h5
	sample-report modes $< $(OUT)/$(call data_of,$*).h5 >$@
$(OUT)/perfect-%.tsv: | $(OUT)
	data-synth $* -n 2500 --seed 2 -o $(OUT)/perfect-$*.h5
	sample-report modes $(OUT)/perfect-$*.h5 $(OUT)/perfect-$*.h5 >$@
$(OUT)/coverage.tsv: $(runs:%=$(OUT)/score-%.tsv) $(data:%=$(OUT)/perfect-%.tsv)
	{ printf 'data\tconfiguration\tseed\tmodes\thigh_quality\treverse_kl\n'; \
	  $(foreach d,$(data),printf '$d\tdata\t2\t'; tail -n 1 $(OUT)/perfect-$d.tsv;) \
	  $(foreach r,$(runs),printf '$(call data_of,$r)\t$(call kind_of,$r)\t$(call seed_of,$r)\t'; tail -n 1 $(OUT)/score-$r.tsv;) } >$@
$(OUT)/means.tsv: $(OUT)/coverage.tsv
	awk -F '\t' -v OFS='\t' 'NR > 1 { k = $$1 OFS $$2; if (!(k in n)) { order[++rows] = k; least[k] = $$4 } \
	    ++n[k]; modes[k] += $$4; quality[k] += $$5; if ($$4 < least[k]) least[k] = $$4 } \
	  END { print "data", "configuration", "seeds", "modes", "least_modes", "high_quality"; \
	    for (i = 1; i <= rows; ++i) { k = order[i]; print k, n[k], modes[k] / n[k], least[k], quality[k] / n[k] } }' $< >$@
$(OUT)/ring-%.png: $(OUT)/samples-ring-%-seed0.h5
	img-grid $< -o $@
$(OUT)/grid-%.png: $(OUT)/samples-grid-%-seed0.h5
	img-grid $< -o $@
