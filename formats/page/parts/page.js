// What the page does without a model: pictures that enlarge, tables that sort.

function element(name, attributes, children) {
    const made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { made.append(child); });
    return made;
}

function button(text, pressed) {
    const made = element("button", {type: "button"}, [text]);
    made.addEventListener("click", pressed);
    return made;
}

function enlarging(grid) {
    const pictures = Array.from(grid.querySelectorAll("img"));
    const large = element("img", {alt: ""}), caption = element("p", {"aria-live": "polite"});
    let number = 0;
    function show(next) {
        number = (next + pictures.length) % pictures.length;
        large.src = pictures[number].src;
        large.alt = caption.textContent = pictures[number].alt;
    }
    const back = button("previous", function () { show(number - 1); });
    const on = button("next", function () { show(number + 1); });
    const dialog = element("dialog", {"aria-label": "Enlarged picture"},
                           [large, caption, back, " ", on, " ", button("close", function () { dialog.close(); })]);
    dialog.addEventListener("keydown", function (event) {
        const step = {ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1}[event.key];
        if (step === undefined) return;
        event.preventDefault();
        show(number + step);
    });
    dialog.addEventListener("click", function (event) {
        if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", function () { pictures[number].parentNode.focus(); });
    grid.after(dialog);
    pictures.forEach(function (picture, i) {
        picture.parentNode.addEventListener("click", function () {
            show(i);
            dialog.showModal();
            on.focus();
        });
    });
}

function sorting(table) {
    const body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells), rows = Array.from(body.rows);
    function key(row, i) {
        const cell = row.cells[i], value = cell.getAttribute("data-value");
        return value === null ? cell.textContent : Number(value);
    }
    function compare(a, b) {
        if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
        if (typeof a === "string") return a < b ? -1 : a > b ? 1 : 0;
        return isNaN(a) || isNaN(b) ? isNaN(a) - isNaN(b) : a - b;
    }
    heads.forEach(function (head, i) {
        head.firstChild.addEventListener("click", function () {
            const up = head.getAttribute("aria-sort") !== "ascending";
            heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
            head.setAttribute("aria-sort", up ? "ascending" : "descending");
            rows.slice().sort(function (a, b) { return (up ? 1 : -1) * compare(key(a, i), key(b, i)); })
                .forEach(function (row) { body.append(row); });
        });
    });
}

document.querySelectorAll(".grid").forEach(enlarging);
document.querySelectorAll("table.sortable").forEach(sorting);
