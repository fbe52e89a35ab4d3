# Included by all experiments, or by what they include. TOOLS: where the tools are. $(OUT) is where everything goes; it may be deleted at any time.
.DELETE_ON_ERROR:
.SECONDARY:
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
TOOLS ?= $(CURDIR)/build/tools
export PATH := $(TOOLS):$(PATH)
here := $(dir $(lastword $(MAKEFILE_LIST)))

$(OUT):
	mkdir -p $@
