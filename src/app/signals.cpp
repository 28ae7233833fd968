// Waiting for signals in a thread of their own.
// SPDX-License-Identifier: Apache-2.0
#include "app/signals.hpp"

#include <condition_variable>
#include <csignal>
#include <mutex>

#include <unistd.h>

namespace regulars::app {
namespace {

sigset_t stopping_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

StopOnSignal::StopOnSignal() {
    auto set = stopping_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    watcher_ = std::jthread([this, set](std::stop_token quit) {
        timespec slice{0, 200'000'000};
        while (!quit.stop_requested()) {
            if (sigtimedwait(&set, nullptr, &slice) < 0) continue;
            if (stop_.stop_requested()) ::_exit(130);
            stop_.request_stop();
        }
    });
}

StopOnSignal::~StopOnSignal() {
    watcher_.request_stop();
    watcher_.join();
}

void StopOnSignal::wait() const {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, stop_.get_token(), [] { return false; });
}

}  // namespace regulars::app
