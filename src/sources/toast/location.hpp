// What to read next of one restaurant, and the cursor that survives between runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "model/integration.hpp"
#include "sources/connector.hpp"
#include "sources/toast/menu.hpp"
#include "sources/toast/names.hpp"
#include "sources/toast/settings.hpp"
#include "sources/toast/walk.hpp"

namespace regulars::sources::toast {

enum class TaskKind {
    restaurant,
    names,
    menu_metadata,
    menus,    // look-ups
    history,  // orders by time of change, newest windows first
    changes,  // what changed since the watermark
    peek,     // the last minute, which a later run reads again
    day,      // orders of a business day
    refunds,  // payments refunded on a business day
    order     // one order again
};

struct Task {
    TaskKind kind;
    NameList list = NameList::dining_options;  // of kind names
    Instant from, to;                          // of windows: from inclusive, to exclusive
    std::optional<Instant> promised_at;        // its first page was asked for then
    LocalDate day;
    std::string order;
    std::string page_token;
    int restarts = 0, pages = 0;
    Walk walk{100};

    bool is_lookup() const { return kind <= TaskKind::menus; }
    bool reads_orders() const { return kind >= TaskKind::history && kind != TaskKind::refunds; }
};

/// One restaurant: names first, then its history in windows of changed orders, newest first; in
/// every run what changed since; once in each business day the three before it again, and their
/// refunds; and then, if more orders waited to be read again than are noted, all of its history
/// once more. Its cursors are "location/{guid}", "names/{guid}", "menu/{guid}" and
/// "revisit/{guid}". Not thread-safe.
class Location {
  public:
    Location(const Settings& settings, std::string guid, Instant history_since);
    /// Errors: invalid (a cursor is not ours).
    Result<void> restore(std::span<const model::Cursor> cursors);

    const std::string& guid() const { return guid_; }
    const Names& names() const { return names_; }
    const Menu& menu() const { return menu_; }
    Names& names() { return names_; }
    std::string name() const { return names_.is_known() ? names_.restaurant() : guid_; }
    int currency_exponent() const;

    /// The next task; nothing: all is read, or nothing may be. `is_unmapped`: a page is, so what it
    /// adds to be read again is not known yet. Urgency decides between restaurants.
    enum class Urgency { changes, history, rest };
    std::optional<Task> choose(Urgency urgency, Instant now, bool is_unmapped);
    Ask ask_of(const Task& task) const;
    /// The window of history that comes when this one is done, of the size known by now; nothing:
    /// history ends with this one.
    std::optional<Task> behind(const Task& window) const;
    /// Settles this window, which is asked for now: it is the next that ends where it does.
    void promise(Task window, Instant now);

    // What became of a task.
    void finished(const Task& task, Instant now);
    /// The vendor refuses this restaurant: no more of it in this run.
    void refuse(Instant now);
    void allow() { refused_since_.reset(), refusals_ = 0; }
    bool is_refused() const { return is_refused_; }
    std::optional<Instant> refused_since() const { return refused_since_; }
    int refusals() const { return refusals_; }  // in a row, one a run
    void skip_lookup(const Task& task);
    Result<void> take_menu(std::string_view body) { return menu_.take(body); }
    void menus_are_of(const std::string& updated) {
        needs_menus_ = updated != menu_.last_updated() || updated.empty();
    }
    /// Answers are too large: smaller pages from now on. False when they are as small as can be.
    bool shrink_pages();

    void again(const std::string& order);
    void await(const std::string& order, Instant at);

    bool is_backfilling() const { return !began_ || floor_ > read_since_; }
    double done() const;
    model::RunReach reach() const;
    std::string describe(const Task& task) const;
    /// So many orders that should be read again were not noted one by one.
    void forget(std::int64_t orders) { forgotten_ += orders; }
    /// Of orders to be read again: how many are named nowhere. All orders are read again for them,
    /// once in a business day.
    std::int64_t forgotten() const { return forgotten_; }

    std::string state() const;
    static constexpr std::string_view empty_revisits = R"({"orders":[],"awaited":{}})";
    std::string revisit_state() const;
    static std::string stream(std::string_view kind, std::string_view guid) {
        return std::string(kind).append("/").append(guid);
    }

  private:
    Result<void> restore_state(std::string_view json);
    Result<void> restore_revisits(std::string_view json);
    void begin(Instant now);
    std::optional<Task> lookup(Instant now);
    std::optional<Task> changes(Instant now);
    std::optional<Task> rest(Instant now, bool is_unmapped);
    std::optional<Task> history_before(Instant to) const;
    Task task(TaskKind kind) const;

    const Settings* settings_;
    std::string guid_;
    Names names_;
    Menu menu_;

    // Kept in the cursor.
    std::optional<Instant> began_;
    Instant read_since_;  // where history begins, or began when more of it was wanted
    Instant floor_;       // history is read down to here
    Instant watermark_;   // changes are read up to here
    Duration history_step_ = days(1), changes_step_ = 1h;
    LocalDate looked_;  // business day of the last look-up
    LocalDate daily_;   // business day on which the days before were read again
    std::optional<Instant> refused_since_;
    int refusals_ = 0;
    int page_size_ = 100;
    std::int64_t forgotten_ = 0;
    std::vector<std::string> again_;
    std::vector<std::pair<std::string, Instant>> awaited_;

    // Of this run only.
    std::optional<Task> promised_;
    std::optional<int> lookup_step_;
    bool needs_menus_ = false;
    bool is_refused_ = false;
    std::optional<Instant> polled_at_, poll_to_;
    bool has_peeked_ = true;
    int day_step_ = 0;
    int revisits_ = 0;
};

}  // namespace regulars::sources::toast
