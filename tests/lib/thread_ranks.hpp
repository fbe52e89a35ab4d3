#pragma once

#include <barrier>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "core/ranks.hpp"

namespace gen {

/// Ranks that are threads of one process.
class ThreadRanks {
public:
    /// Calls work(ranks) on a thread for each.
    static void run(std::size_t size, const std::function<void(Ranks&)>& work) {
        ThreadRanks all(size);
        std::vector<std::thread> threads;
        for (std::size_t rank = 0; rank < size; ++rank)
            threads.emplace_back([&all, &work, rank] {
                Member self(all, rank);
                work(self);
            });
        for (std::thread& thread : threads) thread.join();
    }

private:
    struct Shown {
        std::byte* data;
        std::span<const std::size_t> ends;
    };
    class Member final : public Ranks {
    public:
        Member(ThreadRanks& all, std::size_t rank) : all_(all), rank_(rank) {}
        std::size_t rank() const override { return rank_; }
        std::size_t size() const override { return all_.shown_.size(); }
        std::string name() const override { return "threads"; }
        void gather(std::byte* whole, std::span<const std::size_t> ends) override {
            show({whole, ends});
            for (std::size_t r = 0; r < size(); ++r) {
                const std::size_t begin = r == 0 ? 0 : ends[r - 1];
                if (r != rank_ && ends[r] > begin) std::memcpy(whole + begin, all_.shown_[r].data + begin, ends[r] - begin);
            }
            all_.barrier_.arrive_and_wait();
        }
        void exchange(const std::byte* out, std::span<const std::size_t> ends, std::byte* in) override {
            show({const_cast<std::byte*>(out), ends});
            for (std::size_t r = 0; r < size(); ++r) {
                const std::span<const std::size_t> theirs = all_.shown_[r].ends;
                const std::size_t begin = rank_ == 0 ? 0 : theirs[rank_ - 1];
                if (theirs[rank_] > begin) std::memcpy(in, all_.shown_[r].data + begin, theirs[rank_] - begin);
                in += theirs[rank_] - begin;
            }
            all_.barrier_.arrive_and_wait();
        }
        void broadcast(std::byte* data, std::size_t bytes) override {
            show({data, {}});
            if (rank_ > 0) std::memcpy(data, all_.shown_[0].data, bytes);
            all_.barrier_.arrive_and_wait();
        }
        [[noreturn]] void abort(int status) override { std::_Exit(status); }

    private:
        void show(const Shown& mine) {
            all_.shown_[rank_] = mine;
            all_.barrier_.arrive_and_wait();
        }
        ThreadRanks& all_;
        std::size_t rank_;
    };
    explicit ThreadRanks(std::size_t size) : shown_(size), barrier_(static_cast<std::ptrdiff_t>(size)) {}
    std::vector<Shown> shown_;
    std::barrier<> barrier_;
};

}  // namespace gen
