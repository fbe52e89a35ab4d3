#include "formats/architecture.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "models/gan/gan.hpp"
#include "models/vae/vae.hpp"

using namespace gen;

namespace {

const std::string vae = R"({"kind":"vae","input":[1,2,2],"latent":2,"likelihood":"bernoulli","prior":{"mean":0,"sd":1},"networks":{"encoder":)"
                        R"([{"type":"linear","in":4,"out":4}],"decoder":[{"type":"linear","in":2,"out":4}]}})";
const std::string gan = R"({"kind":"gan","input":[1,2,2],"latent":2,"noise":"normal","range":[-1,1],"networks":{"generator":)"
                        R"([{"type":"linear","in":2,"out":4},{"type":"tanh"}],"discriminator":[{"type":"linear","in":4,"out":1}]}})";

/// `json` with other words in it.
std::string with(std::string json, const std::string& from, const std::string& to) {
    REQUIRE(json.find(from) != std::string::npos);
    return json.replace(json.find(from), from.size(), to);
}

void check_round_trip(const std::string& json) {
    CAPTURE(json);
    CHECK(architecture_json(*empty_model(json, "m.h5")) == json);
}

void refuse(const std::string& json, const std::string& message) {
    CAPTURE(json);
    CHECK_THROWS_WITH_AS(empty_model(json, "m.h5"), message.c_str(), Error);
    try {
        empty_model(json, "m.h5");
    } catch (const Error& error) {
        CHECK(error.fault() == Fault::input);
    }
}

}  // namespace

TEST_CASE("architecture: every spec of a VAE is read and written as the same text") {
    check_round_trip(vae);
    check_round_trip(with(with(vae, R"("kind":"vae")", R"("kind":"autoencoder")"), R"("in":4,"out":4)", R"("in":4,"out":2)"));
    check_round_trip(with(vae, R"("bernoulli")", R"("gaussian:0.5,mean=sigmoid")"));
    check_round_trip(with(vae, R"("mean":0,"sd":1)", R"("mean":-1.5,"sd":0.25)"));
    check_round_trip(with(vae, R"("networks")", R"("logvar_range":[-7.5,3],"networks")"));
    check_round_trip(with(with(vae, R"("prior":{"mean":0,"sd":1})", R"("prior":{"vamp":3})"), R"("out":4}]}})",
                          R"("out":4}],"prior":[{"type":"table","rows":3,"out":4},{"type":"sigmoid"}]}})"));
    check_round_trip(with(with(vae, R"("prior")", R"("classes":3,"prior")"), R"([{"type":"linear","in":2,"out":4}])",
                          R"([{"type":"condition","classes":3,"size":2},{"type":"linear","in":4,"out":4}])"));
}

TEST_CASE("architecture: every spec of a GAN is read and written as the same text") {
    check_round_trip(gan);
    check_round_trip(with(gan, R"("normal","range":[-1,1])", R"("sphere")"));
    check_round_trip(with(gan, R"(,"discriminator":[{"type":"linear","in":4,"out":1}])", ""));
    check_round_trip(with(with(gan, R"("networks")", R"("pack":2,"networks")"), R"("in":4,"out":1)", R"("in":8,"out":1)"));
    for (const char* const condition : {"embed", "auxiliary"})
        check_round_trip(with(with(gan, R"("networks")", R"("classes":2,"condition":")" + std::string(condition) + R"(","networks")"),
                              R"("in":4,"out":1)", condition[0] == 'a' ? R"("in":4,"out":3)" : R"("in":4,"out":1)"));
}

TEST_CASE("architecture: what is no model is refused") {
    const std::string none = "m.h5: /architecture is not the JSON of a model";
    for (const char* const field : {R"("input":[1,2,2],)", R"("latent":2,)", R"("likelihood":"bernoulli",)", R"("prior":{"mean":0,"sd":1},)"})
        refuse(with(vae, field, ""), none);
    for (const char* const field : {R"("input":[1,2,2],)", R"("latent":2,)", R"("noise":"normal",)"}) refuse(with(gan, field, ""), none);
    refuse(with(vae, R"("encoder")", R"("coder")"), none);
    refuse(with(vae, R"({"mean":0,"sd":1})", "1"), none);
    refuse(with(vae, R"("latent":2)", R"("latent":"two")"), none);
    refuse(with(gan, R"("range":[-1,1])", R"("range":[-1])"), none);
    refuse(with(gan, R"("range":[-1,1])", R"("range":[-1,1],"classes":2)"), none);  // without "condition"
    refuse("[]", none);
    refuse("{", none);
    refuse(R"({"kind":7})", none);
}

TEST_CASE("architecture: a network of absurdly many layers is refused before any is made") {
    std::string relus = R"("decoder":[)";
    for (int i = 0; i < 2000; ++i) relus += R"({"type":"relu"},)";
    refuse(with(vae, R"("decoder":[)", relus), "m.h5: /architecture: a network has 2001 layers, expected at most 2000");
}

TEST_CASE("architecture: what is missing or without meaning is named") {
    const std::string of_vae = "m.h5: /architecture: latent size, prior and both networks must be given";
    refuse(with(vae, R"("latent":2)", R"("latent":0)"), of_vae);
    refuse(with(vae, R"("latent":2)", R"("latent":1048577)"), of_vae);
    refuse(with(vae, R"("sd":1)", R"("sd":0)"), of_vae);
    refuse(with(vae, R"([{"type":"linear","in":4,"out":4}])", "[]"), of_vae);
    const std::string of_gan = "m.h5: /architecture: latent size, range and generator must be given";
    refuse(with(gan, "[-1,1]", "[1,-1]"), of_gan);
    refuse(with(gan, R"("networks")", R"("pack":1025,"networks")"), of_gan);
    refuse(with(gan, "[1,2,2]", "[4]"), "m.h5: /architecture: input is 4, expected CxHxW");
    refuse(with(gan, "normal", "spere"), "m.h5: /architecture: spere is not known, expected one of normal, uniform, sphere (did you mean sphere?)");
    refuse(with(vae, "bernoulli", "bernuli"),
           "m.h5: /architecture: likelihood is bernuli, expected bernoulli, gaussian[:SD], gaussian-full, laplace[:B], laplace-full or logistic[:K] "
           "(did you mean bernoulli?)");
    refuse(with(gan, R"("in":4,"out":1)", R"("in":4,"out":2)"), "m.h5: /architecture: the discriminator has 2 outputs, expected 1");
}

TEST_CASE("architecture: a kind that is not expected is refused with those that are") {
    refuse(with(vae, R"("kind":"vae")", R"("kind":"vea")"), "m.h5: the model is of kind vea, expected " + kinds_of(families()));
    CHECK_THROWS_WITH(empty_model(gan, "m.h5", families_that(Ability::encodes)),
                      ("m.h5: the model is of kind gan, expected " + kinds_of(families_that(Ability::encodes))).c_str());
}

TEST_CASE("architecture: the first difference is named by its path") {
    CHECK(difference_of_architectures(vae, vae).empty());
    CHECK(difference_of_architectures(vae, with(vae, R"("latent":2)", R"("latent":3)")) == "/latent is 2, expected 3");
    CHECK(difference_of_architectures(gan, with(gan, R"(,"range":[-1,1])", "")) == "/range/0 is -1, expected none");
}
