"""What goes into a file of golden numbers, as the scripts beside this one write them."""
import numpy as np


def put(group, path, values):
    group[path] = values.detach().numpy().astype(np.float32)


def save(group, name, net, value):
    for key, parameter in net.named_parameters():
        put(group, f"{name}/{key.replace('.', '/')}", value(parameter))


def save_statistics(group, name, net):
    for key, buffer in net.named_buffers():
        if "num" not in key:
            put(group, f"{name}/{key.replace('.', '/')}", buffer)


def as_float(net):
    """What the file holds."""
    net.load_state_dict({key: value.float() for key, value in net.state_dict().items()})
    return net
