#pragma once

#include <barrier>
#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <mutex>
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
        void broadcast(std::byte* data, std::size_t bytes) override {
            show({data, {}});
            if (rank_ > 0) std::memcpy(data, all_.shown_[0].data, bytes);
            all_.barrier_.arrive_and_wait();
        }
        void send(const std::byte* first, std::size_t bytes, std::size_t to) override {
            const std::lock_guard lock(all_.guard_);
            all_.sent_[rank_ * size() + to].push_back({first, bytes});
            ++all_.unread_[rank_];
            all_.changed_.notify_all();
        }
        void receive(std::byte* first, std::size_t bytes, std::size_t from) override { wanted_.push_back({first, bytes, from}); }
        void progress() override {
            const std::lock_guard lock(all_.guard_);
            std::erase_if(wanted_, [this](const Wanted& wanted) { return take(wanted); });
        }
        void wait() override {
            std::unique_lock lock(all_.guard_);
            for (const Wanted& wanted : wanted_) all_.changed_.wait(lock, [&] { return take(wanted); });
            wanted_.clear();
            all_.changed_.wait(lock, [this] { return all_.unread_[rank_] == 0; });
        }
        [[noreturn]] void abort(int status) override { std::_Exit(status); }

    private:
        void show(const Shown& mine) {
            all_.shown_[rank_] = mine;
            all_.barrier_.arrive_and_wait();
        }
        struct Wanted {
            std::byte* first;
            std::size_t bytes;
            std::size_t from;
        };
        /// False where it has not been sent yet.
        bool take(const Wanted& wanted) {
            std::deque<Sent>& sent = all_.sent_[wanted.from * size() + rank_];
            if (sent.empty()) return false;
            if (sent.front().bytes != wanted.bytes) std::abort();
            std::memcpy(wanted.first, sent.front().first, wanted.bytes);
            sent.pop_front();
            --all_.unread_[wanted.from];
            all_.changed_.notify_all();
            return true;
        }
        ThreadRanks& all_;
        std::size_t rank_;
        std::vector<Wanted> wanted_;
    };
    struct Sent {
        const std::byte* first;
        std::size_t bytes;
    };
    explicit ThreadRanks(std::size_t size) : shown_(size), barrier_(static_cast<std::ptrdiff_t>(size)), sent_(size * size), unread_(size, 0) {}
    std::vector<Shown> shown_;
    std::barrier<> barrier_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::vector<std::deque<Sent>> sent_;  // from one rank to another, not yet taken
    std::vector<std::size_t> unread_;     // of what a rank has sent
};

}  // namespace gen
