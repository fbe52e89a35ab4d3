"""Runs ONNX files by NumPy, as far as data-export writes them: where the onnx package is too old to do it (1.12 of Debian 12)."""
import numpy as np
import onnx
from onnx import numpy_helper
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kernel, strides):
    """[N,C,h,w,kh,kw]"""
    return sliding_window_view(x, kernel, axis=(2, 3))[:, :, ::strides[0], ::strides[1]]


def conv(x, weight, bias=None, kernel_shape=(), strides=(), pads=()):
    x = np.pad(x, ((0, 0), (0, 0), (pads[0], pads[2]), (pads[1], pads[3])))
    y = np.einsum("nchwij,ocij->nohw", windows(x, kernel_shape, strides), weight)
    return y if bias is None else y + bias[:, None, None]


def conv_transpose(x, weight, bias=None, kernel_shape=(), strides=(), pads=(), output_padding=(0, 0)):
    rows, _, high, wide = x.shape
    size = [(n - 1) * s + k + more for n, s, k, more in zip((high, wide), strides, kernel_shape, output_padding)]
    y = np.zeros((rows, weight.shape[1], *size), x.dtype)
    for i in range(kernel_shape[0]):
        for j in range(kernel_shape[1]):
            part = np.einsum("nchw,co->nohw", x, weight[:, :, i, j])
            y[:, :, i:i + (high - 1) * strides[0] + 1:strides[0], j:j + (wide - 1) * strides[1] + 1:strides[1]] += part
    y = y[:, :, pads[0]:size[0] - pads[2], pads[1]:size[1] - pads[3]]
    return y if bias is None else y + bias[:, None, None]


def batch_norm(x, weight, bias, mean, variance, epsilon):
    scale, shape = weight / np.sqrt(variance + np.float32(epsilon)), (-1,) + (1,) * (x.ndim - 2)
    return x * scale.reshape(shape) + (bias - scale * mean).reshape(shape)


def resize(x, _, scales, **how):
    assert how == {"mode": b"nearest", "coordinate_transformation_mode": b"asymmetric", "nearest_mode": b"floor"}
    return x.repeat(int(scales[2]), 2).repeat(int(scales[3]), 3)


def depth_to_space(x, blocksize, mode):
    assert mode == b"CRD"
    n, c, h, w = x.shape
    blocks = x.reshape(n, c // blocksize ** 2, blocksize, blocksize, h, w)
    return blocks.transpose(0, 1, 4, 2, 5, 3).reshape(n, c // blocksize ** 2, h * blocksize, w * blocksize)


def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def cut(x, starts, ends, axes=(0,)):
    where = [slice(None)] * x.ndim
    for start, end, axis in zip(starts, ends, axes):
        where[axis] = slice(start, end)
    return x[tuple(where)]


def reduced(f):
    return lambda x, among=None, axes=None, keepdims=1: f(x, axis=tuple(axes if among is None else among), keepdims=bool(keepdims))


OPERATORS = {
    "Gemm": lambda x, w, b=0, transB=0: x @ (w.T if transB else w) + b,
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "BatchNormalization": batch_norm,
    "Relu": lambda x: np.maximum(x, 0),
    "LeakyRelu": lambda x, alpha=0.01: np.where(x < 0, np.float32(alpha) * x, x),
    "Tanh": np.tanh,
    "Sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Elu": lambda x, alpha=1.0: np.where(x < 0, np.float32(alpha) * np.expm1(x), x),
    "Softplus": lambda x: np.logaddexp(x, np.float32(0)),
    "AveragePool": lambda x, kernel_shape, strides: windows(x, kernel_shape, strides).mean((4, 5)),
    "MaxPool": lambda x, kernel_shape, strides: windows(x, kernel_shape, strides).max((4, 5)),
    "Resize": resize,
    "DepthToSpace": depth_to_space,
    "Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "MatMul": np.matmul, "Sqrt": np.sqrt, "Exp": np.exp, "Neg": np.negative, "Abs": np.abs,
    "Div": lambda a, b: a // b if a.dtype.kind == "i" else a / b,
    "Mod": np.mod, "Equal": np.equal, "Less": np.less, "Where": np.where,
    "Gather": lambda x, indices, axis=0: np.take(x, indices, axis),
    "Expand": lambda x, shape: np.broadcast_to(x, np.broadcast_shapes(x.shape, tuple(shape))),
    "Concat": lambda *parts, axis: np.concatenate(parts, axis),
    "ReduceMean": reduced(np.mean), "ReduceSum": reduced(np.sum), "ReduceMax": reduced(np.max),
    "Pad": lambda x, pads, value: np.pad(x, list(zip(pads[:x.ndim], pads[x.ndim:])), constant_values=value),
    "Reshape": lambda x, shape: x.reshape([x.shape[i] if n == 0 else n for i, n in enumerate(shape)]),
    "Flatten": lambda x, axis=1: x.reshape(len(x), -1),
    "Unsqueeze": lambda x, axes: np.expand_dims(x, tuple(axes)),
    "Slice": cut,
    "Softmax": softmax,
    "Clip": np.clip,
    "Identity": lambda x: x,
    "Shape": lambda x: np.array(x.shape),
}


class Evaluator:
    def __init__(self, path):
        self.graph = onnx.load(path).graph

    def run(self, feeds):
        values = {"": None} | {tensor.name: numpy_helper.to_array(tensor) for tensor in self.graph.initializer} | feeds
        for node in self.graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            values[node.output[0]] = OPERATORS[node.op_type](*(values[name] for name in node.input), **attributes)
        return {output.name: values[output.name] for output in self.graph.output}
