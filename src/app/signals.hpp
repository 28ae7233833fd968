// Turns Ctrl-C and SIGTERM into a stop request; a second one ends the process at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <thread>

namespace regulars::app {

/// Make one, before other threads start: they inherit the blocked signals.
class StopOnSignal {
  public:
    StopOnSignal();
    ~StopOnSignal();
    std::stop_token token() const { return stop_.get_token(); }
    /// Blocks until a stop was asked for.
    void wait() const;

  private:
    std::stop_source stop_;
    std::jthread watcher_;
};

}  // namespace regulars::app
