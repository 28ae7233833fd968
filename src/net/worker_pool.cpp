// The queue and its threads.
// SPDX-License-Identifier: Apache-2.0
#include "net/worker_pool.hpp"

#include "base/error.hpp"

namespace regulars::net {

WorkerPool::WorkerPool(int workers, std::size_t most_waiting)
    : most_waiting_(most_waiting), idle_(std::size_t(workers)) {
    REGULARS_ASSERT(workers > 0, "a pool has a worker");
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { run(); });
}

bool WorkerPool::offer(Job& job) {
    {
        std::scoped_lock lock(mutex_);
        if (stopping_ || waiting_.size() >= most_waiting_ + idle_) return false;
        waiting_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    threads_.clear();
}

void WorkerPool::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        --idle_;
        Job job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        ++idle_;
    }
}

}  // namespace regulars::net
