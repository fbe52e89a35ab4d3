// usage: node browser.js SITE [PICTURES]
//
// Every page of the site in headless Chromium, as wide as a phone and as a desk, light and dark: nothing to scroll sideways but tables and code, all
// text readable on what is behind it, nothing on the console, nothing asked for from outside. Then the search, by keys alone.
// PICTURES: a folder for screenshots of every page. Status 77: no browser.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const {Browser, findBrowser} = require("../page/devtools.js");

const [site, pictures] = process.argv.slice(2).map((word) => word && path.resolve(word));

// Runs in the page: texts whose contrast is below that of WCAG AA, 4.5, or 3 where letters are large.
function faint() {
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
        const [r, g, b] = numbers(colour).map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        const colour = getComputedStyle(element).backgroundColor;
        return numbers(colour)[3] === 0 && element.parentElement ? behind(element.parentElement) : colour;
    };
    const found = new Set();
    for (const element of document.querySelectorAll("body *")) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        const style = getComputedStyle(element);
        const [a, b] = [light(style.color), light(behind(element))].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) found.add(`${element.tagName} ${element.className} ${ratio.toFixed(2)}`);
    }
    return [...found];
}

let browser;

async function look(page) {
    await browser.open(path.join(site, page));
    for (const [name, width, height] of [["desk", 1280, 900], ["phone", 390, 844]]) {
        await browser.send("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: 1, mobile: name === "phone"});
        for (const scheme of ["light", "dark"]) {
            const where = `${page}, ${name}, ${scheme}`;
            await browser.send("Emulation.setEmulatedMedia", {features: [{name: "prefers-color-scheme", value: scheme}]});
            await browser.frames();
            const wide = await browser.run("document.documentElement.scrollWidth") - width;
            assert.ok(wide <= 0, `${where}: ${wide} pixels too wide`);
            assert.deepStrictEqual(await browser.run(`(${faint})()`), [], `${where}: contrast`);
            if (pictures) await browser.screenshot(path.join(pictures, `${page.replace(/\W/g, "-")}-${name}-${scheme}.png`), true);
        }
    }
    assert.deepStrictEqual(browser.messages, [], page);
    for (const address of browser.requests) assert.match(address, /^(file:|data:)/, page);
}

const type = (text) => browser.send("Input.insertText", {text}).then(() => browser.frames());
const active = () => browser.run("document.activeElement.href || document.activeElement.id || document.activeElement.name");
const first = () => browser.run(`document.querySelector("#found a")?.getAttribute("href") ?? ""`);

// The key that leads to another page.
async function enter() {
    const loaded = browser.event("Page.loadEventFired");
    await browser.send("Input.dispatchKeyEvent", {type: "keyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r"});
    await loaded;
    await browser.frames();
}

async function search() {
    await browser.open(path.join(site, "options.html"));
    assert.strictEqual(await active(), "search");
    for (const [words, expected] of [["lr", "manual/vae-train.1.html#lr"], ["gan-train pack", "manual/gan-train.1.html#pack"],
                                     ["latent dimensions vae-train", "manual/vae-train.1.html#latent"], ["-l", "manual/vae-train.1.html#latent"]]) {
        await browser.press("Escape");
        await type(words);
        assert.strictEqual(await first(), expected, words);
        assert.strictEqual(await browser.run(`document.getElementById("all").hidden`), true);
    }
    await browser.press("Escape");
    await type("qqq");
    assert.strictEqual(await browser.run(`document.getElementById("count").textContent`), "nothing found");
    await browser.press("Escape");
    assert.strictEqual(await browser.run(`document.getElementById("all").hidden`), false);
    await type("--latent");
    await browser.press("ArrowDown");
    assert.match(await active(), /manual\/vae-train\.1\.html#latent$/);
    await browser.press("ArrowUp");
    assert.strictEqual(await active(), "search");
    await enter();
    assert.match(await browser.run("location.href"), /manual\/vae-train\.1\.html#latent$/);
    assert.ok(await browser.run("Math.abs(document.querySelector(':target').getBoundingClientRect().top) < innerHeight"));

    // From another page, by the box in its head.
    await browser.run(`document.dispatchEvent(new KeyboardEvent("keydown", {key: "/"}))`);
    assert.strictEqual(await active(), "q");
    await type("beta");
    await enter();
    assert.match(await browser.run("location.href"), /options\.html\?q=beta$/);
    assert.match(await first(), /#beta$/);
}

async function main() {
    const program = findBrowser();
    if (!program) {
        console.log("skipped: no browser");
        process.exit(77);
    }
    browser = new Browser(program);
    const pages = fs.readdirSync(site, {recursive: true}).filter((name) => name.endsWith(".html") && !name.startsWith("runs/")).sort();
    if (pictures) fs.mkdirSync(pictures, {recursive: true});
    for (const page of pages) await look(page);
    await search();
    console.log(`${pages.length} pages`);
}

main().then(() => browser.close(), async (error) => {
    console.error(error.message);
    await browser.close();
    process.exit(1);
});
