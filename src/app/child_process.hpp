// A program of ours in a process of its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "base/error.hpp"

namespace regulars::app {

/// Runs this same binary (or another) with other arguments; ended when destroyed, and when we die.
class ChildProcess {
  public:
    /// Starts it and waits for its first line on standard output, at most 60 s. Errors:
    /// unavailable.
    static Result<ChildProcess> start(const std::vector<std::string>& arguments,
                                      const std::string& program = "/proc/self/exe");
    ChildProcess(ChildProcess&& other) noexcept
        : pid_(std::exchange(other.pid_, -1)), first_line_(std::move(other.first_line_)) {}
    ChildProcess& operator=(ChildProcess&&) = delete;
    ~ChildProcess();
    const std::string& first_line() const { return first_line_; }
    pid_t pid() const { return pid_; }

  private:
    ChildProcess(pid_t pid, std::string first_line)
        : pid_(pid), first_line_(std::move(first_line)) {}
    pid_t pid_ = -1;
    std::string first_line_;
};

}  // namespace regulars::app
