// usage: node browser.js TOOLS_DIR TEST_PROGRAMS_DIR [PICTURES]
//
// Pages in headless Chromium: sliders, plane, paths, classes, enlarged pictures and sorted tables by mouse and keyboard; the canvas shows what the
// tools make, to 1/255; nothing on the console, nothing asked for from outside; hostile names run nothing. PICTURES: a folder for screenshots.
// Status 77: no browser.
"use strict";
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {Browser, findBrowser} = require("./devtools.js");
const {numbersOf, run} = require("./reading.js");

const [tools, programs, pictures] = process.argv.slice(2).map((word) => word && path.resolve(word));
const liveLayers = path.join(programs, "live-layers");
const shell = (line) => run("bash", "-euo", "pipefail", "-c", `PATH='${tools}:${programs}':$PATH; ${line}`).toString();

function make() {
    shell(`data-synth digits --count 120 --output d.h5
           vae-train d.h5 --latent 2 --encoder mlp:40 --epochs 6 --lr .01 --batch 30 --quiet --progress none --metrics v.tsv --output v.h5
           gan-train d.h5 --latent 20 --generator dcgan:8 --condition concat --batch 40 --steps 4 --quiet --progress none --output g.h5
           gen-sample g.h5 --count 20 --output s.h5
           latent-interp g.h5 s.h5 --from 0 --to 1 --path-type linear --steps 101 --output p.h5
           printf 'metric\\tvalue\\tse\\treal\\ttrivial\\nb\\t10\\t1\\t2\\t90\\na\\t9\\t1\\t2\\t90\\nc\\t\\t\\t\\t\\n' >scores.tsv
           gen-report r.html v.h5 g.h5 s.h5 v.tsv scores.tsv
           test-file hostile-images 'a<img src=x onerror=alert(1)>.h5'
           printf 'epoch\\t</script><script>alert(1)</script>\\n1\\t2\\n2\\t3\\n' >'<script>alert(1)<'
           printf 'metric\\tvalue\\n"><img src=x onerror=alert(1)>\\t<b>\\n' >scores
           gen-report hostile.html a*.h5 '<script>alert(1)<' scores --title '</title><script>alert(1)</script>'`);
}

let browser;
const live = (part, selector) => `document.querySelector("#part-${part} .live ${selector}")`;

// What a canvas shows, grey or colour, as numbers 0 ... 255 of its red, green and blue.
const pixels = (canvas) => browser.run(`(() => {
    const c = ${canvas}, copy = document.createElement("canvas");  // a canvas that is read often is complained of
    copy.width = c.width;
    copy.height = c.height;
    copy.getContext("2d").drawImage(c, 0, 0);
    return Array.from(copy.getContext("2d").getImageData(0, 0, c.width, c.height).data).filter((_, i) => i % 4 < 3);
})()`);

// To 1/255; the images are grey.
function expectPicture(what, shown, image) {
    assert.strictEqual(shown.length, 3 * image.length, what);
    let most = 0;
    shown.forEach((v, i) => { most = Math.max(most, Math.abs(v - 255 * image[Math.floor(i / 3)])); });
    assert.ok(most <= 1, `${what}: differs by ${most}`);
    console.log(`${what}: within ${most.toFixed(3)} of 255`);
}

// The stage of a model shows what the command beside it makes.
async function expectCommand(what, part) {
    await browser.frames();
    const command = await browser.run(live(part, "textarea") + ".value");
    shell(command + " >c.h5");
    expectPicture(what, await pixels(live(part, ".stage canvas")), numbersOf(liveLayers, "c.h5", "/images", 784)[0]);
    return command;
}

async function press(key, times) {
    for (let i = 0; i < times; ++i) await browser.press(key);
}

const focus = (element) => browser.run(element + ".focus()");

