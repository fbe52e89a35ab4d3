#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "nn/sequential.hpp"

namespace gen {

/// A network that is only used, not trained: many rows go through it some at a time, in buffers that are used again. What comes out of a row does
/// not depend on the rows around it nor on the number of threads.
class Inference {
public:
    enum class Gives { outputs, last_inputs };
    /// What use() is to see: what comes out of the network, or what goes into its last layer.
    explicit Inference(const Sequential& network, Gives gives = Gives::outputs);

    /// Gives x[i] of row first + i, for all rows of x.
    using Read = std::function<void(std::size_t first, Matrix& x)>;
    /// Takes y[i] of row first + i. Runs on several threads at once, as Read does.
    using Use = std::function<void(std::size_t first, Matrix& y)>;
    /// `mode` of all these rows; its noise is for layers that are noisy also when a network is used.
    void run(std::size_t rows, Parallel& parallel, const Read& read, const Use& use, const Mode& mode = {});

    /// Rows that go through together: calls with a multiple of them waste nothing.
    std::size_t rows_together() const { return together_; }

private:
    struct Buffers {
        Matrix x;
        Trace trace;
    };
    Matrix& seen(Buffers& buffers) const;
    void run_last(Buffers& buffers, std::size_t first, std::size_t count, const Read& read, const Use& use);
    std::unique_ptr<Buffers> take();
    void give_back(std::unique_ptr<Buffers> buffers);

    const Sequential* network_;
    Gives gives_;
    std::size_t together_;
    std::mutex guard_;
    std::vector<std::unique_ptr<Buffers>> free_;
};

}  // namespace gen
