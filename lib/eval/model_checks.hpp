#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "eval/check.hpp"

namespace gen {

class ModelScene;  // eval/model_scene.hpp

/// Groups keep in the scene what they have computed for those behind them. The last one is what the gates demand.
std::vector<CheckGroup> model_check_groups(const std::shared_ptr<ModelScene>& scene);

/// The most nats of mutual information of code and image that `examples` can show: ln n - 0.5.
double information_ceiling(std::size_t examples);

}  // namespace gen
