// A model of the page: its numbers, and the picture that it makes of latent numbers.

function bytesOfBase64(text) {
    const packed = atob(text), bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; ++i) bytes[i] = packed.charCodeAt(i);
    return bytes;
}

// IEEE 754 binary16.
function numberOfHalf(h) {
    const sign = h & 0x8000 ? -1 : 1, exponent = h >> 10 & 31, fraction = h & 1023;
    if (exponent === 0) return sign * fraction * Math.pow(2, -24);
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * Math.pow(2, exponent - 25) * (1024 + fraction);
}

// `place`: where they begin, how many, and the bytes that each takes: formats/page/packed_numbers.hpp. Little-endian, whatever the machine is.
function numbersAt(view, place) {
    const first = place[0], out = new Float32Array(place[1]);
    const kinds = {
        1: function (i) {
            const block = first + 260 * (i >> 8);
            return view.getFloat32(block, true) * view.getInt8(block + 4 + (i & 255));
        },
        2: function (i) { return numberOfHalf(view.getUint16(first + 2 * i, true)); },
        4: function (i) { return view.getFloat32(first + 4 * i, true); }
    };
    const number = kinds[place[2]];
    for (let i = 0; i < out.length; ++i) out[i] = number(i);
    return out;
}

// Numbers of [0, 1) that are the same again each time (Mulberry32): what a noisy layer draws must not flicker.
function steadyRandom() {
    let state = 1;
    return function () {
        state = state + 0x6D2B79F5 | 0;
        let t = Math.imul(state ^ state >>> 15, 1 | state);
        t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
        return ((t ^ t >>> 14) >>> 0) / 4294967296;
    };
}

// `model` is what the page says of it, `text` its numbers in base64.
function openModel(model, text) {
    const view = new DataView(bytesOfBase64(text).buffer);
    const steps = model.layers.map(function (layer) {
        const values = {};
        Object.keys(layer.numbers).forEach(function (name) { values[name] = numbersAt(view, layer.numbers[name]); });
        return {forward: layers[layer.type], settings: layer.settings, values: values};
    });
    const all = numbersAt(view, model.draws);
    const draws = [];
    for (let i = 0; i < all.length; i += model.latent) draws.push(all.subarray(i, i + model.latent));
    return {steps: steps, draws: draws, said: model};
}

// What the network makes of numbers [c, h, w], in file order.
function outputOf(opened, z, shape, label) {
    const call = {label: label, outputs: [], random: steadyRandom()};
    let m = unflattened({x: z}, shape[0], shape[1], shape[2]);
    opened.steps.forEach(function (step) {
        m = step.forward(m, step.settings, step.values, call);
        call.outputs.push(m);
    });
    return flattened(m).x;
}

// The image of latent numbers, [C, H, W]; `label` is the class, -1: none. As ImageModel::rendering() says.
function imageOf(opened, z, label) {
    const how = opened.said.rendering, n = opened.said.shape.reduce(function (a, b) { return a * b; });
    const o = outputOf(opened, z, [opened.said.latent, 1, 1], label), image = new Float32Array(n);
    const value = function (v) {
        v = how.squashed ? 1 / (1 + Math.exp(-v)) : v;
        v = (v - how.low) * how.scale;
        return how.clamped ? Math.min(1, Math.max(0, v)) : v;
    };
    for (let i = 0; i < n; ++i) {
        if (how.components === 1) {
            image[i] = value(o[i]);
            continue;
        }
        let top = -Infinity, sum = 0, weighted = 0;
        for (let k = 0; k < how.components; ++k) top = Math.max(top, o[k * n + i]);
        for (let k = 0; k < how.components; ++k) {
            const weight = Math.exp(o[k * n + i] - top);
            sum += weight;
            weighted += weight * value(o[(how.components + k) * n + i]);
        }
        image[i] = weighted / sum;
    }
    return image;
}

// At t from a to b: straight on, or along a great circle, as lib/models/latent_paths.cpp does.
function pointBetween(a, b, t, spherical) {
    let ofA = 1 - t, ofB = t;
    if (spherical) {
        let ab = 0, aa = 0, bb = 0;
        for (let i = 0; i < a.length; ++i) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        const lengths = Math.sqrt(aa * bb), angle = lengths > 0 ? Math.acos(Math.min(1, Math.max(-1, ab / lengths))) : 0;
        if (Math.sin(angle) >= 1e-4) {
            ofA = Math.sin((1 - t) * angle) / Math.sin(angle);
            ofB = Math.sin(t * angle) / Math.sin(angle);
        }
    }
    return a.map(function (v, i) { return ofA * v + ofB * b[i]; });
}
