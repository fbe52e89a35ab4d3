"""Models of gentools in PyTorch.

    networks = load_model("vae.h5")
    images = torch.sigmoid(networks["decoder"](torch.randn(16, 20)))

Of a VAE the networks are encoder and decoder, of a GAN generator and discriminator, of a classifier classifier. They learn on like any other module;
names in state_dict() are those of the file with "." for "/". Conditional networks take the classes as well: net(x, labels).
"""
import json

import h5py
import torch
from torch import nn
from torch.nn import functional as F


def append(x, numbers):
    """`numbers` [N, K] become K channels more."""
    return torch.cat([x, numbers if x.dim() == 2 else numbers[:, :, None, None].expand(-1, -1, *x.shape[2:])], 1)


def mixed(x, weight):
    """x + W e, with the same e at each pixel."""
    added = torch.randn(len(x), weight.shape[1]) @ weight.T
    return x + (added if x.dim() == 2 else added[:, :, None, None])


def output_padding(s):
    height, width = s.get("output_padding", 0), s.get("output_padding_width", -1)
    return height, height if width < 0 else width


def deviation(x, group):
    x = x.flatten(1)
    groups = len(x) // group if len(x) % group == 0 else 1
    spread = (x.view(-1, groups, x.shape[1]).var(0, unbiased=False) + 1e-8).sqrt().mean(1, keepdim=True)
    return spread.repeat(len(x) // groups, 1)


def nearness(x, weight):
    places = torch.einsum("ni,ibc->nbc", x, weight)
    return torch.exp(-(places[:, None] - places[None]).abs().sum(3)).sum(1)


# Of each type of layer its output: x is the input, p holds the parameters and buffers of the layer, s its settings, y the classes.
LAYERS = {
    "linear": lambda x, p, s, y: F.linear(x.flatten(1), p.weight, p.bias),
    "relu": lambda x, p, s, y: F.relu(x),
    "leaky-relu": lambda x, p, s, y: F.leaky_relu(x, s["slope"]),
    "tanh": lambda x, p, s, y: torch.tanh(x),
    "sigmoid": lambda x, p, s, y: torch.sigmoid(x),
    "elu": lambda x, p, s, y: F.elu(x, s["alpha"]),
    "softplus": lambda x, p, s, y: F.softplus(x),
    "conv": lambda x, p, s, y: F.conv2d(x, p.weight, getattr(p, "bias", None), s.get("stride", 1), s.get("padding", 0)),
    "conv-transposed": lambda x, p, s, y: F.conv_transpose2d(x, p.weight, getattr(p, "bias", None), s.get("stride", 1), s.get("padding", 0),
                                                             output_padding(s)),
    "batch-norm": lambda x, p, s, y: F.batch_norm(x, p.running_mean, p.running_var, p.weight, p.bias, p.training, s.get("momentum", 0.1),
                                                  s.get("eps", 1e-5)),
    "layer-norm": lambda x, p, s, y: F.group_norm(x, 1, p.weight, p.bias, s.get("eps", 1e-5)),
    "instance-norm": lambda x, p, s, y: F.group_norm(x, s["channels"], p.weight, p.bias, s.get("eps", 1e-5)),
    "dropout": lambda x, p, s, y: F.dropout(x, s.get("p", 0.5), p.training or s.get("always", 0) == 1),
    "noise": lambda x, p, s, y: x + s["sd"] * torch.randn_like(x) if p.training or s.get("always", 0) == 1 else x,
    "append-noise": lambda x, p, s, y: append(x, torch.randn(len(x), s["size"])),
    "mix-noise": lambda x, p, s, y: mixed(x, p.weight),
    "avg-pool": lambda x, p, s, y: F.avg_pool2d(x, s["kernel"], s["stride"]),
    "max-pool": lambda x, p, s, y: F.max_pool2d(x, s["kernel"], s["stride"]),
    "upsample": lambda x, p, s, y: F.interpolate(x, scale_factor=s["scale"]),
    "pixel-shuffle": lambda x, p, s, y: F.pixel_shuffle(x, s["scale"]),
    "condition": lambda x, p, s, y: append(x, p.weight[y]),
    "projection": lambda x, p, s, y: F.linear(x, p.weight, p.bias) + (x * p.embedding[y]).sum(1, keepdim=True),
    "table": lambda x, p, s, y: p.weight[:len(x)],
    "scale": lambda x, p, s, y: append(x.flatten(1), p.weight.expand(len(x), 1)),
    "maxout": lambda x, p, s, y: F.linear(x, p.weight, p.bias).view(len(x), s["out"], s["pieces"]).amax(2),
    "minibatch-stddev": lambda x, p, s, y: append(x, deviation(x, s.get("group", 4))),
    "minibatch-discrimination": lambda x, p, s, y: append(x, nearness(x, p.weight)),
    "flatten": lambda x, p, s, y: x.flatten(1),
    "unflatten": lambda x, p, s, y: x.view(len(x), s["channels"], s["height"], s["width"]),
}


class Network(nn.ModuleList):
    def __init__(self, layers):
        super().__init__(nn.Module() for _ in layers)
        self.settings = layers

    def forward(self, x, labels=None):
        outputs = []
        for layer, settings in zip(self, self.settings):
            residual = settings["type"] == "residual"  # the only layer that looks back
            x = x + outputs[settings["from"]] if residual else LAYERS[settings["type"]](x, layer, settings, labels)
            outputs.append(x)
        return x


def load_model(path, averaged=True):
    """The networks of a model file by their names, ready for use; net.train() makes them learn on. Moving averages of the weights, where the file has
    them, are taken unless `averaged` is False."""
    with h5py.File(path, "r") as file:
        networks = {}
        for name, layers in json.loads(file["architecture"][()].decode())["networks"].items():
            net = networks[name] = Network(layers)
            for kind in ("buffers", "parameters", "averages") if averaged else ("buffers", "parameters"):
                for index, values in file.get(f"{kind}/{name}", {}).items():
                    for item, value in values.items():
                        parameter = item in ("weight", "bias", "embedding")
                        tensor = torch.from_numpy(value[()])
                        setattr(net[int(index)], item, nn.Parameter(tensor)) if parameter else net[int(index)].register_buffer(item, tensor)
            for layer, settings in zip(net, layers):
                if settings.get("spectral", 0) == 1:  # the weight is divided by its largest singular value
                    weight = layer.weight.transpose(0, 1) if settings["type"] == "conv-transposed" else layer.weight
                    layer.weight.data /= (F.normalize(layer.u.flatten(), dim=0) @ weight.flatten(1)).norm()
    return {name: net.eval() for name, net in networks.items()}
