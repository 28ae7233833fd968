// A fixed number of threads behind a bounded queue.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace regulars::net {

/// Runs jobs in the order they were taken in. Thread-safe.
class WorkerPool {
  public:
    /// A job must not throw.
    using Job = std::move_only_function<void()>;

    /// `most_waiting` jobs may wait beside those that run.
    WorkerPool(int workers, std::size_t most_waiting);
    ~WorkerPool() { stop(); }
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full or the pool stopped; the job is then left as it was.
    bool offer(Job& job);
    /// Takes no more, finishes everything taken, and joins the threads. Not from a job.
    void stop();

  private:
    void run();

    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> waiting_;
    std::size_t idle_;
    bool stopping_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace regulars::net
