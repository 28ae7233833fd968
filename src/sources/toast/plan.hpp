// What to read next of all restaurants of an integration.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sources/toast/location.hpp"
#include "sources/toast/memo.hpp"

namespace regulars::sources::toast {

/// Restaurants take turns: what changed comes before history, and the newest history first,
/// whosever it is. So a restaurant added later is read back alone, while the others stay up to
/// date. Not thread-safe.
class Plan {
  public:
    /// A restaurant may be refused for some minutes after it was connected, or once by mistake;
    /// when all are for longer, and in several runs, a person must act.
    static constexpr Duration patience = 30min;
    static constexpr int few_refusals = 3;

    /// Errors: invalid (a cursor is not ours). The settings outlive the plan.
    static Result<Plan> from(std::span<const model::Cursor> cursors, const Settings& settings,
                             Instant history_since);

    std::optional<Ask> next(Instant now);
    /// The first page of the window of history that is chosen when the one that is read is done:
    /// from now on it is settled.
    std::optional<Ask> following(Instant now);
    // Of the last `next`.
    std::size_t at() const { return at_; }
    Location& here() { return locations_[at_]; }
    Task& task() { return *task_; }
    /// The task is done, one way or the other.
    void leave() { task_.reset(); }

    void page_is_read() { is_unmapped_ = true; }
    void page_is_mapped() { is_unmapped_ = false; }
    std::size_t size() const { return locations_.size(); }
    Location& location(std::size_t index) { return locations_[index]; }
    /// Orders of any of the restaurants; those of others are not ours to read.
    void again(const OrderPlace& place);
    /// So many orders of some of the restaurants are to be read again; nobody knows which.
    void forget(std::int64_t orders);

    bool is_refused_for_long(Instant now) const;
    bool is_at_history() const { return task_ && task_->kind == TaskKind::history; }
    bool is_backfilling() const;
    std::string progress() const;
    double done() const;
    /// Of the restaurant whose history is behind the others', of those that the vendor does not
    /// refuse.
    model::RunReach reach() const;
    /// Names of the restaurants that the vendor refuses, with commas between them; at most 10.
    std::string refused() const;
    bool has_forgotten() const;

  private:
    explicit Plan(std::vector<Location> locations) : locations_(std::move(locations)) {}
    /// Of all restaurants' next windows the newest, and whose it is; `is_behind`: as if the task
    /// were done.
    std::pair<std::size_t, std::optional<Task>> newest_history(Instant now, bool is_behind);
    std::vector<Location> locations_;
    std::size_t at_ = 0;
    std::optional<Task> task_;
    bool is_unmapped_ = false;
};

}  // namespace regulars::sources::toast
