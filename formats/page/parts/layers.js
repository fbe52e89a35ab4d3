// What each type of layer makes of one example, when a network is only used: lib/nn/layer_table.cpp in plain JavaScript.
//
// Between layers lie maps {c, h, w, x}: the c channels of a pixel beside each other, as in the library; n numbers are maps of one pixel. A
// function is given the maps, the layer's settings `s`, its numbers `v` in the library's order in memory, and the `call`: {label, outputs, random}.

function maps(c, h, w) {
    return {c: c, h: h, w: w, x: new Float32Array(c * h * w)};
}

function activation(f) {
    return function (m, s) {
        const y = maps(m.c, m.h, m.w);
        for (let i = 0; i < y.x.length; ++i) y.x[i] = f(m.x[i], s);
        return y;
    };
}

// Which of x[from] ... x[from + n - 1] are not 0, in fours: behind the last one stand zeros.
function Factors(n) {
    const places = new Int32Array(n + 3), values = new Float64Array(n + 3);
    let count = 0;
    this.take = function (x, from) {
        count = 0;
        for (let i = 0; i < n; ++i) {
            if (x[from + i] === 0) continue;
            places[count] = i;
            values[count++] = x[from + i];
        }
        for (; count % 4 !== 0; ++count) places[count] = values[count] = 0;
    };
    // Adds their products with rows of a weight [n][out], which begins at `first`, to sum[to] ... sum[to + out - 1].
    this.addProducts = function (weight, first, out, sum, to) {
        for (let q = 0; q < count; q += 4) {
            const a = values[q], b = values[q + 1], c = values[q + 2], d = values[q + 3];
            let i = first + places[q] * out, j = first + places[q + 1] * out, k = first + places[q + 2] * out, l = first + places[q + 3] * out;
            for (let at = to, end = to + out; at < end; ++at, ++i, ++j, ++k, ++l)
                sum[at] += a * weight[i] + b * weight[j] + c * weight[k] + d * weight[l];
        }
    };
}

// x W + b, W [in][out].
function affine(x, weight, bias, out) {
    const sum = new Float64Array(bias), factors = new Factors(x.length);
    factors.take(x, 0);
    factors.addProducts(weight, 0, out, sum, 0);
    return sum;
}

// Channels times scale[c] plus shift[c].
function scaleShift(m, scale, shift) {
    const y = maps(m.c, m.h, m.w);
    for (let at = 0; at < y.x.length; at += m.c)
        for (let c = 0; c < m.c; ++c) y.x[at + c] = m.x[at + c] * scale[c] + shift[c];
    return y;
}

// Normalised over each channel of the example, or over all of it.
function exampleNorm(byChannel) {
    return function (m, s, v) {
        const sums = new Float64Array(m.c), squares = new Float64Array(m.c);
        for (let at = 0; at < m.x.length; at += m.c)
            for (let c = 0; c < m.c; ++c) {
                sums[c] += m.x[at + c];
                squares[c] += m.x[at + c] * m.x[at + c];
            }
        const n = byChannel ? m.h * m.w : m.x.length;
        if (!byChannel) {
            const add = function (a, b) { return a + b; };
            sums.fill(sums.reduce(add));
            squares.fill(squares.reduce(add));
        }
        const scale = new Float64Array(m.c), shift = new Float64Array(m.c);
        for (let c = 0; c < m.c; ++c) {
            const mean = sums[c] / n;
            scale[c] = v.weight[c] / Math.sqrt(Math.max(0, squares[c] / n - mean * mean) + s.eps);
            shift[c] = v.bias[c] - scale[c] * mean;
        }
        return scaleShift(m, scale, shift);
    };
}

// Adds to the maps y what each pixel of m gives, by a weight [kernel][kernel][in][out]; `target` says where along an axis the pixel `i` goes by the
// weight's place `k`, if anywhere.
function spread(m, y, s, weight, bias, target) {
    const sum = new Float64Array(y.x.length), factors = new Factors(m.c), n = y.c;
    for (let at = 0; bias && at < sum.length; at += n) sum.set(bias, at);
    for (let iy = 0; iy < m.h; ++iy)
        for (let ix = 0; ix < m.w; ++ix) {
            factors.take(m.x, (iy * m.w + ix) * m.c);
            for (let ky = 0; ky < s.kernel; ++ky) {
                const oy = target(iy, ky, y.h);
                for (let kx = 0; kx < s.kernel && oy >= 0; ++kx) {
                    const ox = target(ix, kx, y.w);
                    if (ox >= 0) factors.addProducts(weight, (ky * s.kernel + kx) * m.c * n, n, sum, (oy * y.w + ox) * n);
                }
            }
        }
    y.x.set(sum);
    return y;
}

