// A group of restaurants and the people who eat there, as time passes; knows nothing of vendors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "sandbox/change_log.hpp"
#include "sandbox/dice.hpp"
#include "sandbox/local_clock.hpp"
#include "sandbox/people.hpp"
#include "sandbox/records.hpp"

namespace regulars::sandbox {

struct WorldOptions {
    std::uint64_t seed = 1;
    int guests = 20'000;  // about as many guest records stand in the books at `now`
    int days = 730;       // of history before `now`
    Instant now;
    int locations = 3;  // 1 … 12
    double reservations_per_guest = 7.5;
    /// How many times the natural rate the data has its oddities: reversals, merges, late money …
    double oddity = 1;
};

struct Restaurant {
    std::uint32_t number = 0;  // what the restaurant is called by machines
    std::string name, street, city, region, postal_code, phone;
    double latitude = 0, longitude = 0;
    Country country = Country::us;
    LocalClock clock;
    double arrival_share = 0;  // of parties whose arrival the host notes before seating
    double check_share = 0;    // of visits whose check the cash register reports

    std::vector<Reservation> reservations;        // planned ones too: skip those with sequence 0
    std::vector<std::uint32_t> first_of_service;  // by service day since the world's first
    std::vector<Step> steps;
    std::vector<Guest> guests;  // in the order they were written
    ChangeLog reservation_changes, guest_changes;
    /// (scheduled, index) of every visible reservation, sorted.
    std::vector<std::pair<Seconds, std::uint32_t>> by_schedule;
    std::uint32_t sequence = 0;  // the newest version of anything

    std::span<const Step> steps_of(const Reservation& r) const {
        return {steps.data() + r.first_step, r.step_count};
    }
    std::string_view currency() const { return currency_of(country); }
};

/// Deterministic: every fact follows from the options and the time, whatever steps time took to get
/// there. Plans each service day 120 days ahead and applies what happens in order of time.
/// Cost: the default world takes under 2 s and about 40 MB. Not thread-safe while it advances.
class World {
  public:
    explicit World(const WorldOptions& options);

    /// Lets everything up to `now`, inclusive, happen. Going back does nothing.
    void advance(Instant now);
    /// When the next thing will happen, at the latest: until then advance() would change nothing.
    Instant next_change() const;

    const WorldOptions& options() const { return options_; }
    const std::vector<Restaurant>& restaurants() const { return restaurants_; }
    const std::vector<Person>& people() const { return people_; }
    /// How many people there were when the UTC day `day` (days since 1970) began; those stand first
    /// among people(). Before the world's first day, those it was made with. The day has begun.
    std::uint32_t people_when(std::int64_t day) const;
    /// All reservations of a service day (days since 1970) in one restaurant, with the steps that
    /// will be; planned 120 days ahead. Of what is not planned, none.
    std::span<const Reservation> planned(std::size_t place, std::int64_t service_day) const;
    /// When the first service day begins.
    Instant begins() const { return Instant::from_seconds(first_service_day_ * 86'400); }

  private:
    enum class Happening : std::uint8_t {
        reservation_step,  // target: reservation, detail: step
        import_guest,      // target: person
        correct_email,
        correct_phone,
        gain_email,
        flip_opt_in,
        opt_out,
        hide,
        forget,
        touch,
        merge  // these: target: guest
    };
    struct Entry {
        Seconds at;
        std::uint32_t target, detail;
        std::uint8_t restaurant;
        Happening what;
    };

    // world.cpp
    void open_day();
    void schedule(Entry entry);
    void apply(const Entry& entry);
    void apply_step(std::uint8_t place, std::uint32_t index, std::uint32_t step);

    // world_people.cpp
    void make_people();
    std::uint32_t add_person(std::uint8_t home, Dice& dice);
    void share_a_phone(std::uint32_t person, Dice& dice);
    void join_crowd(std::uint8_t place, std::uint32_t person, Dice& dice);
    std::uint32_t fresh_phone(Country country);
    void new_people_of_day(std::uint8_t place);

    // world_plan.cpp
    void plan_service(std::uint8_t place, std::int64_t day);
    void plan_reservation(std::uint8_t place, std::int64_t day, Dice& dice);

    // world_guests.cpp
    /// The index + 1 of the person's record, written now if need be; 0 for people who were
    /// forgotten.
    std::uint32_t guest_for(std::uint8_t place, std::uint32_t person, Seconds at, bool duplicate);
    std::uint32_t write_guest(std::uint8_t place, std::uint32_t person, Seconds at);
    void touch_guest(Restaurant& r, std::uint32_t guest, Seconds at);
    void note_visit(std::uint8_t place, std::uint32_t guest, Seconds at, Seconds visit);
    void plan_guest_life(std::uint8_t place);
    void apply_guest_life(const Entry& entry);
    void merge_guest(Restaurant& r, std::uint32_t guest, Seconds at);

    WorldOptions options_;
    std::vector<Restaurant> restaurants_;
    std::vector<Person> people_;
    std::vector<std::vector<std::uint32_t>> crowds_;  // by restaurant: who comes, most often first
    std::vector<std::vector<std::uint32_t>> guest_of_;  // by restaurant and person: guest index + 1
    std::vector<std::vector<std::uint32_t>> last_of_household_;
    std::uint32_t next_phone_[3] = {1, 1, 1};
    double new_people_per_day_ = 0;  // in one restaurant

    std::int64_t first_service_day_ = 0;  // days since 1970
    std::int64_t first_day_ = 0;          // the day of days_[0]
    std::int64_t day_ = 0;                // the day that is open
    bool day_is_open_ = false;
    std::size_t next_entry_ = 0;  // in the open day
    std::vector<std::vector<Entry>> days_;
    std::vector<std::uint32_t> people_by_day_;  // since first_day_
};

/// The lead of the earliest booking, in days, stays below this.
constexpr int planning_days = 120;

}  // namespace regulars::sandbox
