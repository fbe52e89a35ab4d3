// usage: node live.js TOOLS_DIR TEST_PROGRAMS_DIR
//
// What the page computes is what the library does: of every type of layer, and of small models of every kind the images of gen-sample, from the same
// latent numbers and classes; the draws that the page has are those of gen-sample; paths are those of latent-interp.
"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {computing, largestDifference, modelsOf, numbersOf, run} = require("./reading.js");

const [tools, programs] = process.argv.slice(2).map((word) => path.resolve(word));
const liveLayers = path.join(programs, "live-layers");
const tool = (name, ...words) => run(path.join(tools, name), ...words);
let failed = false;

function expect(what, distance, allowed) {
    const well = distance <= allowed;
    console.log(`${well ? "" : "FAILED: "}${what}: ${distance.toExponential(1)}, allowed ${allowed.toExponential(1)}`);
    failed = failed || !well;
}

// Every type of layer; those that compare rows of a batch are known not to run, and what is always random has other numbers than the library.
function layers(page) {
    const all = JSON.parse(run(liveLayers));
    for (const net of all.networks) {
        const names = net.layers.map((layer) => layer.type);
        if (names.some((name) => all.of_batches.includes(name) || name.endsWith("-noise"))) continue;
        const said = {layers: net.layers, latent: 1, draws: [0, 0, 4]};
        const opened = page.openModel(said, net.numbers);
        const y = net.x.map((x, i) => page.outputOf(opened, Float32Array.from(x), net.shape, all.labels[i]));
        expect(names.join(" "), largestDifference(y, net.y), 1e-5);
    }
}

const VAE = [
    ...["relu", "leaky-relu:0.2", "tanh", "sigmoid", "elu:0.5", "softplus"].map((name) => ["--encoder", "mlp:30,20", "--activation", name]),
    ...["gaussian", "gaussian:0.2", "gaussian-full", "laplace", "laplace-full:mean=linear", "logistic", "logistic:3"]
        .map((name) => ["--encoder", "mlp:20", "--likelihood", name]),
    ["--encoder", "conv:4,6,head=3,dense=10", "--data", "shapes"],
    ...["batch", "layer", "instance"].map((name) => ["--encoder", `conv:4,6,norm=${name}`, "--data", "shapes"]),
    ["--encoder", "resnet:4,6", "--condition", "labels", "--ema", "0.5"],
    ["--encoder", "dcgan:4", "--prior", "1,2"],
    ["--encoder", "mlp:10", "--prior", "vamp:5"],
    ["--encoder", "mlp:10", "--objective", "autoencoder"]
];

const GAN = [
    ["--generator", "dcgan:6"],
    ["--generator", "dcgan:6", "--condition", "projection", "--data", "shapes"],
    ["--generator", "mlp:30,20", "--g-norm", "spectral", "--latent-noise", "uniform"],
    ["--generator", "resnet:8,6", "--latent-noise", "sphere", "--condition", "concat", "--ema", "0.5"],
    ["--generator", "conv:6,8", "--g-norm", "spectral", "--g-output", "linear"],
    ["--generator", "dcgan:6", "--range", "0,1", "--g-dropout", "0.3", "--g-noise", "0.1"],
    ["--generator", "mlp:20", "--data", "ring"]
];

function model(trainer, options) {
    const at = options.indexOf("--data"), data = at < 0 ? "digits" : options[at + 1];
    const words = at < 0 ? options : [...options.slice(0, at), ...options.slice(at + 2)];
    if (!fs.existsSync(data + ".h5")) tool("data-synth", data, "--count", "80", "--output", data + ".h5");
    tool(trainer, data + ".h5", ...words, "--latent", "5", "--batch", "40", "--steps", "6", "--lr", "0.01", "--quiet", "--progress", "none",
         "--output", "m.h5");
    tool("gen-sample", "m.h5", "--count", "24", "--output", "s.h5");
    for (const [bits, allowed] of [["32", 1e-4], ["16", 1 / 255], ["8", 12 / 255]]) {
        tool("gen-report", "--bits", bits, "r.html", "m.h5");
        const [{opened, image}] = modelsOf("r.html"), said = opened.said;
        const pixels = said.shape.reduce((a, b) => a * b);
        const z = numbersOf(liveLayers, "s.h5", "/latents", said.latent), theirs = numbersOf(liveLayers, "s.h5", "/images", pixels);
        const ours = z.map((row, i) => image(row, said.classes > 0 ? i % said.classes : -1));
        const what = `${trainer} ${options.join(" ")}${bits === "32" ? "" : ", weights of " + bits + " bits"}`;
        expect(what, largestDifference(ours, theirs), allowed);
        if (largestDifference(opened.draws.slice(0, 24), z) !== 0) expect("draws of " + what, 1, 0);
    }
}

function paths() {
    tool("vae-train", "digits.h5", "--latent", "5", "--encoder", "mlp:9", "--steps", "2", "--quiet", "--progress", "none", "--output", "m.h5");
    tool("gen-sample", "m.h5", "--count", "9", "--output", "s.h5");
    tool("gen-report", "r.html", "m.h5");
    const [{between}] = modelsOf("r.html"), ends = numbersOf(liveLayers, "s.h5", "/latents", 5);
    for (const type of ["linear", "spherical"]) {
        tool("latent-interp", "m.h5", "s.h5", "--from", "3", "--to", "4", "--path-type", type, "--steps", "11", "--output", "p.h5");
        const theirs = numbersOf(liveLayers, "p.h5", "/latents", 5);
        const ours = theirs.map((row, i) => between(ends[3], ends[4], i / 10, type === "spherical"));
        expect(`path ${type}`, largestDifference(ours, theirs), 1e-6);
    }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gentools-live-"));
process.chdir(folder);
try {
    VAE.forEach((options) => model("vae-train", options));
    GAN.forEach((options) => model("gan-train", options));
    layers(computing(fs.readFileSync("r.html", "utf8")));
    paths();
} finally {
    process.chdir("/");
    fs.rmSync(folder, {recursive: true});
}
process.exit(failed ? 1 : 0);
