# Included by all experiments, or by what they include. TOOLS is where the tools are, HELPERS where programs of this folder are built.
# $(OUT) is where everything goes; it may be deleted at any time.
.DELETE_ON_ERROR:
.SECONDARY:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
TOOLS ?= $(CURDIR)/build/tools
HELPERS ?= $(TOOLS)/../examples
export PATH := $(TOOLS):$(HELPERS):$(PATH)
here := $(dir $(lastword $(MAKEFILE_LIST)))

$(OUT):
	mkdir -p $@
