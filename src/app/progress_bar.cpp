// Drawing progress.
// SPDX-License-Identifier: Apache-2.0
#include "app/progress_bar.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace regulars::app {

using std::chrono::steady_clock;

void ProgressBar::show(const model::Run& run) {
    last_ = run;
    if (style_ == Style::lines) {
        if (run.progress == last_line_) return;
        last_line_ = run.progress;
        fmt::print(stderr, "{}: {:3.0f} %  {}  {} records\n", name_, run.done * 100, run.progress,
                   run.records);
        return;
    }
    if (steady_clock::now() - drawn_ < std::chrono::milliseconds(100)) return;
    draw(run);
}

void ProgressBar::draw(const model::Run& run) {
    drawn_ = steady_clock::now();
    has_drawn_ = true;
    constexpr int width = 30;
    int filled = std::clamp(int(run.done * width), 0, width);
    double seconds = std::max(std::chrono::duration<double>(drawn_ - started_).count(), 0.001);
    std::string bar;
    for (int i = 0; i < width; ++i) bar += i < filled ? "█" : "░";
    fmt::print(stderr, "\r\033[K{}  {} {:3.0f} %  {} records, {:.0f}/s  {}", name_, bar,
               run.done * 100, run.records, double(run.records) / seconds, run.progress);
    std::fflush(stderr);
}

void ProgressBar::finish() {
    if (style_ == Style::bar && has_drawn_) {
        draw(last_);
        fmt::print(stderr, "\n");
    }
    has_drawn_ = false;
}

}  // namespace regulars::app
