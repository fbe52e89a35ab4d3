#include "formats/page/training_curves.hpp"

#include <doctest/doctest.h>

#include "formats/metrics_table.hpp"

using namespace gen;

TEST_CASE("training curves: lie over epochs, and over steps where an epoch has several rows") {
    const std::string of_epochs = page::training_curves(metrics_of("epoch\tstep\tloss\n1\t10\t3\n2\t20\t2\n3\t30\t1\n", "a.tsv"));
    CHECK(of_epochs.find(">epoch<") != std::string::npos);
    CHECK(of_epochs.find(">step<") == std::string::npos);
    const std::string of_steps = page::training_curves(metrics_of("epoch\tstep\tloss\n1\t10\t3\n1\t20\t2\n2\t30\t1\n", "a.tsv"));
    CHECK(of_steps.find(">step<") != std::string::npos);
    CHECK(of_steps.find(">epoch<") == std::string::npos);
}
