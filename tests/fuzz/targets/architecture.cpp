// JSON, and /architecture of a model, whose networks are made.
#include "formats/architecture.hpp"

#include "core/error.hpp"
#include "formats/json.hpp"
#include "formats/transform_record.hpp"
#include "tests/fuzz/target.hpp"

namespace gen::fuzz {

void read(const std::string& input) {
    try {
        const Json json = Json::parse(input);
        expect(Json::parse(json.dump()) == json, "JSON that reads back as what it was");
        json.flattened();
    } catch (const JsonError&) {
    }
    const std::unique_ptr<Model> model = empty_model(input, "input");
    const std::string json = architecture_json(*model);
    expect(architecture_json(*empty_model(json, "input")) == json, "an architecture that reads back as what it was");
    for (const Sequential* const network : model->networks()) expect(network != nullptr, "networks");
}

std::vector<std::string> seeds() {
    return {R"({"kind":"vae","input":[1,2,2],"latent":2,"likelihood":"bernoulli","prior":{"mean":0,"sd":1},"networks":{"encoder":)"
            R"([{"type":"linear","in":4,"out":4}],"decoder":[{"type":"linear","in":2,"out":4}]}})",
            R"({"kind":"gan","input":[1,2,2],"latent":2,"noise":"normal","range":[-1,1],"networks":{"generator":)"
            R"([{"type":"linear","in":2,"out":4},{"type":"tanh"}],"discriminator":[{"type":"linear","in":4,"out":1}]}})",
            R"({"kind":"classifier","input":[1,4,4],"classes":3,"networks":{"classifier":[{"type":"conv","in":1,"out":2,"kernel":3,"padding":1},)"
            R"({"type":"batch-norm","channels":2},{"type":"relu"},{"type":"max-pool","kernel":2,"stride":2},{"type":"flatten"},)"
            R"({"type":"linear","in":8,"out":3}]}})",
            R"({"a":[1,-2,3.5,1e300,null,true,"\u00e9\n"],"b":{"c":[]}})"};
}

std::vector<std::string> words() {
    return {"{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "null",
            "true",
            "1e999",
            "-0",
            "\"type\"",
            "\"linear\"",
            "\"conv\"",
            "\"batch-norm\"",
            "\"residual\"",
            "\"from\"",
            "\"kernel\"",
            "\"stride\"",
            "\"padding\"",
            "\"channels\"",
            "\"spectral\"",
            "\"upsample\"",
            "\"unflatten\"",
            "\"in\"",
            "\"out\"",
            "\"classes\"",
            "\"conv-transposed\"",
            "\\ud800",
            "\\u0000"};
}

}  // namespace gen::fuzz
