// All orders of the restaurants that use Toast, as time passes: what is kept of each, and when it
// changes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/toast/patrons.hpp"
#include "sandbox/toast/plan.hpp"
#include "sandbox/world.hpp"

namespace regulars::sandbox::toast {

struct BookOptions {
    std::vector<int> locations;      // of the world; empty: all
    double orders_per_guest = 1.25;  // online, over the history
    double in_store_share = 0.4;     // orders in the house, as a part of the online ones
    int days = 1130;                 // of history before the world's `now`
    /// How many times the natural rate the orders have their oddities.
    double oddity = 1;
};

enum class Kin : std::uint8_t { alone, absorbs_next, goes_to_previous };

/// What is kept of an order; the rest follows from its number.
struct Kept {
    Seconds created = 0;
    std::uint32_t person = 0;  // index + 1; 0 for nobody known
    std::uint32_t crowd = 0;   // people who might have come with them stand below this
    Kin kin = Kin::alone;
    bool in_store = false;
    std::uint8_t days_ahead = 0;  // of its business day, when it was ordered
};

/// One version of one order, in the order of their times.
struct Entry {
    Seconds at = 0;
    Seconds next = 0;  // when the next version comes; 0 when none does
    std::uint32_t order = 0;
    std::uint16_t ms = 0;
    std::uint8_t version = 0;

    Millis time() const { return Millis(at) * 1000 + ms; }
};

struct Place {
    std::size_t location = 0;  // of the world
    std::string guid;
    LocalClock clock;
    bool kitchen_display = false;
    std::vector<Kept> orders;                 // by the business day they came on, planned ones too
    std::vector<std::uint32_t> first_of_day;  // by that day since the first
    std::vector<std::vector<Entry>> days;     // by UTC day since the first; sorted up to today
};

/// Somebody whose reservation will be kept.
struct Diner {
    std::uint32_t person = 0;  // index + 1
    Seconds seated = 0;
};
/// Those of one service day, in the order of their reservations.
std::vector<Diner> diners_of(const World& world, const Place& place, std::int64_t day);

/// How late an order's versions are seen, in seconds; they may be early by a few.
using Lag = int (*)(std::uint32_t order);
inline int no_lag(std::uint32_t) { return 0; }

/// Deterministic: every fact follows from the world's options, these, and the time, whatever steps
/// time took. An order costs about 90 bytes; its content is made anew when asked for (about 5 µs).
/// Not thread-safe while it advances.
class Book {
  public:
    Book(const World& world, const BookOptions& options);

    /// Plans so far that all that happens up to `now` is known. The world stands at `now` already.
    void advance(Instant now);
    /// Until then advance() would change nothing.
    Instant next_change() const;

    const World& world() const { return world_; }
    const Patrons& patrons() const { return patrons_; }
    const std::vector<Place>& places() const { return places_; }
    const Restaurant& restaurant(const Place& place) const {
        return world_.restaurants()[place.location];
    }
    std::string group_guid() const;

    Plan plan(const Place& place, std::uint32_t order) const;
    /// The newest version seen at `now`; nothing when not even the first is.
    static std::optional<std::size_t> version_at(const Plan& plan, std::uint32_t order, Instant now,
                                                 Lag lag = no_lag);
    /// Visits the entries with from <= time < to that are the newest seen of their orders at `now`,
    /// in order, until `visit` returns false.
    void each_changed(const Place& place, Millis from, Millis to, Instant now, Lag lag,
                      const std::function<bool(const Entry&)>& visit) const;
    /// Visits all versions with from <= time < to that are known, in order, newest or not.
    void each_version(const Place& place, Millis from, Millis to,
                      const std::function<void(const Entry&)>& visit) const;
    /// The orders of one business day (yyyymmdd), seen or not: those for later on the day that they
    /// are for.
    std::vector<std::uint32_t> orders_of(const Place& place, std::int32_t business_date) const;

    std::string order_guid(const Place& place, std::uint32_t order) const;
    std::optional<std::uint32_t> order_named(const Place& place, std::string_view guid) const;

    /// The business day (yyyymmdd) an instant belongs to: it begins at four in the morning.
    static std::int32_t business_date(const Place& place, Millis at);
    Instant begins() const { return Instant::from_seconds(first_day_ * 86'400); }

  private:
    template <class Visit>
    void each_entry(const Place& place, Millis from, Millis to, Visit visit) const;
    void plan_day(Place& place, std::int64_t day);
    void note_versions(Place& place, std::uint32_t order);

    const World& world_;
    BookOptions options_;
    std::int64_t first_day_, planned_, sorted_ = 0;  // UTC days; the latter two are the next to do
    Patrons patrons_;
    std::vector<Place> places_;
};

constexpr int closeout_hour = 4;

/// Writes an order's life. `order` is its number in the place.
Plan write_story(const Book& book, const BookOptions& options, const Place& place,
                 std::uint32_t order);

}  // namespace regulars::sandbox::toast