async function click(element) {
    const place = await browser.run(`(() => {
        const e = ${element};
        e.scrollIntoView({block: "center"});
        const frame = e.getBoundingClientRect();
        return [frame.left + frame.width / 2, frame.top + frame.height / 2];
    })()`);
    for (const type of ["mousePressed", "mouseReleased"])
        await browser.send("Input.dispatchMouseEvent", {type, x: place[0], y: place[1], button: "left", clickCount: 1});
    await browser.frames();
}

async function latentPlane() {
    const first = await expectCommand("the middle of two numbers", 1);
    await focus(live(1, ".sliders input"));
    await press("ArrowRight", 20);
    const second = await expectCommand("a slider moved by keys", 1);
    await focus(live(1, ".plane"));
    await press("ArrowUp", 6);
    await press("ArrowLeft", 2);
    const third = await expectCommand("the plane moved by keys", 1);
    const frame = await browser.run(`(() => {
        ${live(1, ".plane")}.scrollIntoView({block: "center"});
        const f = ${live(1, ".plane")}.getBoundingClientRect();
        return [f.left, f.top, f.width, f.height];
    })()`);
    await browser.send("Input.dispatchMouseEvent", {type: "mouseMoved", x: frame[0] + .8 * frame[2], y: frame[1] + .15 * frame[3]});
    const fourth = await expectCommand("the plane under the mouse", 1);
    assert.strictEqual(new Set([first, second, third, fourth]).size, 4);
    const values = fourth.match(/echo (\S+),(\S+) /).slice(1).map(Number);
    assert.ok(Math.abs(values[0] - .8416) < .05 && Math.abs(values[1] - 1.0364) < .05, fourth);  // quantiles .8 and .85
}

async function manyNumbers() {
    const sliders = `document.querySelectorAll("#part-2 .sliders input").length`;
    assert.strictEqual(await browser.run(sliders), 12);
    await click(live(2, ".sliders + .row button:last-child"));
    assert.strictEqual(await browser.run(sliders), 20);
    await click(live(2, ".sliders + .row button"));
    const samples = numbersOf(liveLayers, "s.h5", "/images", 784);
    expectPicture("the first draw", await pixels(live(2, ".stage canvas")), samples[0]);
    await click(live(2, ".stage .row button:nth-child(4)"));
    assert.strictEqual(await browser.run(live(2, ".stage [aria-pressed=true]") + ".textContent"), "3");
    await focus(live(2, ".sliders input"));
    await press("ArrowLeft", 30);
    assert.ok((await expectCommand("another class", 2)).endsWith("--class 3"));
    await click(live(2, ".stage .row button"));
    await focus(live(2, ".between input"));
    await press("ArrowLeft", 20);
    const shown = await pixels(live(2, ".path canvas:nth-child(2)"));
    // latent-interp decodes the first half of a path as the class of its beginning
    expectPicture("on the way from one sample to the next", shown, numbersOf(liveLayers, "p.h5", "/images", 784)[30]);
}

async function gridAndTable() {
    await focus(`document.querySelector(".grid button")`);
    await browser.press("Enter");
    const open = `document.querySelector("dialog").open`, caption = `document.querySelector("dialog p").textContent`;
    assert.ok(await browser.run(open));
    assert.strictEqual(await browser.run(caption), "number 0, class 0");
    await press("ArrowRight", 2);
    assert.strictEqual(await browser.run(caption), "number 2, class 2");
    await press("ArrowLeft", 3);
    assert.strictEqual(await browser.run(caption), "number 19, class 9");
    await browser.press("Escape");
    assert.ok(!await browser.run(open));
    assert.strictEqual(await browser.run(`document.activeElement.firstChild.alt`), "number 19, class 9");
    const order = `Array.from(document.querySelectorAll("tbody th"), (t) => t.textContent).join("")`;
    assert.strictEqual(await browser.run(order), "bac");
    await click(`document.querySelector("thead th:nth-child(2) button")`);
    assert.strictEqual(await browser.run(order), "abc");
    await browser.press("Enter");
    assert.strictEqual(await browser.run(order), "cba");
    assert.strictEqual(await browser.run(`document.querySelector("[aria-sort]").getAttribute("aria-sort")`), "descending");
}

