#include "formats/svg.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

#include "picture/curves.hpp"
#include "picture/scatter.hpp"

using namespace gen;
using namespace gen::picture;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What xmllint says of a text; true as well where there is no xmllint.
bool well_formed(const std::string& text) {
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0) return true;
    FILE* pipe = popen("xmllint --noout - 2>/dev/null", "w");
    std::fwrite(text.data(), 1, text.size(), pipe);
    return pclose(pipe) == 0;
}

}  // namespace

TEST_CASE("svg: lengths are rounded, colours are hexadecimal, text is escaped") {
    Scene scene = {100, 50};
    scene.add(Line{{{1.23456, 2}, {3, 4.999}}, {{255, 0, 16}, 1.5, {4, 2}}});
    scene.add(Label{{10, 20}, "a < b & \"c\" \x01\u2212\u00e9\U0001f600\xff", 12, Anchor::middle, black, true, true});
    const std::string text = svg_text(scene);
    CHECK(contains(text, "<path d=\"M1.23 2L3 5\" fill=\"none\" stroke=\"#ff0010\" stroke-width=\"1.5\" stroke-dasharray=\"4 2\"/>"));
    CHECK(contains(
        text,
        "text-anchor=\"middle\" font-weight=\"bold\" transform=\"rotate(-90 10 20)\">a &lt; b &amp; \"c\" \u2212\u00e9\U0001f600\ufffd</text>"));
    CHECK(well_formed(text));
    CHECK_FALSE((well_formed("<svg>") && std::system("command -v xmllint >/dev/null 2>&1") == 0));
}

TEST_CASE("svg: whole figures are well-formed") {
    Curve curve = {"<run>", "loss", {}};
    Cloud cloud = {{}, {}, "a & b"};
    for (int i = 0; i < 100; ++i) {
        curve.points.push_back({static_cast<double>(i), 1000.0 / (i + 1)});
        cloud.points.push_back({i * 0.1, i % 7 * 1.0});
        cloud.labels.push_back(i % 40);
    }
    CHECK(well_formed(svg_text(draw_curves({curve, {"other", "loss", {{0, 3}, {50, 2}}}}, {.title = "<&>"}))));
    CHECK(well_formed(svg_text(draw_scatter({cloud, cloud}, {.x_title = "x"}))));
}
