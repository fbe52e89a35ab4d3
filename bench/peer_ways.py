"""The ways in which PyTorch can compute the workloads of peer.py: what the words of a variant mean, and pieces that several workloads share.

compile   torch.compile, of a loss with its network or of a network that draws; it takes place before the clock starts
jit       torch.jit.trace, for drawing optimised and frozen
fused     Adam as one kernel for each parameter; foreach: as one call for all of them
last      images in channels-last layout
bf16      forward and loss under torch.autocast, as training loops have it: left before the backward pass, entered anew each step
half      for drawing: the whole network in bf16, its images in floats
freeze    with compile, for drawing: the weights are constants, which lets the compiler pack them
logits    the cross entropy of logits, not of probabilities
batchN    for drawing and evaluating: N at once
"""
import torch
from torch import nn


class Ways:
    def __init__(self, variant):
        self.words = set(variant.split("+"))
        self.layout = torch.channels_last if "last" in self.words else torch.contiguous_format

    def __contains__(self, word):
        return word in self.words

    def batch(self, usual):
        return next((int(word[5:]) for word in self.words if word.startswith("batch")), usual)

    def rounded(self):
        return torch.autocast("cpu", torch.bfloat16, enabled="bf16" in self.words)

    def compiled(self, work, *example):
        if "compile" in self.words:
            return torch.compile(work, dynamic=False, options={"freezing": "freeze" in self.words})
        return torch.jit.trace(work, example, check_trace=False) if "jit" in self.words else work

    def adam(self, networks, rate, betas=(0.5, 0.999)):
        how = {"fused": True} if "fused" in self.words else {"foreach": "foreach" in self.words}
        return torch.optim.Adam([p for n in networks for p in n.parameters()], rate, betas, **how)


def dense(sizes, activation=nn.ReLU):
    """Linear layers with activations between them."""
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), activation()]
    return nn.Sequential(*layers[:-1])


def leaky():
    return nn.LeakyReLU(0.2)


def learns(network, yes):
    for p in network.parameters():
        p.requires_grad_(yes)


def descend(adam, loss):
    """One update by a loss that was made under autocast."""
    adam.zero_grad(set_to_none=True)
    loss.backward()
    adam.step()


def in_turn(data, batch):
    """Batches of it, again and again."""
    turn = 0

    def next_batch():
        nonlocal turn
        turn = (turn + 1) % (len(data) // batch)
        return data[turn * batch:(turn + 1) * batch]

    return next_batch