function convolution(m, s, v) {
    const side = function (size) { return Math.floor((size + 2 * s.padding - s.kernel) / s.stride) + 1; };
    return spread(m, maps(s.out, side(m.h), side(m.w)), s, v.weight, v.bias, function (i, k, size) {
        const o = (i + s.padding - k) / s.stride;
        return o < size && Number.isInteger(o) ? o : -1;
    });
}

// The weight is [kernel][kernel][out][in]; it is turned once.
function transposedConvolution(m, s, v) {
    const side = function (size, more) { return (size - 1) * s.stride - 2 * s.padding + s.kernel + more; };
    const high = s.output_padding, wide = s.output_padding_width < 0 ? high : s.output_padding_width;
    if (!v.turned) {
        v.turned = new Float32Array(v.weight.length);
        for (let at = 0, to = 0; to < v.turned.length; at += s.out * m.c)
            for (let i = 0; i < m.c; ++i)
                for (let j = 0; j < s.out; ++j) v.turned[to++] = v.weight[at + j * m.c + i];
    }
    return spread(m, maps(s.out, side(m.h, high), side(m.w, wide)), s, v.turned, v.bias, function (i, k, size) {
        const o = i * s.stride - s.padding + k;
        return o < size ? o : -1;
    });
}

// One number of each square of kernel x kernel pixels, as `start` and `add` make it, times `share`.
function pooling(start, add, share) {
    return function (m, s) {
        const k = s.kernel;
        const y = maps(m.c, Math.floor((m.h - k) / s.stride) + 1, Math.floor((m.w - k) / s.stride) + 1);
        for (let oy = 0; oy < y.h; ++oy)
            for (let ox = 0; ox < y.w; ++ox)
                for (let c = 0; c < m.c; ++c) {
                    let all = start;
                    for (let ky = 0; ky < k; ++ky)
                        for (let kx = 0; kx < k; ++kx) all = add(all, m.x[((oy * s.stride + ky) * m.w + ox * s.stride + kx) * m.c + c]);
                    y.x[(oy * y.w + ox) * m.c + c] = all * share(k);
                }
        return y;
    };
}

// In file order: channel by channel.
function flattened(m) {
    const y = maps(m.x.length, 1, 1), positions = m.h * m.w;
    for (let c = 0, to = 0; c < m.c; ++c)
        for (let p = 0; p < positions; ++p) y.x[to++] = m.x[p * m.c + c];
    return y;
}

function unflattened(m, c, h, w) {
    const y = maps(c, h, w);
    for (let i = 0, from = 0; i < c; ++i)
        for (let p = 0; p < h * w; ++p) y.x[p * c + i] = m.x[from++];
    return y;
}

// The row of a class, [classes][size]; without a class the mean over them.
function ofClass(table, classes, size, label) {
    const row = new Float64Array(size);
    for (let k = 0; k < classes; ++k)
        for (let i = 0; i < size; ++i)
            if (label < 0) row[i] += table[k * size + i] / classes;
            else if (label === k) row[i] = table[k * size + i];
    return row;
}

// A standard normal number.
function normal(call) { return Math.sqrt(-2 * Math.log(1 - call.random())) * Math.cos(2 * Math.PI * call.random()); }

