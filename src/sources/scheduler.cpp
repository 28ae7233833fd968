// Picks the most overdue integration for each free worker.
// SPDX-License-Identifier: Apache-2.0
#include "sources/scheduler.hpp"

#include <algorithm>
#include <thread>

#include "base/log.hpp"

namespace regulars::sources {

Instant Scheduler::due_at(const Due& due) const {
    Instant at = due.next_sync_at.value_or(Instant{});
    auto known = history_.find(key_of(due));
    if (due.hinted_at && !due.is_failing) {
        Instant hinted = *due.hinted_at;
        if (known != history_.end() && known->second.started)
            hinted = std::max(hinted, *known->second.started + limits_.hint_gap);
        at = std::min(at, hinted);
    }
    if (known != history_.end() && known->second.not_before)
        at = std::max(at, *known->second.not_before);
    return at;
}

Result<Scheduler::Schedule> Scheduler::read() {
    Schedule schedule;
    {
        std::lock_guard lock(mutex_);
        schedule.ends = ends_;
    }
    schedule.active = TRY(port_.active());
    return schedule;
}

std::optional<std::pair<Due, std::unique_ptr<Lease>>> Scheduler::claim(const Schedule& schedule,
                                                                       std::set<Key>& passed) {
    Instant now = clock_.now();
    for (;;) {
        const Due* first = nullptr;
        {
            std::lock_guard lock(mutex_);
            Instant earliest;
            for (auto& due : schedule.active) {
                if (running_.contains(key_of(due)) || passed.contains(key_of(due))) continue;
                if (auto known = history_.find(key_of(due));
                    known != history_.end() && known->second.ended > schedule.ends)
                    continue;
                Instant at = due_at(due);
                if (at <= now && (!first || at < earliest)) first = &due, earliest = at;
            }
            if (!first) return std::nullopt;
            running_.insert(key_of(*first));
        }
        passed.insert(key_of(*first));
        if (auto lease = port_.try_acquire(*first)) return std::pair(*first, std::move(lease));
        std::lock_guard lock(mutex_);
        running_.erase(key_of(*first));
    }
}

void Scheduler::sync(const Due& due, std::stop_token stop) {
    Instant now = clock_.now();
    {
        std::lock_guard lock(mutex_);
        history_[key_of(due)].started = now;
    }
    bool on_schedule = due.next_sync_at.value_or(Instant{}) <= now;
    auto synced = port_.sync(due, on_schedule ? model::RunKind::scheduled : model::RunKind::hinted,
                             std::move(stop));
    std::lock_guard lock(mutex_);
    History& history = history_[key_of(due)];
    if (synced) {
        history.errors = 0;
        history.not_before.reset();
    } else {
        log::error("a sync did not run: {}", synced.error().text());
        history.not_before =
            clock_.now() +
            std::min(limits_.most_error_wait,
                     limits_.error_wait * (std::int64_t(1) << std::min(history.errors, 20)));
        ++history.errors;
    }
    history.ended = ++ends_;
    running_.erase(key_of(due));
}

Result<std::size_t> Scheduler::run_due(std::stop_token stop) {
    auto schedule = TRY(read());
    std::set<Key> passed;
    std::size_t count = 0;
    while (!stop.stop_requested()) {
        auto claimed = claim(schedule, passed);
        if (!claimed) break;
        sync(claimed->first, stop);
        ++count;
    }
    return count;
}

Result<std::optional<Instant>> Scheduler::next_due() {
    auto active = TRY(port_.active());
    std::lock_guard lock(mutex_);
    std::optional<Instant> earliest;
    for (auto& due : active) {
        Instant at = due_at(due);
        if (!earliest || at < *earliest) earliest = at;
    }
    return earliest;
}

void Scheduler::run(std::stop_token stop) {
    // Each worker looks for itself: the set of running ones keeps them apart.
    auto work = [this, stop] {
        while (!stop.stop_requested()) {
            auto schedule = read();
            std::set<Key> passed;
            if (!schedule) {
                log::error("the schedule could not be read: {}", schedule.error().text());
            } else if (auto claimed = claim(*schedule, passed)) {
                sync(claimed->first, stop);
                continue;
            }
            clock_.sleep_for(limits_.look_every, stop);
        }
    };
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::max<std::size_t>(1, limits_.runs_at_once); ++i)
        workers.emplace_back(work);
}

}  // namespace regulars::sources
