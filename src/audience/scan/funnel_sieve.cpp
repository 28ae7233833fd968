// Merging a person's events of all steps, and walking over them once.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/funnel_sieve.hpp"

#include <algorithm>

#include "audience/funnel.hpp"

namespace regulars::audience {
namespace {

constexpr std::size_t most_plain_steps = 16;

}  // namespace

FunnelSieve::FunnelSieve(FunnelPlan plan)
    : plan_(std::move(plan)),
      span_(plan_.steps.front().rows.span),
      times_(plan_.steps.front().rows.times) {
    has_only_steps_that_exist_ = std::ranges::all_of(plan_.steps, &FunnelPlan::Step::exists);
    for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
        const auto& step = plan_.steps[s];
        for (auto* rows : step.rows.metrics) {
            auto found = std::ranges::find(sources_, rows, &Source::rows);
            if (found == sources_.end())
                found = sources_.insert(found, Source{rows, 0, {}, {}, false});
            found->steps |= std::uint64_t(1) << s;
            found->is_wanted |= step.exists && step.rows.metrics.size() == 1;
        }
    }
    for (auto& source : sources_) {
        for (const auto& step : plan_.steps) {
            source.folded.emplace_back(source.rows->folded(), step.rows.filters);
            source.loose.emplace_back(source.rows->loose(), step.rows.filters);
        }
    }
    // Who lacks the rarest metric is left out first.
    std::ranges::stable_sort(sources_, {}, [](const Source& source) {
        return std::pair(!source.is_wanted, source.rows->events());
    });

    bool is_plain =
        has_only_steps_that_exist_ && !times_ && plan_.steps.size() <= most_plain_steps &&
        std::ranges::all_of(plan_.steps, [](const auto& step) {
            return step.rows.metrics.size() == 1 && step.rows.metrics[0]->folded().is_seconds;
        });
    if (!is_plain) return;
    for (const auto& step : plan_.steps) {
        const auto& rows = step.rows.metrics[0]->folded();
        plain_.push_back({&rows,
                          {rows, step.rows.filters},
                          second_of(span_.begin, rows.time_base),
                          second_of(span_.end, rows.time_base)});
    }
}

template <class Rows>
void FunnelSieve::gather(const Source& source, const Rows& rows,
                         const std::vector<JoinedFilters<Rows>>& filters, Range range,
                         std::vector<Happened>& out) const {
    for (auto row = range.end; row-- > range.begin;) {
        auto time = rows.time_us(row);
        if (time < span_.begin) break;
        if (time >= span_.end || (times_ && !(*times_)({time}))) continue;
        std::uint64_t steps = 0;
        each_bit(source.steps, 0,
                 [&](std::size_t step) { steps |= std::uint64_t(filters[step].has(row)) << step; });
        if (steps != 0) out.push_back({time, steps});
    }
}

bool FunnelSieve::completes(std::vector<Happened>& events) const {
    std::ranges::sort(events, {}, &Happened::time_us);
    if (has_only_steps_that_exist_) {
        // Of all ways to have come as far as a step, the one that began last is the best.
        std::int64_t began[most_funnel_steps];
        std::fill_n(began, plan_.steps.size(), INT64_MIN);
        auto last = plan_.steps.size() - 1;
        for (auto event = events.begin(); event != events.end();) {
            auto time_us = event->time_us;
            std::uint64_t steps = 0;
            for (; event != events.end() && event->time_us == time_us; ++event)
                steps |= event->steps;
            // Later steps first: an instant is that of one step, not of two.
            for (auto step = last + 1; step-- > 0;) {
                if ((steps >> step & 1) == 0) continue;
                auto start = step == 0 ? time_us : began[step - 1];
                if (start == INT64_MIN) continue;
                if (step == last && (!plan_.window || time_us - start <= plan_.window->count()))
                    return true;
                began[step] = std::max(began[step], start);
            }
        }
        return false;
    }
    std::vector<Instant> times;
    std::vector<FunnelStepEvents> steps;
    for (const auto& event : events) times.push_back({event.time_us});
    for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
        auto& step = steps.emplace_back(FunnelStepEvents{plan_.steps[s].exists, {}});
        for (const auto& event : events) step.is_of_step.push_back((event.steps >> s & 1) != 0);
    }
    return completed(steps, times, plan_.window).has_value();
}

/// From the latest last step back: of all that lead to it, the step before that came last is the
/// best, and so on to the first. No row is looked at twice.
bool FunnelSieve::completes_plainly(std::uint32_t ordinal) const {
    Range left[most_plain_steps];
    for (std::size_t s = 0; s < plain_.size(); ++s) {
        left[s] = plain_[s].rows->range(ordinal);
        if (left[s].size() == 0) return false;
        const auto* seconds = plain_[s].rows->seconds.data();
        // Before the span, or not yet in a past one.
        if (seconds[left[s].end - 1] < plain_[s].begin_s ||
            seconds[left[s].begin] >= plain_[s].end_s)
            return false;
    }
    auto last = plain_.size() - 1;
    for (;;) {
        std::int64_t after_s = INT64_MAX, done_s = 0;
        for (auto s = last + 1; s-- > 0;) {
            const auto& [rows, filters, begin_s, end_s] = plain_[s];
            auto& range = left[s];
            for (;; --range.end) {
                if (range.size() == 0 || rows->seconds[range.end - 1] < begin_s) return false;
                auto row = range.end - 1;
                if (rows->seconds[row] >= end_s) continue;
                auto time_s = rows->time_base + rows->seconds[row];
                if (time_s >= after_s || !filters.has(row)) continue;
                after_s = time_s;
                break;
            }
            if (s == last) done_s = after_s;
        }
        if (!plan_.window || (done_s - after_s) * 1'000'000 <= plan_.window->count()) return true;
        --left[last].end;
    }
}

std::uint64_t FunnelSieve::may_hold(std::uint32_t first, std::uint64_t candidates) const {
    for (const auto& source : sources_) {
        if (source.is_wanted) candidates &= source.rows->possible_since(first, span_.begin);
    }
    return candidates;
}

std::uint64_t FunnelSieve::holds(std::uint32_t first, std::uint64_t candidates) const {
    std::uint64_t in = 0;
    auto possible = may_hold(first, candidates);
    // A step that nobody can take: no metric of it has any event.
    for (const auto& step : plan_.steps) {
        if (step.exists && step.rows.metrics.empty()) return 0;
    }
    thread_local std::vector<Happened> events;
    std::uint64_t apart = 0;
    for (const auto& source : sources_) apart |= source.rows->apart().word(first / 64);
    if (!plain_.empty()) {
        each_bit(possible & ~apart, first, [&](std::size_t ordinal) {
            in |= std::uint64_t(completes_plainly(std::uint32_t(ordinal))) << (ordinal - first);
        });
        possible &= apart;
    }
    each_bit(possible, first, [&](std::size_t ordinal) {
        events.clear();
        for (const auto& source : sources_) {
            auto before = events.size();
            if (source.rows->is_apart(std::uint32_t(ordinal)))
                gather(source, source.rows->loose(), source.loose,
                       source.rows->loose_range(std::uint32_t(ordinal)), events);
            else
                gather(source, source.rows->folded(), source.folded,
                       source.rows->folded().range(std::uint32_t(ordinal)), events);
            if (source.is_wanted && events.size() == before) return;
        }
        in |= std::uint64_t(completes(events)) << (ordinal - first);
    });
    return in;
}

}  // namespace regulars::audience
