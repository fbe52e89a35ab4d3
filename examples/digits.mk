# Included by the experiments: the data. MNIST_DIR=FOLDER takes the four files of MNIST from there; without, digits are drawn.
# TRAIN, TEST: how many.
include $(dir $(lastword $(MAKEFILE_LIST)))common.mk

ifdef MNIST_DIR
TRAIN ?= 60000
TEST ?= 10000
$(OUT)/train.h5: | $(OUT)
	data-import $(MNIST_DIR)/train-images-idx3-ubyte.gz --labels $(MNIST_DIR)/train-labels-idx1-ubyte.gz --take $(TRAIN) -o $@
$(OUT)/test.h5: | $(OUT)
	data-import $(MNIST_DIR)/t10k-images-idx3-ubyte.gz --labels $(MNIST_DIR)/t10k-labels-idx1-ubyte.gz --take $(TEST) -o $@
$(OUT)/few.h5: | $(OUT)
	data-import $(MNIST_DIR)/train-images-idx3-ubyte.gz --labels $(MNIST_DIR)/train-labels-idx1-ubyte.gz --take $(FEW) -o $@
else
TRAIN ?= 20000
TEST ?= 5000
$(OUT)/train.h5: | $(OUT)
	data-synth digits -n $(TRAIN) --seed 1 -o $@
$(OUT)/test.h5: | $(OUT)
	data-synth digits -n $(TEST) --seed 2 -o $@
$(OUT)/few.h5: | $(OUT)
	data-synth digits -n $(FEW) --seed 1 -o $@
endif
