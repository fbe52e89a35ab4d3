// The models of the page, alive, in elements of class live: their data-model names the element that holds what the page says of the model; the
// model's numbers lie in NAME-numbers.

const middle = 99;  // of the quantiles, which stand for 1/200 ... 199/200

function roundedText(v) {
    return Math.abs(v) < 5e-3 ? "0.00" : v.toFixed(2).replace("-", "\u2212");
}

// The least text that reads back as the same 32-bit number.
function fullText(v) {
    for (let digits = 1; digits < 9; ++digits)
        if (Math.fround(Number(v.toPrecision(digits))) === Math.fround(v)) return String(Number(v.toPrecision(digits)));
    return String(Number(v.toPrecision(9)));
}

function paint(canvas, image, shape) {
    const pixels = shape[1] * shape[2], data = new ImageData(shape[2], shape[1]);
    for (let i = 0; i < pixels; ++i) {
        for (let c = 0; c < 3; ++c) data.data[4 * i + c] = Math.round(255 * image[(shape[0] === 3 ? c : 0) * pixels + i]);
        data.data[4 * i + 3] = 255;
    }
    canvas.width = shape[2];
    canvas.height = shape[1];
    canvas.getContext("2d").putImageData(data, 0, 0);
}

const vectorSize = 320;  // of a canvas for what are no pixels

// Discs at places in units of the canvas, 0 ... 1, y upwards.
function dots(canvas, places, radius, opacity) {
    const context = canvas.getContext("2d");
    canvas.style.imageRendering = "auto";
    context.fillStyle = getComputedStyle(document.body).color;
    context.globalAlpha = opacity;
    places.forEach(function (p) {
        context.beginPath();
        context.arc(vectorSize * p[0], vectorSize * (1 - p[1]), radius, 0, 7);
        context.fill();
    });
}

// A point of the plane among those of the draws; of other vectors their numbers as bars about 0.
function paintVector(canvas, image, cloud) {
    canvas.width = canvas.height = vectorSize;
    const largest = function (most, v) { return Math.max(most, Math.abs(v)); };
    if (image.length === 2) {
        const reach = cloud.concat([image]).reduce(function (most, p) { return p.reduce(largest, most); }, 1e-9) / .47;
        const place = function (p) { return [.5 + p[0] / reach, .5 + p[1] / reach]; };
        dots(canvas, cloud.map(place), 2, .35);
        dots(canvas, [place(image)], 6, 1);
        return;
    }
    const context = canvas.getContext("2d"), reach = image.reduce(largest, 1e-9), width = vectorSize / image.length;
    context.fillStyle = getComputedStyle(document.body).color;
    image.forEach(function (v, i) { context.fillRect(i * width, vectorSize / 2, Math.max(1, width - 1), -.48 * vectorSize * v / reach); });
}

