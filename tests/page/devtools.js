// A page in headless Chromium, by the DevTools protocol over a pipe: needs nothing but node and the browser.
"use strict";
const {spawn, spawnSync} = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

// The path of the browser; "" where there is none.
function findBrowser() {
    for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
        const found = spawnSync("which", [name], {encoding: "utf8"});
        if (found.status === 0) return found.stdout.trim();
    }
    return "";
}

// The browser, with one tab. `messages`: what a page said on its console and what went wrong in it; `requests`: what it asked for.
class Browser {
    constructor(program) {
        this.profile = fs.mkdtempSync(path.join(os.tmpdir(), "gentools-browser-"));
        this.process = spawn(program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                                       "--force-color-profile=srgb", "--disable-background-networking", "--remote-debugging-pipe",
                                       "--user-data-dir=" + this.profile, "about:blank"],
                             {stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]});
        this.waiting = new Map();
        this.listeners = [];
        this.number = 0;
        this.messages = [];
        this.requests = [];
        let rest = "";
        this.process.stdio[4].setEncoding("utf8");
        this.process.stdio[4].on("data", (text) => {
            const parts = (rest + text).split("\0");
            rest = parts.pop();
            parts.forEach((part) => this.take(JSON.parse(part)));
        });
    }

    take(message) {
        const call = this.waiting.get(message.id);
        if (call) {
            this.waiting.delete(message.id);
            message.error ? call.reject(new Error(message.error.message)) : call.resolve(message.result);
            return;
        }
        if (message.method === "Runtime.consoleAPICalled")
            this.messages.push(message.params.args.map((a) => a.value || a.description).join(" "));
        if (message.method === "Runtime.exceptionThrown") this.messages.push(message.params.exceptionDetails.exception.description);
        if (message.method === "Log.entryAdded") this.messages.push(message.params.entry.text);
        if (message.method === "Page.javascriptDialogOpening") this.messages.push("dialog: " + message.params.message);
        if (message.method === "Network.requestWillBeSent") this.requests.push(message.params.request.url);
        this.listeners = this.listeners.filter((listener) => !listener(message));
    }

    send(method, params) {
        const id = ++this.number;
        this.process.stdio[3].write(JSON.stringify({id, method, params: params || {}, sessionId: this.session}) + "\0");
        return new Promise((resolve, reject) => this.waiting.set(id, {resolve, reject}));
    }

    event(method) {
        return new Promise((resolve) => this.listeners.push((m) => m.method === method && (resolve(m.params), true)));
    }

    async open(file, {width = 1200, height = 900, dark = false, phone = false} = {}) {
        if (!this.session) {
            const {targetInfos} = await this.send("Target.getTargets");
            const {targetId} = targetInfos.find((info) => info.type === "page");
            this.session = (await this.send("Target.attachToTarget", {targetId, flatten: true})).sessionId;
            for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.send(domain + ".enable");
        }
        await this.send("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: phone ? 2 : 1, mobile: phone});
        await this.send("Emulation.setEmulatedMedia", {features: [{name: "prefers-color-scheme", value: dark ? "dark" : "light"}]});
        this.messages = [];
        this.requests = [];
        const loaded = this.event("Page.loadEventFired");
        await this.send("Page.navigate", {url: "file://" + path.resolve(file)});
        await loaded;
        await this.frames();
    }

    // What an expression of the page's gives, waited for.
    async run(expression) {
        const done = await this.send("Runtime.evaluate", {expression, awaitPromise: true, returnByValue: true});
        if (done.exceptionDetails) throw new Error(expression + ": " + done.exceptionDetails.exception.description);
        return done.result.value;
    }

    // Until what is due has been painted.
    frames() { return this.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"); }

    async press(key, shift) {
        const code = {Enter: 13, Escape: 27, Tab: 9, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, " ": 32}[key];
        const params = {key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: code, modifiers: shift ? 8 : 0};
        const text = {Enter: "\r", " ": " "}[key];
        await this.send("Input.dispatchKeyEvent", {type: text ? "keyDown" : "rawKeyDown", text, ...params});
        await this.send("Input.dispatchKeyEvent", {type: "keyUp", ...params});
        await this.frames();
    }

    async screenshot(file, whole) {
        const shot = await this.send("Page.captureScreenshot", {format: "png", captureBeyondViewport: Boolean(whole)});
        fs.writeFileSync(file, Buffer.from(shot.data, "base64"));
    }

    async close() {
        const ended = new Promise((resolve) => this.process.once("exit", resolve));
        this.session = undefined;
        this.send("Browser.close").catch(() => {});
        const late = setTimeout(() => this.process.kill("SIGKILL"), 5000);
        await ended;
        clearTimeout(late);
        fs.rmSync(this.profile, {recursive: true, force: true, maxRetries: 5});
    }
}

module.exports = {Browser, findBrowser};
