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

// x W + b, W [in][out].
function affine(x, weight, bias, out) {
    const sum = new Float64Array(bias);
    for (let i = 0; i < x.length; ++i) {
        const a = x[i];
        if (a === 0) continue;
        for (let j = 0, at = i * out; j < out; ++j, ++at) sum[j] += a * weight[at];
    }
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

// The weight is [kernel][kernel][in][out].
function convolution(m, s, v) {
    const n = s.out, k = s.kernel;
    const y = maps(n, Math.floor((m.h + 2 * s.padding - k) / s.stride) + 1, Math.floor((m.w + 2 * s.padding - k) / s.stride) + 1);
    const sum = new Float64Array(n);
    for (let oy = 0, to = 0; oy < y.h; ++oy)
        for (let ox = 0; ox < y.w; ++ox, to += n) {
            v.bias ? sum.set(v.bias) : sum.fill(0);
            for (let ky = 0; ky < k; ++ky) {
                const iy = oy * s.stride - s.padding + ky;
                if (iy < 0 || iy >= m.h) continue;
                for (let kx = 0; kx < k; ++kx) {
                    const ix = ox * s.stride - s.padding + kx;
                    if (ix < 0 || ix >= m.w) continue;
                    const from = (iy * m.w + ix) * m.c, first = (ky * k + kx) * m.c * n;
                    for (let i = 0; i < m.c; ++i) {
                        const a = m.x[from + i];
                        if (a === 0) continue;
                        for (let j = 0, at = first + i * n; j < n; ++j, ++at) sum[j] += a * v.weight[at];
                    }
                }
            }
            y.x.set(sum, to);
        }
    return y;
}

// The weight is [kernel][kernel][out][in].
function transposedConvolution(m, s, v) {
    const n = s.out, k = s.kernel, c = m.c, even = c - c % 4, x = m.x, weight = v.weight;
    const y = maps(n, (m.h - 1) * s.stride - 2 * s.padding + k + s.output_padding, (m.w - 1) * s.stride - 2 * s.padding + k + s.output_padding);
    const sum = new Float64Array(y.x.length);
    for (let at = 0; v.bias && at < sum.length; at += n) sum.set(v.bias, at);
    for (let ky = 0; ky < k; ++ky)
        for (let kx = 0; kx < k; ++kx)
            for (let j = 0, w = (ky * k + kx) * n * c; j < n; ++j, w += c)
                for (let iy = 0; iy < m.h; ++iy) {
                    const oy = iy * s.stride - s.padding + ky;
                    if (oy < 0 || oy >= y.h) continue;
                    for (let ix = 0; ix < m.w; ++ix) {
                        const ox = ix * s.stride - s.padding + kx;
                        if (ox < 0 || ox >= y.w) continue;
                        const from = (iy * m.w + ix) * c;
                        let a = 0, b = 0, d = 0, e = 0, i = 0;
                        for (; i < even; i += 4) {
                            a += x[from + i] * weight[w + i];
                            b += x[from + i + 1] * weight[w + i + 1];
                            d += x[from + i + 2] * weight[w + i + 2];
                            e += x[from + i + 3] * weight[w + i + 3];
                        }
                        for (; i < c; ++i) a += x[from + i] * weight[w + i];
                        sum[(oy * y.w + ox) * n + j] += a + b + d + e;
                    }
                }
    y.x.set(sum);
    return y;
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
    "noise": function (m, s, v, call) {
        const normal = function () { return Math.sqrt(-2 * Math.log(1 - call.random())) * Math.cos(2 * Math.PI * call.random()); };
        return s.always ? activation(function (x) { return x + s.sd * normal(); })(m) : m;
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