const layers = {
    "linear": function (m, s, v) { return {c: s.out, h: 1, w: 1, x: new Float32Array(affine(m.x, v.weight, v.bias, s.out))}; },
    "relu": activation(function (x) { return x > 0 ? x : 0; }),
    "leaky-relu": activation(function (x, s) { return x > 0 ? x : s.slope * x; }),
    "tanh": activation(Math.tanh),
    "sigmoid": activation(function (x) { return 1 / (1 + Math.exp(-x)); }),
    "elu": activation(function (x, s) { return x > 0 ? x : s.alpha * Math.expm1(x); }),
    "softplus": activation(function (x) { return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))); }),
    "conv": convolution,
    "conv-transposed": transposedConvolution,
    "batch-norm": function (m, s, v) {
        const scale = v.weight.map(function (w, c) { return w / Math.sqrt(v.running_var[c] + s.eps); });
        return scaleShift(m, scale, v.bias.map(function (b, c) { return b - scale[c] * v.running_mean[c]; }));
    },
    "layer-norm": exampleNorm(false),
    "instance-norm": exampleNorm(true),
    "dropout": function (m, s, v, call) {
        return s.always ? activation(function (x) { return call.random() < s.p ? 0 : x / (1 - s.p); })(m) : m;
    },
    "noise": function (m, s, v, call) { return s.always ? activation(function (x) { return x + s.sd * normal(call); })(m) : m; },
    "append-noise": function (m, s, v, call) {
        const n = m.x.length, y = maps(n + s.size, 1, 1);
        y.x.set(flattened(m).x);
        for (let j = n; j < y.c; ++j) y.x[j] = normal(call);
        return y;
    },
    "mix-noise": function (m, s, v, call) {
        const noise = new Float32Array(s.size).map(function () { return normal(call); });
        const mixed = affine(noise, v.weight, new Float32Array(m.c), m.c);
        return {c: m.c, h: m.h, w: m.w, x: m.x.map(function (x, i) { return x + mixed[i % m.c]; })};
    },
    "avg-pool": pooling(0, function (a, b) { return a + b; }, function (k) { return 1 / (k * k); }),
    "max-pool": pooling(-Infinity, Math.max, function () { return 1; }),
    "upsample": function (m, s) {
        const y = maps(m.c, m.h * s.scale, m.w * s.scale);
        for (let oy = 0, to = 0; oy < y.h; ++oy)
            for (let ox = 0; ox < y.w; ++ox, to += m.c) {
                const from = (Math.floor(oy / s.scale) * m.w + Math.floor(ox / s.scale)) * m.c;
                y.x.set(m.x.subarray(from, from + m.c), to);
            }
        return y;
    },
    "pixel-shuffle": function (m, s) {
        const k = s.scale, y = maps(m.c / (k * k), m.h * k, m.w * k);
        for (let oy = 0, to = 0; oy < y.h; ++oy)
            for (let ox = 0; ox < y.w; ++ox) {
                const from = (Math.floor(oy / k) * m.w + Math.floor(ox / k)) * m.c + (oy % k) * k + ox % k;
                for (let c = 0; c < y.c; ++c) y.x[to++] = m.x[from + c * k * k];
            }
        return y;
    },
    "residual": function (m, s, v, call) {
        const other = call.outputs[s.from].x;
        return {c: m.c, h: m.h, w: m.w, x: m.x.map(function (x, i) { return x + other[i]; })};
    },
    "condition": function (m, s, v, call) {
        const y = maps(m.c + s.size, m.h, m.w), row = ofClass(v.weight, s.classes, s.size, call.label);
        for (let p = 0; p < m.h * m.w; ++p) {
            y.x.set(m.x.subarray(p * m.c, (p + 1) * m.c), p * y.c);
            y.x.set(row, p * y.c + m.c);
        }
        return y;
    },
    "projection": function (m, s, v, call) {
        const y = maps(1, 1, 1), row = ofClass(v.embedding, s.classes, s.in, call.label);
        y.x[0] = m.x.reduce(function (sum, x, i) { return sum + x * (v.weight[i] + row[i]); }, 0) + v.bias[0];
        return y;
    },
    "scale": function (m, s, v) {
        const y = maps(m.x.length + 1, 1, 1);
        y.x.set(flattened(m).x);
        y.x[m.x.length] = v.weight[0];
        return y;
    },
    "maxout": function (m, s, v) {
        const y = maps(s.out, 1, 1), all = affine(m.x, v.weight, v.bias, s.out * s.pieces);
        for (let j = 0; j < s.out; ++j) y.x[j] = Math.max.apply(null, all.subarray(j * s.pieces, (j + 1) * s.pieces));
        return y;
    },
    "flatten": flattened,
    "unflatten": function (m, s) { return unflattened(m, s.channels, s.height, s.width); }
};
