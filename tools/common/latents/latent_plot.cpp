#include "tools/common/latents/latent_plot.hpp"

#include "core/error.hpp"
#include "eval/model_scene.hpp"
#include "formats/png_writer.hpp"
#include "formats/svg.hpp"
#include "picture/latent_figure.hpp"
#include "picture/raster.hpp"
#include "tools/common/command_line/file_endings.hpp"

namespace gen {

void expect_picture_name(const std::string& path) {
    if (ending_of(path) != ".svg" && ending_of(path) != ".png") fail_usage("--plot: '", path, "' ends neither in .svg nor in .png");
}

std::string latent_plot(ModelScene& scene, const std::string& path) {
    const LatentStatistics& s = scene.statistics();
    const GaussianPrior prior = scene.gaussian() != nullptr ? *scene.gaussian() : GaussianPrior();
    picture::LatentFigure figure = {
        .bars = s.has_kl ? s.kl : s.spread, .bar_title = s.has_kl ? scene.kl_name("q(z_j|x)", "p") + ", nats" : "variance of E[z_j|x]", .codes = {}};
    const Matrix& z = scene.draws();
    for (std::size_t j = 0; j < z.columns(); ++j) {
        figure.codes.emplace_back();
        for (std::size_t i = 0; i < z.rows(); ++i) figure.codes.back().push_back((static_cast<double>(z(i, j)) - prior.mean) / prior.sd);
    }
    const picture::Scene drawn = picture::draw_latent_figure(figure);
    return ending_of(path) == ".svg" ? svg_text(drawn) : png_bytes(picture::rasterize(drawn, 2));
}

}  // namespace gen
