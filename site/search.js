"use strict";
// The search over options: `entries` of options.js, found by all words that are typed, best first. On other pages / goes to the box above.
(() => {
    const box = document.getElementById("search") || document.querySelector("header input[type=search]");

    // How well a word fits an entry; 0 where it does not.
    function fit(entry, word) {
        const bare = word.replace(/^-+/, "");
        const name = entry.name.replace(/^-+/, "").toLowerCase();
        const help = entry.help.toLowerCase();
        if (/^-[a-z]$/i.test(word)) return entry.spelling.startsWith(word + ",") ? 100 : 0;
        if (!bare) return 1;
        if (name === bare) return 100;
        if (name.startsWith(bare)) return 60;
        if (name.includes(bare)) return 40;
        if (entry.tools.some(tool => tool === bare)) return 30;
        if ((" " + help).includes(" " + bare)) return 12;
        if (help.includes(bare)) return 6;
        return entry.tools.some(tool => tool.includes(bare)) ? 3 : 0;
    }

    function find(words) {
        const found = [];
        for (const entry of entries) {
            const fits = words.map(word => fit(entry, word));
            if (fits.every(Boolean)) found.push({entry, score: fits.reduce((a, b) => a + b, 0)});
        }
        return found.sort((a, b) => b.score - a.score).map(each => each.entry);
    }

    function element(name, text, attributes = {}) {
        const made = document.createElement(name);
        made.textContent = text;
        for (const key in attributes) made.setAttribute(key, attributes[key]);
        return made;
    }

    const address = (entry, tool) => `manual/${tool}.1.html${entry.at ? "#" + entry.at : ""}`;

    function shown(entry) {
        const item = element("li", "");
        const first = element("a", "", {href: address(entry, entry.tools[0])});
        first.append(element("code", entry.spelling));
        item.append(first, element("p", entry.help));
        const tools = element("p", entry.at ? "" : "a tool", {class: "small"});
        if (entry.at) for (const tool of entry.tools) tools.append(element("a", tool, {href: address(entry, tool)}), " ");
        item.append(tools);
        return item;
    }

    function search() {
        const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
        const found = words.length ? find(words) : [];
        document.getElementById("all").hidden = words.length > 0;
        document.getElementById("count").textContent = !words.length ? "" : found.length === 1 ? "1 found" : `${found.length || "nothing"} found`;
        document.getElementById("found").replaceChildren(...found.slice(0, 60).map(shown));
        try {
            history.replaceState(null, "", words.length ? "?q=" + encodeURIComponent(box.value) : location.pathname);
        } catch { /* a browser that allows this for no file: the address stays as it is */ }
    }

    // Up and down between the box and the first link of each entry.
    function walk(step) {
        const stops = [box, ...document.querySelectorAll("#found > li > a")];
        const next = stops[stops.indexOf(document.activeElement) + step];
        if (next) next.focus();
        return Boolean(next);
    }

    document.addEventListener("keydown", event => {
        const typing = /^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName);
        if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
            event.preventDefault();
            box.focus();
            box.select();
        }
        if (box.id !== "search") return;
        const inside = document.activeElement === box || document.activeElement.closest("#found");
        if (inside && (event.key === "ArrowDown" || event.key === "ArrowUp") && walk(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
        if (event.key === "Enter" && document.activeElement === box) {
            const first = document.querySelector("#found a");
            if (first) location.href = first.href;
        }
        if (event.key === "Escape" && inside) {
            box.value = "";
            box.focus();
            search();
        }
    });

    if (box.id === "search") {
        document.querySelector(".search").hidden = false;
        box.value = new URLSearchParams(location.search).get("q") || "";
        box.addEventListener("input", search);
        if (box.value) search();
        if (!location.hash) box.focus();
    }
})();
