#include "models/model.hpp"

namespace gen {

void Model::fold() {
    for (Sequential* const network : networks()) network->fold();
}

}  // namespace gen
