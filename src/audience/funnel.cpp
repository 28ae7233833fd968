// Tries each first event, and from it follows every event that each next step can have.
// SPDX-License-Identifier: Apache-2.0
#include "audience/funnel.hpp"

#include <algorithm>

namespace regulars::audience {
namespace {

constexpr std::size_t none = std::size_t(-1);

class Funnel {
  public:
    Funnel(std::span<const FunnelStepEvents> steps, std::span<const Instant> times,
           std::optional<Duration> window)
        : times_(times), window_(window) {
        forbidden_.emplace_back(times.size(), false);
        for (auto& step : steps) {
            if (step.exists) {
                wanted_.push_back(&step.is_of_step);
                forbidden_.emplace_back(times.size(), false);
                continue;
            }
            for (std::size_t i = 0; i < times.size(); i++)
                if (step.is_of_step[i]) forbidden_.back()[i] = true;
        }
    }

    std::optional<std::vector<std::size_t>> find() const {
        if (wanted_.empty()) {
            if (std::ranges::find(forbidden_[0], true) != forbidden_[0].end()) return std::nullopt;
            return std::vector<std::size_t>();
        }
        std::optional<Instant> forbidden;  // everything later comes after it
        for (std::size_t first = 0; first < times_.size(); first++) {
            if (forbidden && times_[first] > *forbidden) break;
            if ((*wanted_[0])[first])
                if (auto chain = from(first)) return chain;
            if (forbidden_[0][first]) forbidden = times_[first];
        }
        return std::nullopt;
    }

  private:
    bool is_in_window(std::size_t first, std::size_t event) const {
        return !window_ || times_[event] - times_[first] <= *window_;
    }

    std::optional<std::vector<std::size_t>> from(std::size_t first) const {
        // before_[step][event]: the event of the step before from which this one is reached.
        std::vector<std::vector<std::size_t>> before(wanted_.size(),
                                                     std::vector<std::size_t>(times_.size(), none));
        before[0][first] = first;
        for (std::size_t step = 1; step < wanted_.size(); step++) {
            std::size_t reached = none;
            for (std::size_t event = first; event < times_.size() && is_in_window(first, event);) {
                std::size_t begin = event, still_reached = reached;
                for (; event < times_.size() && times_[event] == times_[begin]; event++) {
                    if (reached != none && (*wanted_[step])[event]) before[step][event] = reached;
                    if (forbidden_[step][event]) still_reached = none;
                }
                reached = still_reached;
                for (std::size_t same = begin; same < event; same++)
                    if (before[step - 1][same] != none) reached = same;
            }
        }
        for (std::size_t last = first; last < times_.size(); last++)
            if (before.back()[last] != none && ends_well(first, last))
                return chain_to(last, before);
        return std::nullopt;
    }

    bool ends_well(std::size_t first, std::size_t last) const {
        for (std::size_t event = last + 1; event < times_.size() && is_in_window(first, event);
             event++)
            if (forbidden_.back()[event] && times_[event] > times_[last]) return false;
        return true;
    }

    static std::vector<std::size_t> chain_to(std::size_t last,
                                             const std::vector<std::vector<std::size_t>>& before) {
        std::vector<std::size_t> chain{last};
        for (std::size_t step = before.size() - 1; step > 0; step--)
            chain.push_back(before[step][chain.back()]);
        std::ranges::reverse(chain);
        return chain;
    }

    std::span<const Instant> times_;
    std::optional<Duration> window_;
    std::vector<const std::vector<bool>*> wanted_;
    std::vector<std::vector<bool>>
        forbidden_;  // before the wanted step of the same place; the last: after all
};

}  // namespace

std::optional<std::vector<std::size_t>> completed(std::span<const FunnelStepEvents> steps,
                                                  std::span<const Instant> times,
                                                  std::optional<Duration> window) {
    return Funnel(steps, times, window).find();
}

}  // namespace regulars::audience
