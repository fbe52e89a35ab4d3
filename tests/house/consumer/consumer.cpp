#include <core/matmul.hpp>
#include <cstdio>
#include <formats/streams.hpp>

int main() {
    const gen::Matrix a(2, 2, {1, 2, 3, 4});
    gen::Matrix product(2, 2);
    gen::matmul(gen::panel(a), gen::Op::plain, gen::panel(a), gen::Op::transposed, 0, gen::panel(product));
    gen::Document made{.attributes = {{"encoding-type", "tensor"}, {"encoding-version", "1.0.0"}}, .datasets = {gen::dataset("/data", product)}};
    gen::Output("product.h5").commit(made);
    const gen::Matrix back = gen::matrix_of(gen::read_document("product.h5").require("/data"));
    std::printf("%g %g %g %g\n", double(back(0, 0)), double(back(0, 1)), double(back(1, 0)), double(back(1, 1)));
    return back(0, 1) == 11 ? 0 : 1;
}
