#pragma once

#include "picture/canvas.hpp"
#include "picture/scene.hpp"

namespace gen::picture {

/// The scene in pixels, smooth edges, `scale` pixels to a unit. Text in the project's own font.
Canvas rasterize(const Scene& scene, double scale = 1);

/// A text on a picture that is there already; all in pixels.
void draw_label(Canvas& canvas, const Label& label);

}  // namespace gen::picture
