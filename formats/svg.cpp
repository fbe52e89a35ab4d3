#include "formats/svg.hpp"

#include <cmath>

#include "core/error.hpp"
#include "formats/utf8.hpp"
#include "picture/font.hpp"

namespace gen {
namespace {

using namespace picture;

std::string number(double value) {
    const double rounded = std::round(value * 100) / 100;
    return rounded == 0 ? "0" : text(rounded);
}

/// As CSS has it. On a page the colours of the axes are the page's, which may be dark.
std::string paint(Color color, SvgPlace place) {
    if (place == SvgPlace::page) {
        if (color == ink) return "currentColor";
        if (color == faint_ink) return "var(--faint)";
        if (color == grid_ink) return "var(--rule)";
        if (color == white) return "var(--paper)";
    }
    const char* digits = "0123456789abcdef";
    std::string out = "#";
    for (const std::uint8_t part : {color.red, color.green, color.blue}) {
        out += digits[part / 16];
        out += digits[part % 16];
    }
    return out;
}

std::string escaped(const std::string& plain) {
    std::string out;
    for (const char32_t c : characters(plain)) {
        if (c == U'&')
            out += "&amp;";
        else if (c == U'<')
            out += "&lt;";
        else if (c == U'>')
            out += "&gt;";
        else if (c >= 0x20 && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff && c <= 0x10ffff)
            append_utf8(out, c);
    }
    return out;
}

std::string stroke(const Pen& pen, SvgPlace place) {
    std::string out = join(" fill=\"none\" stroke=\"", paint(pen.color, place), "\" stroke-width=\"", number(pen.width), "\"");
    if (pen.dash.empty()) return out;
    out += " stroke-dasharray=\"";
    for (std::size_t i = 0; i < pen.dash.size(); ++i) out += (i > 0 ? " " : "") + number(pen.dash[i]);
    return out + "\"";
}

class Writer {
public:
    Writer(std::string& out, SvgPlace place) : out_(out), place_(place) {}

    void operator()(const Line& line) {
        if (line.points.empty()) return;
        out_ += "<path d=\"M";
        for (std::size_t i = 0; i < line.points.size(); ++i)
            out_ += join(i == 0 ? "" : i == 1 ? "L" : " ", number(line.points[i].x), " ", number(line.points[i].y));
        if (line.points.size() == 1) out_ += "h0";
        out_ += join("\"", stroke(line.pen, place_), "/>\n");
    }

    void operator()(const Marks& marks) {
        out_ += join("<g fill=\"", paint(marks.color, place_), "\"");
        if (marks.opacity < 1) out_ += join(" fill-opacity=\"", number(marks.opacity), "\"");
        out_ += ">\n";
        const std::vector<Point> shape = corners(marks.mark, marks.size);
        for (const Point& centre : marks.centres) {
            if (shape.empty()) {
                out_ += join("<circle cx=\"", number(centre.x), "\" cy=\"", number(centre.y), "\" r=\"", number(marks.size / 2), "\"/>\n");
                continue;
            }
            out_ += "<path d=\"M";
            for (const Point& p : shape) out_ += join(number(centre.x + p.x), " ", number(centre.y + p.y), &p == &shape.back() ? "Z" : "L");
            out_ += "\"/>\n";
        }
        out_ += "</g>\n";
    }

    void operator()(const Rectangle& rectangle) {
        const Box& box = rectangle.box;
        out_ += join("<rect x=\"", number(box.left), "\" y=\"", number(box.top), "\" width=\"", number(box.width), "\" height=\"", number(box.height),
                     "\" fill=\"", paint(rectangle.fill, place_), "\"");
        if (rectangle.outline)
            out_ += join(" stroke=\"", paint(rectangle.outline->color, place_), "\" stroke-width=\"", number(rectangle.outline->width), "\"");
        out_ += "/>\n";
    }

    void operator()(const Ribbon& ribbon) {
        if (ribbon.upper.empty()) return;
        std::vector<Point> outline = ribbon.upper;
        outline.insert(outline.end(), ribbon.lower.rbegin(), ribbon.lower.rend());
        out_ += "<path d=\"M";
        for (const Point& p : outline) out_ += join(&p == &outline.front() ? "" : "L", number(p.x), " ", number(p.y));
        out_ += join("Z\" fill=\"", paint(ribbon.color, place_), "\" fill-opacity=\"", number(ribbon.opacity), "\"/>\n");
    }

    void operator()(const Label& label) {
        const std::string content = escaped(label.text);
        if (content.empty()) return;
        const std::string x = number(label.at.x);
        const std::string y = number(label.at.y);
        out_ += join("<text x=\"", x, "\" y=\"", y, "\" font-size=\"", number(label.size), "\" fill=\"", paint(label.color, place_), "\"");
        if (label.anchor != Anchor::start) out_ += label.anchor == Anchor::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
        if (label.bold) out_ += " font-weight=\"bold\"";
        if (label.upwards) out_ += join(" transform=\"rotate(-90 ", x, " ", y, ")\"");
        out_ += join(">", content, "</text>\n");
    }

private:
    std::string& out_;
    SvgPlace place_;
};

}  // namespace

std::string svg_text(const Scene& scene, SvgPlace place) {
    const std::string width = number(scene.width);
    const std::string height = number(scene.height);
    std::string out = place == SvgPlace::file ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : "";
    out += join("<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"", width, "\" height=\"", height, "\" viewBox=\"0 0 ", width, " ",
                height, "\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" stroke-linecap=\"round\"",
                " stroke-linejoin=\"round\"",
                place == SvgPlace::file ? ">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" : " role=\"img\">\n");
    Writer writer(out, place);
    for (const Item& item : scene.items) std::visit(writer, item);
    return out + "</svg>\n";
}

}  // namespace gen
