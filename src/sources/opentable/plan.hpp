// What to read next from one OpenTable restaurant, and the cursor that survives between runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/integration.hpp"
#include "sources/connector.hpp"
#include "sources/opentable/settings.hpp"
#include "sources/opentable/walk.hpp"

namespace regulars::sources::opentable {

enum class Tier { unknown, copper, gold };

/// First all guests, then reservations by month of their scheduled time, newest first; then, in
/// every run, what was updated since, and daily and weekly a look back at recent reservations,
/// whose late changes the vendor may not mark as updates (vendor facts §10.5). Its state is the
/// cursor "sync"; guests and reservations have watermarks of their own.
class Plan {
  public:
    static constexpr std::string_view stream = "sync";
    /// A cursor of its own: guests whose reservations are read again, because the guest was
    /// forgotten or turned up after them.
    static constexpr std::string_view revisit_stream = "revisit";
    /// And one for days that somebody wants read again, whatever is marked as changed.
    static constexpr std::string_view reread_stream = "reread";
    /// Nothing while the history is being read.
    static std::optional<model::Cursor> reread_cursor(std::span<const model::Cursor> cursors,
                                                      LocalDate from, LocalDate to);
    /// Errors: invalid (the cursor is not ours).
    static Result<Plan> from(std::span<const model::Cursor> cursors, const Settings& settings,
                             Instant history_since);

    /// The next request, or nothing: all is read, or not known before `mapped`.
    std::optional<Ask> next(Instant now);
    bool is_at_guests() const;
    /// Moves past the answer to the last `next`. Errors: exhausted (a list without end).
    Result<Walked> take(const Envelope& envelope, std::span<const Row> rows, Instant now);
    /// The page of the last `take` changed so many records.
    void mapped(std::size_t changed);
    /// The vendor shows (no) personal data. A risen tier begins everything anew.
    void show_tier(Tier tier);

    /// Reads this guest's reservations again at the end of the run. Keeps at most 2,000; look-backs
    /// find the others.
    void revisit(std::string guest_id);

    std::string state() const;
    std::string revisit_state() const;
    std::string reread_state() const;
    Tier tier() const { return tier_; }
    bool is_listing_everybody() const { return stage_ == Stage::guests; }
    bool is_backfilling() const { return stage_ != Stage::live; }
    std::string progress() const;
    double done() const;
    model::RunReach reach() const;

  private:
    enum class Stage { guests, reservations, live };
    enum class Kind {
        guests,
        window,
        since_guests,
        since_reservations,
        daily,
        weekly,
        revisit,
        reread
    };
    struct Task {
        Kind kind;
        Walk walk;
        std::optional<LocalTime> from, to;  // of scheduled time
    };
    enum class Round { guests, reservations, decide, look_back, finished };

    Plan(const Settings& settings, Instant history_since)
        : settings_(settings), history_since_(history_since) {}
    static std::string_view name_of(Kind kind);
    static std::string_view name_of(Stage stage);
    Result<void> restore(std::string_view json);
    Result<void> restore_revisits(std::string_view json);
    Result<void> restore_reread(std::string_view json);
    void begin(Instant now);
    void choose(Instant now);
    void choose_in_round(Instant now);
    void finish_task(Instant now);
    LocalDate today(Instant now) const { return settings_.time_zone.to_local(now).date(); }
    LocalDate first_month() const;   // of history
    LocalDate latest_month() const;  // in which the backfill began
    int months_between(LocalDate from, LocalDate to) const {
        return (to.year - from.year) * 12 + to.month - from.month;
    }
    Ask ask_of(const Task& task) const;

    const Settings& settings_;
    Instant history_since_;

    // Kept in the cursor.
    std::optional<Instant> began_;
    Stage stage_ = Stage::guests;
    Tier tier_ = Tier::unknown;
    Instant guests_watermark_, reservations_watermark_;
    std::optional<LocalDate> window_;  // first day of the month being read
    std::optional<Task> task_;
    std::vector<std::string> revisits_;
    std::optional<std::pair<LocalDate, LocalDate>> reread_;  // first and last day
    LocalDate daily_, weekly_;  // restaurant's days on which we last looked back

    // Of this run only.
    Round round_ = Round::guests;
    int rounds_ = 0;
    std::size_t changed_in_round_ = 0;
    bool is_unmapped_ = false;
    bool is_resumed_ = false;  // the task is an earlier run's: a whole round follows it
};

/// The address of a page of reservations, scheduled between two readings of the restaurant's clock.
std::string reservations_path(const Settings& settings, LocalTime from, LocalTime to,
                              const Walk& walk);

}  // namespace regulars::sources::opentable
