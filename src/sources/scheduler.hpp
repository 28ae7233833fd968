// Keeps active integrations synced: decides who is due, and runs a bounded number at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/env.hpp"
#include "model/integration.hpp"
#include "sources/lease.hpp"

namespace regulars::sources {

/// An active integration, as far as its schedule goes.
struct Due {
    AccountId account;
    IntegrationId integration;
    std::optional<Instant> next_sync_at;  // none: never synced
    std::optional<Instant> hinted_at;
    bool is_failing = false;  // its last run failed: a hint does not shorten the wait
    bool operator==(const Due&) const = default;
};

/// What the scheduler needs of the rest of the system. Thread-safe.
class SchedulePort {
  public:
    virtual ~SchedulePort() = default;
    /// The active integrations of all accounts, in a stable order.
    virtual Result<std::vector<Due>> active() = 0;
    /// Null when somebody else (another process too) syncs it now.
    virtual std::unique_ptr<Lease> try_acquire(const Due& due) = 0;
    /// One run; it moves next_sync_at and clears the hint. Errors are logged, and the integration
    /// waits as after a failure.
    virtual Result<void> sync(const Due& due, model::RunKind kind, std::stop_token stop) = 0;
};

struct SchedulerLimits {
    std::size_t runs_at_once = 2;
    Duration look_every = 2s;    // how often the schedule is read
    Duration hint_gap = 30s;     // least time between a run's start and a hinted one
    Duration error_wait = 1min;  // after a sync that could not even be recorded; doubles
    Duration most_error_wait = 30min;
};

class Scheduler {
  public:
    Scheduler(SchedulePort& port, Clock& clock, SchedulerLimits limits = {})
        : port_(port), clock_(clock), limits_(limits) {}

    /// Syncs what is due, until `stop`; then waits for the runs under way, which are asked to stop
    /// too. Needs a clock that threads may share.
    void run(std::stop_token stop);
    /// Syncs what is due now, one after the other, in this thread; says how many ran. For
    /// simulations and `sync --all`.
    Result<std::size_t> run_due(std::stop_token stop = {});
    /// When the next integration is due by what the store says now; none when none is active.
    Result<std::optional<Instant>> next_due();

  private:
    struct History {
        std::optional<Instant> started;
        std::optional<Instant> not_before;  // after errors
        int errors = 0;
        std::uint64_t ended = 0;  // number of its last end, by ends_
    };
    /// The schedule, and how many runs had ended before it was read: what ended later stands in it
    /// with an old time.
    struct Schedule {
        std::vector<Due> active;
        std::uint64_t ends = 0;
    };
    Result<Schedule> read();
    using Key = std::pair<AccountId, IntegrationId>;
    static Key key_of(const Due& due) { return {due.account, due.integration}; }
    Instant due_at(const Due& due) const;  // holding mutex_
    /// The most overdue integration that nobody syncs, with its lease; marks it as running.
    std::optional<std::pair<Due, std::unique_ptr<Lease>>> claim(const Schedule& schedule,
                                                                std::set<Key>& passed);
    void sync(const Due& due, std::stop_token stop);

    SchedulePort& port_;
    Clock& clock_;
    SchedulerLimits limits_;
    std::mutex mutex_;  // guards what follows
    std::map<Key, History> history_;
    std::set<Key> running_;
    std::uint64_t ends_ = 0;
};

}  // namespace regulars::sources
