// What a page holds, read without a browser, and the tools that make pages.
"use strict";
const {spawnSync} = require("node:child_process");
const fs = require("node:fs");
const vm = require("node:vm");

// Runs a program in the present folder; its output as bytes.
function run(program, ...words) {
    const done = spawnSync(program, words, {maxBuffer: 1 << 28});
    if (done.status !== 0) throw new Error([program, ...words].join(" ") + ": " + done.stderr);
    return done.stdout;
}

// The page's functions that compute, as properties of an object.
function computing(text) {
    const scripts = text.match(/<script>[^]*?<\/script>/g);
    const context = vm.createContext({atob});
    vm.runInContext(scripts[0].replace(/<\/?script>/g, ""), context);
    return context;
}

// The models of a page, opened by the page's own functions.
function modelsOf(file) {
    const text = fs.readFileSync(file, "utf8"), page = computing(text);
    const block = (name) => text.match(new RegExp(`<script type="text/plain" id="${name}">([^<]*)<`))[1];
    const names = Array.from(text.matchAll(/<div class="live" data-model="([^"]*)"/g), (match) => match[1]);
    return names.map((name) => {
        const opened = page.openModel(JSON.parse(block(name)), block(name + "-numbers"));
        return {opened, image: (z, label) => page.imageOf(opened, z, label), between: page.pointBetween};
    });
}

// `program` is live-layers: rows of 32-bit floats.
function numbersOf(program, file, set, width) {
    const bytes = run(program, file, set), rows = [];
    for (let i = 0; i < bytes.length; i += 4 * width) {
        const row = new Float32Array(width);
        for (let j = 0; j < width; ++j) row[j] = bytes.readFloatLE(i + 4 * j);
        rows.push(row);
    }
    return rows;
}

function largestDifference(a, b) {
    let most = 0;
    a.forEach((row, i) => row.forEach((v, j) => { most = Math.max(most, Math.abs(v - b[i][j])); }));
    return most;
}

module.exports = {computing, largestDifference, modelsOf, numbersOf, run};
