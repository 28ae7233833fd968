// Lets time pass: opens days, and applies what was planned in its order.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/world.hpp"

#include <tuple>

#include "base/error.hpp"

namespace regulars::sandbox {
namespace {

constexpr std::int64_t day_s = 86'400;

struct Place {
    const char* name;
    const char* zone;
    Country country;
    const char* street;
    const char* city;
    const char* region;
    const char* postal_code;
    const char* phone;
    double latitude, longitude;
    double arrival_share, check_share;
};

constexpr Place places[] = {
    {"Vespera Trattoria", "America/New_York", Country::us, "18 Larch Street", "New York", "NY",
     "10011", "+12125550100", 40.7390, -73.9990, 0.25, 0.75},
    {"Vespera Lakeside", "America/Chicago", Country::us, "402 North Wabash", "Chicago", "IL",
     "60611", "+13125550100", 41.8880, -87.6270, 0.02, 0.55},
    {"Vespera Marylebone", "Europe/London", Country::gb, "9 Chilton Mews", "London", "", "W1U 4AA",
     "+442079460100", 51.5190, -0.1500, 0.00, 0.35},
    {"Vespera Pacific", "America/Los_Angeles", Country::us, "77 Abbot Row", "Los Angeles", "CA",
     "90291", "+13105550100", 33.9900, -118.4700, 0.10, 0.60},
    {"Vespera Queen West", "America/Toronto", Country::ca, "611 Queen Street W", "Toronto", "ON",
     "M5V 2B7", "+14165550100", 43.6470, -79.4010, 0.05, 0.50},
    {"Vespera Desert", "America/Phoenix", Country::us, "1200 East Camelback", "Phoenix", "AZ",
     "85014", "+16025550100", 33.5090, -112.0560, 0.00, 0.40},
};
constexpr std::size_t place_count = std::size(places);

}  // namespace

World::World(const WorldOptions& options) : options_(options) {
    REGULARS_ASSERT(options.locations >= 1 && options.locations <= 12,
                    "a world has 1 to 12 restaurants");
    REGULARS_ASSERT(options.days >= 1 && options.guests >= 1, "a world has a past and people");
    std::int64_t today = options.now.seconds() / day_s;
    first_service_day_ = today - options.days;
    first_day_ = day_ = first_service_day_ - planning_days - 1;
    Dice dice(mix(options.seed, 0x7265737461757261));
    for (int i = 0; i < options.locations; ++i) {
        const Place& place = places[std::size_t(i) % place_count];
        Zone zone = *Zone::find(place.zone);
        LocalClock clock(zone, Instant::from_seconds((first_day_ - 400) * day_s),
                         Instant::from_seconds((today + 3650) * day_s));
        Restaurant r{.clock = std::move(clock)};
        r.number = 1'000'000 + dice.below(900'000) + std::uint32_t(i);
        r.name = place.name;
        if (std::size_t(i) >= place_count) r.name += " II";
        r.street = place.street, r.city = place.city, r.region = place.region;
        r.postal_code = place.postal_code, r.phone = place.phone;
        r.latitude = place.latitude, r.longitude = place.longitude;
        r.country = place.country;
        r.arrival_share = place.arrival_share, r.check_share = place.check_share;
        restaurants_.push_back(std::move(r));
    }
    make_people();
    advance(options.now);
}

void World::schedule(Entry entry) {
    std::int64_t index = std::max(std::int64_t(entry.at) / day_s - first_day_, day_ - first_day_);
    if (days_.size() <= std::size_t(index)) days_.resize(std::size_t(index) + 64);
    days_[std::size_t(index)].push_back(entry);
}

std::uint32_t World::people_when(std::int64_t day) const {
    std::int64_t index = std::max<std::int64_t>(0, day - first_day_);
    REGULARS_ASSERT(std::size_t(index) < people_by_day_.size(),
                    "people are asked of days that have begun");
    return people_by_day_[std::size_t(index)];
}

void World::open_day() {
    people_by_day_.push_back(std::uint32_t(people_.size()));
    for (std::uint8_t place = 0; place < restaurants_.size(); ++place) {
        std::int64_t service_day = day_ + planning_days;
        if (service_day >= first_service_day_) plan_service(place, service_day);
        new_people_of_day(place);
        plan_guest_life(place);
    }
    if (days_.size() <= std::size_t(day_ - first_day_))
        days_.resize(std::size_t(day_ - first_day_) + 64);
    auto& entries = days_[std::size_t(day_ - first_day_)];
    auto key = [](const Entry& e) {
        return std::tuple(e.at, e.restaurant, e.what, e.target, e.detail);
    };
    std::sort(entries.begin(), entries.end(),
              [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
    next_entry_ = 0;
    day_is_open_ = true;
}

void World::advance(Instant now) {
    std::int64_t now_s = now.seconds();
    while (day_ * day_s <= now_s) {
        if (!day_is_open_) open_day();
        std::size_t index = std::size_t(day_ - first_day_);
        while (next_entry_ < days_[index].size() && days_[index][next_entry_].at <= now_s) {
            Entry entry = days_[index][next_entry_++];
            apply(entry);
        }
        if (now_s < (day_ + 1) * day_s) return;
        REGULARS_ASSERT(next_entry_ == days_[index].size(), "a day ends when all of it happened");
        std::vector<Entry>().swap(days_[index]);
        ++day_;
        day_is_open_ = false;
    }
}

Instant World::next_change() const {
    if (!day_is_open_) return Instant::from_seconds(day_ * day_s);
    const auto& entries = days_[std::size_t(day_ - first_day_)];
    if (next_entry_ < entries.size()) return Instant::from_seconds(entries[next_entry_].at);
    return Instant::from_seconds((day_ + 1) * day_s);
}

void World::apply(const Entry& entry) {
    if (entry.what == Happening::reservation_step) {
        apply_step(entry.restaurant, entry.target, entry.detail);
    } else {
        apply_guest_life(entry);
    }
}

void World::apply_step(std::uint8_t place, std::uint32_t index, std::uint32_t step_index) {
    Restaurant& r = restaurants_[place];
    Step& step = r.steps[step_index];
    Reservation& v = r.reservations[index];
    auto place_in_schedule = [&](Seconds at) {
        return std::lower_bound(r.by_schedule.begin(), r.by_schedule.end(), std::pair(at, index));
    };
    if (step.kind == StepKind::create) {
        // A guest written for the occasion is older than the reservation, if only by one version.
        if (step.argument > 0) {
            v.guest = guest_for(place, std::uint32_t(step.argument - 1), step.at, v.duplicate);
        }
        v.created = step.at;
        v.confirmation = 10'000 + std::uint32_t(r.by_schedule.size()) + 1;
        r.by_schedule.insert(place_in_schedule(v.scheduled), {v.scheduled, index});
    }
    switch (step.kind) {
        case StepKind::create:
        case StepKind::state:
            v.state = step.state;
            if (is_in_house(step.state) && v.arrival_noted && v.arrived == 0) v.arrived = step.at;
            if (is_seated(step.state)) {
                if (v.seated == 0) v.seated = step.at;
                v.done = 0;
                if (v.guest != 0) note_visit(place, v.guest - 1, step.at, v.scheduled);
            }
            if (is_in_house(step.state) && v.guest != 0)
                note_visit(place, v.guest - 1, step.at, v.scheduled);
            if (step.state == State::done) v.done = step.at;
            if (step.state == State::cancelled && v.cancelled == 0) v.cancelled = step.at;
            break;
        case StepKind::reschedule:
            r.by_schedule.erase(place_in_schedule(v.scheduled));
            v.scheduled = Seconds(step.argument);
            r.by_schedule.insert(place_in_schedule(v.scheduled), {v.scheduled, index});
            break;
        case StepKind::table:
            v.table = std::uint8_t(step.argument);
            break;
        case StepKind::server:
            v.server = std::uint8_t(step.argument);
            break;
        case StepKind::party:
            v.party = std::uint8_t(step.argument);
            break;
        case StepKind::guest:
            v.guest = guest_for(place, std::uint32_t(step.argument - 1), step.at, false);
            if (v.guest != 0 && (v.seated != 0 || v.arrived != 0))
                note_visit(place, v.guest - 1, step.at, v.scheduled);
            break;
        case StepKind::check:
            v.check_subtotal = step.argument;
            v.check_tax = step.argument / 11;
            v.check_tip = step.argument * std::int32_t(15 + v.look % 8) / 100;
            v.check_at = step.at;
            break;
    }
    if (step.silent) {
        step.sequence = v.sequence;
        return;
    }
    v.sequence = step.sequence = ++r.sequence;
    v.updated = std::max(v.updated, step.at + step.skew_s);
    r.reservation_changes.add(index, r.reservations);
}

}  // namespace regulars::sandbox
