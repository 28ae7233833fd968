// Tests of funnels against every choice of events.
// SPDX-License-Identifier: Apache-2.0
#include "audience/funnel.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars::audience {
namespace {

using Steps = std::vector<FunnelStepEvents>;

/// Whether these events, one for each step that exists, complete the funnel: the rule read aloud.
bool is_completed_by(const Steps& steps, const std::vector<Instant>& times,
                     std::optional<Duration> window, const std::vector<std::size_t>& chain) {
    std::size_t n = times.size(), next = 0;
    if (window && !chain.empty() && times[chain.back()] - times[chain.front()] > *window)
        return false;
    for (auto& step : steps) {
        if (step.exists) {
            if (!step.is_of_step[chain[next]] ||
                (next > 0 && times[chain[next]] <= times[chain[next - 1]]))
                return false;
            next++;
            continue;
        }
        for (std::size_t i = 0; i < n; i++) {
            bool is_between = (next == 0 || times[i] > times[chain[next - 1]]) &&
                              (next == chain.size() || times[i] < times[chain[next]]);
            if (!is_between) continue;
            bool is_too_late = next == chain.size() && window && !chain.empty() &&
                               times[i] - times[chain.front()] > *window;
            if (step.is_of_step[i] && !is_too_late) return false;
        }
    }
    return true;
}

bool some_choice_completes(const Steps& steps, const std::vector<Instant>& times,
                           std::optional<Duration> window) {
    std::size_t wanted = 0;
    for (auto& step : steps) wanted += step.exists;
    std::size_t choices = 1;
    for (std::size_t i = 0; i < wanted; i++) choices *= times.size();
    for (std::size_t choice = 0; choice < choices; choice++) {
        std::vector<std::size_t> chain;
        for (std::size_t i = 0, rest = choice; i < wanted; i++, rest /= times.size())
            chain.push_back(rest % times.size());
        if (is_completed_by(steps, times, window, chain)) return true;
    }
    return false;
}

RC_GTEST_PROP(Funnel, HoldsWhereSomeChoiceOfEventsDoes, ()) {
    std::vector<Instant> times;
    for (int n = *rc::gen::inRange(0, 7), t = 0; n > 0; n--)
        times.push_back({t += *rc::gen::inRange(0, 4)});
    Steps steps;
    for (int n = *rc::gen::inRange(1, 5); n > 0; n--) {
        FunnelStepEvents step{*rc::gen::inRange(0, 3) != 0, {}};
        for (std::size_t i = 0; i < times.size(); i++)
            step.is_of_step.push_back(*rc::gen::inRange(0, 3) == 0);
        steps.push_back(step);
    }
    auto window = *rc::gen::arbitrary<bool>() ? std::optional(Duration(*rc::gen::inRange(0, 8)))
                                              : std::nullopt;
    auto chain = completed(steps, times, window);
    RC_ASSERT(chain.has_value() == some_choice_completes(steps, times, window));
    if (chain) RC_ASSERT(is_completed_by(steps, times, window, *chain));
}

}  // namespace
}  // namespace regulars::audience
