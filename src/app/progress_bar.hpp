// Shows a run's progress on standard error: a bar on a terminal, else plain lines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "model/integration.hpp"

namespace regulars::app {

class ProgressBar {
  public:
    enum class Style { bar, lines };
    ProgressBar(std::string name, Style style)
        : name_(std::move(name)), style_(style), started_(std::chrono::steady_clock::now()) {}
    /// Called as often as one likes; draws ten times a second at most, prints a line for each new
    /// progress text.
    void show(const model::Run& run);
    void finish();

  private:
    void draw(const model::Run& run);
    std::string name_;
    Style style_;
    std::chrono::steady_clock::time_point started_, drawn_{};
    model::Run last_;
    std::string last_line_;
    bool has_drawn_ = false;
};

}  // namespace regulars::app
