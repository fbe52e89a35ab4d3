# make -f examples/bayes-rule.mk [MNIST_DIR=FOLDER] [OUT=FOLDER] [EPOCHS=20] [SAMPLES=50]     from the top of the tree, after a build
# Two ways to a class: generative, one model p(x|y) for each class and Bayes' rule, p(y|x) = p(x|y) p(y) / p(x), and discriminative, a network that
# gives p(y|x) itself. Pixels are drawn once from the grey values, so that p(x|y) is a probability. p(y) is how often classes come up in training.
# Results:
#   classes.tsv     accuracy, log loss and calibration on the test set: ten models, one conditional model, a classifier
#   report-*.tsv    the whole reports, with the confusion of classes
#   samples.png     what the ten models draw, a row each: a classifier has none
OUT ?= examples/out/bayes-rule
EPOCHS ?= 20
SAMPLES ?= 50
train = vae-train $< --encoder mlp:400 --latent 20 --binarize dynamic --epochs $(EPOCHS) --resume

all: $(OUT)/classes.tsv $(OUT)/samples.png
include $(dir $(lastword $(MAKEFILE_LIST)))digits.mk
.PHONY: all

ways := ten-models conditional classifier
classes := 0 1 2 3 4 5 6 7 8 9

ifdef MNIST_DIR
$(OUT)/train-%.h5: | $(OUT)
	data-import $(MNIST_DIR)/train-images-idx3-ubyte.gz --labels $(MNIST_DIR)/train-labels-idx1-ubyte.gz --take $(TRAIN) --class $* -o $@
else
$(OUT)/train-%.h5: | $(OUT)
	data-synth digits -n $$(($(TRAIN) / 10)) --seed 1 --class $* -o $@
endif

$(OUT)/vae-%.h5: $(OUT)/train-%.h5
	$(train) -o $@
$(OUT)/conditional.h5: $(OUT)/train.h5
	$(train) --condition labels -o $@
$(OUT)/classifier.h5: $(OUT)/train.h5
	feature-train $< -o $@

# How many of each class there are, separated by commas: p(y).
$(OUT)/prior.txt: $(classes:%=$(OUT)/train-%.h5)
	h5-sum $^ | awk -F '\t' '$$3 == "/images" { split($$5, shape, "x"); printf "%s%d", sep, shape[1]; sep = "," }' >$@

classify = vae-eval --classify --samples $(SAMPLES) --binarize dynamic
$(OUT)/report-ten-models.tsv: $(classes:%=$(OUT)/vae-%.h5) $(OUT)/test.h5 $(OUT)/prior.txt
	$(classify) --class-prior "$$(cat $(OUT)/prior.txt)" $(classes:%=$(OUT)/vae-%.h5) $(OUT)/test.h5 >$@
$(OUT)/report-conditional.tsv: $(OUT)/conditional.h5 $(OUT)/test.h5 $(OUT)/prior.txt
	$(classify) --class-prior "$$(cat $(OUT)/prior.txt)" $(OUT)/conditional.h5 $(OUT)/test.h5 >$@
$(OUT)/report-classifier.tsv: $(OUT)/classifier.h5 $(OUT)/test.h5
	vae-eval --classify $^ >$@
$(OUT)/classes.tsv: $(ways:%=$(OUT)/report-%.tsv)
	{ printf 'way\taccuracy\tstandard_error\tlog_loss\tcalibration_error\n'; \
	  $(foreach w,$(ways),awk -F '\t' -v OFS='\t' '{ value[$$1] = $$2; error[$$1] = $$3 } \
	      END { print "$w", value["accuracy"], error["accuracy"], value["log_loss"], value["calibration_error"] }' $(OUT)/report-$w.tsv;) } >$@

$(OUT)/samples.png: $(classes:%=$(OUT)/vae-%.h5)
	$(foreach y,$(classes),gen-sample $(OUT)/vae-$y.h5 -n 8 -o $(OUT)/samples-$y.h5;) \
	img-grid $(classes:%=$(OUT)/samples-%.h5) --columns 8 -o $@