async function namesStay() {
    const kept = await browser.run(`(() => {
        const wide = Array.from(document.querySelectorAll(".wide")).pop();
        wide.style.width = "9rem";
        wide.scrollLeft = 1e4;
        const moved = wide.scrollLeft, gap = wide.querySelector("tbody th").getBoundingClientRect().left - wide.getBoundingClientRect().left;
        wide.style.width = "";
        return [moved, gap];
    })()`);
    assert.ok(kept[0] > 0 && Math.abs(kept[1]) < 1, "names of a table's lines stay where the others scroll: " + kept);
}

async function looks() {
    const light = await browser.run("getComputedStyle(document.body).backgroundColor");
    for (const how of [{dark: true}, {phone: true, width: 360, height: 740}]) {
        await browser.open("r.html", how);
        const widths = await browser.run("[document.documentElement.scrollWidth, document.documentElement.clientWidth]");
        assert.ok(widths[0] <= widths[1], "the page is wider than the screen: " + widths);
        if (how.dark) assert.notStrictEqual(await browser.run("getComputedStyle(document.body).backgroundColor"), light);
        await namesStay();
        expectSilence("r.html");
        if (pictures) await browser.screenshot(path.join(pictures, how.dark ? "dark.png" : "phone.png"), true);
    }
}

function expectSilence(file) {
    assert.deepStrictEqual(browser.messages, []);
    const asked = browser.requests.filter((url) => !url.startsWith("data:"));
    assert.deepStrictEqual(asked, ["file://" + path.resolve(file)]);
}

async function hostile() {
    await browser.open("hostile.html");
    expectSilence("hostile.html");
    const count = (selector) => browser.run(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
    assert.strictEqual(await count("script:not([type])"), 2);
    assert.strictEqual(await count("img[src]:not([src^='data:image/png;base64,'])"), 0);
    assert.strictEqual(await browser.run(`Array.from(document.querySelectorAll("*")).filter((e) => Array.from(e.attributes)
        .some((a) => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value))).length`), 0);
    assert.strictEqual(await browser.run("document.querySelector('h1').textContent"), "</title><script>alert(1)</script>");
    assert.ok(await browser.run(`document.body.textContent.includes("</script><script>alert(4)</script>")`));
    await click(`document.querySelector(".grid button")`);
    assert.strictEqual(await browser.run(`document.querySelector("dialog p").textContent`), "number 0, class </script><script>alert(4)</script>");
    expectSilence("hostile.html");
    // Were there a hole all the same, the page's policy lets nothing through it.
    await browser.run(`document.body.insertAdjacentHTML("beforeend", "<img src='http://127.0.0.1:9/x' onerror='window.ran = 1'>")`);
    await browser.run(`fetch("http://127.0.0.1:9/x").catch(() => 0)`);
    await browser.frames();
    assert.strictEqual(await browser.run("window.ran"), undefined);
    const byPolicy = browser.messages.every((said) => said.includes("Content Security Policy"));
    assert.ok(browser.messages.length >= 2 && byPolicy, browser.messages.join("\n"));
}

async function main() {
    const program = findBrowser();
    if (!program) {
        console.log("skipped: no chromium");
        return 77;
    }
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gentools-page-"));
    process.chdir(folder);
    browser = new Browser(program);
    try {
        make();
        await browser.open("r.html");
        await namesStay();
        expectSilence("r.html");
        if (pictures) await browser.screenshot(path.join(pictures, "light.png"), true);
        await latentPlane();
        await manyNumbers();
        await gridAndTable();
        expectSilence("r.html");
        await looks();
        await hostile();
    } finally {
        await browser.close();
        process.chdir("/");
        fs.rmSync(folder, {recursive: true});
    }
    return 0;
}

main().then((status) => process.exit(status), (error) => {
    console.error(error);
    process.exit(1);
});