function live(host, said, numbers) {
    const opened = openModel(said, numbers), shape = said.shape, vectors = shape[1] === 1 && shape[2] === 1;
    const axis = function (i) { return said.axes[said.axes.length === 1 ? 0 : i]; };
    const valueAt = function (i, place) { return axis(i)[0] + axis(i)[1] * said.quantiles[place]; };
    const placeOf = function (i, value) {
        let best = 0;
        said.quantiles.forEach(function (q, place) {
            if (Math.abs(q * axis(i)[1] + axis(i)[0] - value) < Math.abs(valueAt(i, best) - value)) best = place;
        });
        return best;
    };
    const z = new Float32Array(said.latent);
    for (let i = 0; i < z.length; ++i) z[i] = valueAt(i, middle);
    let label = said.classes > 0 ? 0 : -1, drawn = 0, due = false;
    const changed = [];  // what shows z or the label

    function picture(canvas, latents) {
        const image = imageOf(opened, latents, label);
        if (!vectors) return paint(canvas, image, shape);
        paintVector(canvas, image, image.length === 2 ? cloudOf() : []);
    }
    let cloud = null, cloudLabel = label;
    function cloudOf() {
        if (cloud === null || cloudLabel !== label) cloud = opened.draws.map(function (draw) { return imageOf(opened, draw, label); });
        cloudLabel = label;
        return cloud;
    }
    function update() {
        if (due) return;
        due = true;
        requestAnimationFrame(function () {
            due = false;
            changed.forEach(function (show) { show(); });
        });
    }
    function take(latents) {
        z.set(latents);
        update();
    }

    function stage() {
        const canvas = element("canvas", {role: "img", "aria-label": "the picture of these latent numbers"});
        changed.push(function () { picture(canvas, z); });
        return element("div", {"class": "picture"}, [canvas]);
    }

    function classButtons() {
        const all = [];
        for (let k = 0; k < said.classes; ++k)
            all.push(button(said.class_names[k] || String(k), function () {
                label = k;
                update();
            }));
        changed.push(function () { all.forEach(function (one, k) { one.setAttribute("aria-pressed", String(k === label)); }); });
        return element("div", {"class": "row", role: "group", "aria-label": "class"}, all);
    }

    function slider(i) {
        const input = element("input", {type: "range", min: 0, max: said.quantiles.length - 1, "aria-label": "latent number " + i});
        const output = element("output");
        input.addEventListener("input", function () {
            z[i] = valueAt(i, Number(input.value));
            update();
        });
        const show = function () {
            if (Math.fround(valueAt(i, Number(input.value))) !== z[i]) input.value = placeOf(i, z[i]);
            output.textContent = roundedText(z[i]);
            input.setAttribute("aria-valuetext", output.textContent);
        };
        show();
        changed.push(show);
        return element("label", {}, [element("span", {}, ["z[" + i + "]"]), input, output]);
    }

    function sliders() {
        const atOnce = 12, box = element("div", {"class": "sliders"}), more = button("", add);
        let shownCount = 0;
        function add() {
            const end = Math.min(said.latent, shownCount + (said.latent <= atOnce + 4 ? said.latent : atOnce));
            for (; shownCount < end; ++shownCount) box.append(slider(said.latent === 2 ? shownCount : said.order[shownCount]));
            more.textContent = said.latent - shownCount + " more";
            more.hidden = shownCount === said.latent;
        }
        add();
        return element("div", {}, [box, element("div", {"class": "row"}, [
            button("draw a sample", function () { take(opened.draws[drawn++ % opened.draws.length]); }),
            button("middle", function () { take(z.map(function (v, i) { return valueAt(i, middle); })); }), more
        ])]);
    }

    // Pictures over the plane of both numbers, at quantiles of the prior, and a place on it that moves.
    function plane() {
        const side = vectors ? 0 : 13, steps = said.quantiles.length, canvas = element("canvas"), mark = element("i");
        const box = element("div", {"class": "plane", tabindex: 0, role: "application", "aria-label": "plane of z[0] and z[1]; arrow keys move"},
                            [canvas, mark]);
        const moveTo = function (x, y) {
            const within = function (v) { return Math.min(steps - 1, Math.max(0, Math.round(v))); };
            take([valueAt(0, within(x)), valueAt(1, within(y))]);
        };
        const part = function (i, value) { return (placeOf(i, value) + 1) / (steps + 1); };  // of the prior below it
        let paintedFor = null;
        const background = function () {
            if (paintedFor === label) return;
            const mine = paintedFor = label, small = element("canvas"), context = canvas.getContext("2d");
            canvas.width = side * shape[2] || vectorSize;
            canvas.height = side * shape[1] || vectorSize;
            if (vectors) dots(canvas, opened.draws.map(function (d) { return [part(0, d[0]), part(1, d[1])]; }), 2, .35);
            const row = function (j) {
                if (paintedFor !== mine || j >= side) return;
                for (let i = 0; i < side; ++i) {
                    const at = function (k) { return (k + .5) / side * (steps + 1) - 1; };
                    const place = function (k) { return Math.round(at(k)); };
                    picture(small, new Float32Array([valueAt(0, place(i)), valueAt(1, place(side - 1 - j))]));
                    context.drawImage(small, i * shape[2], j * shape[1]);
                }
                setTimeout(row, 0, j + 1);
            };
            row(0);
        };
        changed.push(function () {
            background();
            mark.style.left = 100 * part(0, z[0]) + "%";
            mark.style.top = 100 - 100 * part(1, z[1]) + "%";
        });
        const point = function (event) {
            const frame = box.getBoundingClientRect();
            moveTo((event.clientX - frame.left) / frame.width * (steps + 1) - 1, (frame.bottom - event.clientY) / frame.height * (steps + 1) - 1);
        };
        box.addEventListener("pointermove", function (event) {
            if (event.pointerType === "mouse" || event.buttons > 0) point(event);
        });
        box.addEventListener("pointerdown", point);
        box.addEventListener("keydown", function (event) {
            const way = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key];
            if (!way) return;
            event.preventDefault();
            const far = event.shiftKey ? 20 : 4;
            moveTo(placeOf(0, z[0]) + far * way[0], placeOf(1, z[1]) + far * way[1]);
        });
        return box;
    }

    function between() {
        const ends = [element("canvas", {role: "img"}), element("canvas", {role: "img"})];
        const now = element("canvas", {role: "img", "aria-label": "between"});
        const input = element("input", {type: "range", min: 0, max: 100, value: 50, "aria-label": "from one sample to the other"});
        const caption = element("span"), count = opened.draws.length;
        let first = 0, spherical = false;
        const pair = function () { return [opened.draws[first % count], opened.draws[(first + 1) % count]]; };
        const show = function () {
            const p = pair();
            p.forEach(function (latents, i) {
                ends[i].setAttribute("aria-label", "sample " + (first + i) % count);
                picture(ends[i], latents);
            });
            caption.textContent = "sample " + first % count + " to sample " + (first + 1) % count;
            step();
        };
        const step = function () { picture(now, pointBetween(pair()[0], pair()[1], Number(input.value) / 100, spherical)); };
        input.addEventListener("input", function () { requestAnimationFrame(step); });
        const kinds = ["straight", "arc"].map(function (name, k) {
            return button(name, function () {
                spherical = k === 1;
                mark();
                step();
            });
        });
        const mark = function () { kinds.forEach(function (one, k) { one.setAttribute("aria-pressed", String(spherical === (k === 1))); }); };
        mark();
        let shownLabel = null;
        changed.push(function () {
            if (shownLabel !== label) show();
            shownLabel = label;
        });
        return element("div", {"class": "between"}, [
            element("h3", {}, ["Between two samples"]), element("div", {"class": "path"}, [ends[0], now, ends[1]]), input,
            element("div", {"class": "row"}, [button("another pair", function () {
                                                  first += 2;
                                                  show();
                                              })].concat(kinds, [caption]))
        ]);
    }

    // The same picture by gen-sample.
    function command() {
        const text = element("textarea", {readonly: "", spellcheck: "false", "aria-label": "the command that makes this picture"});
        changed.push(function () {
            text.value = "echo " + Array.from(z, fullText).join(",") + " | data-import - | gen-sample " + said.file + " --latents -" +
                         (label >= 0 ? " --class " + label : "");
        });
        return element("details", {"class": "numbers"}, [element("summary", {}, ["as a command"]), text]);
    }

    const left = element("div", {"class": "stage"}, [stage()]);
    const right = element("div");
    if (said.classes > 0) left.append(classButtons());
    const noise = "Some layers of this model add noise whenever it is used; the page draws noise of its own.";
    if (said.noisy) left.append(element("p", {"class": "small"}, [noise]));
    left.append(command());
    if (said.latent === 2) right.append(plane());
    right.append(sliders(), between());
    host.append(left, right);
    update();
}

document.querySelectorAll(".live").forEach(function (host) {
    const name = host.getAttribute("data-model");
    live(host, JSON.parse(document.getElementById(name).textContent), document.getElementById(name + "-numbers").textContent);
});
