// Plans days of orders and finds versions by their time.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/book.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "sandbox/toast/guid.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::int64_t day_s = 86'400, hour_s = 3600;
constexpr double weekday_weight[7] = {1.15, 0.72, 0.78, 0.88, 1.0, 1.32, 1.25};  // Sunday first
constexpr double month_weight[12] = {1.06, 1.03, 0.98, 0.96, 0.95, 0.93,
                                     0.92, 0.94, 0.98, 1.02, 1.06, 1.17};
// Of orders, those that are merged into another.
constexpr double merged_share = 0.003;

// Orders for later are promised within six days and some hours.
constexpr std::int64_t most_days_ahead = 7;

std::int32_t as_number(LocalDate date) { return date.year * 10'000 + date.month * 100 + date.day; }
LocalDate as_date(std::int32_t yyyymmdd) {
    return {yyyymmdd / 10'000, yyyymmdd / 100 % 100, yyyymmdd % 100};
}

// Minutes after the business day's midnight; some are late enough for the hour at which clocks
// change.
int order_minute(Dice& dice) {
    double u = dice.unit();
    if (u < 0.34) return 11 * 60 + int(90 * dice.unit() + 45 * dice.unit());
    if (u < 0.94) return 17 * 60 + 110 + int(70 * dice.normal());
    return 22 * 60 + dice.between(30, 240);
}

}  // namespace

std::vector<Diner> diners_of(const World& world, const Place& place, std::int64_t day) {
    const Restaurant& r = world.restaurants()[place.location];
    std::vector<Diner> diners;
    for (auto& v : world.planned(place.location, day)) {
        std::int32_t person = 0;
        Seconds seated = 0;
        State last = State::not_confirmed;
        for (auto& step : r.steps_of(v)) {
            if ((step.kind == sandbox::StepKind::create || step.kind == sandbox::StepKind::guest) &&
                step.argument != 0)
                person = step.argument;
            if (step.kind != sandbox::StepKind::create && step.kind != sandbox::StepKind::state)
                continue;
            last = step.state;
            if (seated == 0 && is_seated(last)) seated = step.at;
        }
        if (person != 0 && seated != 0 && is_done(last))
            diners.push_back({std::uint32_t(person), seated});
    }
    return diners;
}

Book::Book(const World& world, const BookOptions& options)
    : world_(world),
      options_(options),
      first_day_(world.options().now.seconds() / day_s - options.days),
      planned_(first_day_),
      sorted_(first_day_),
      patrons_(world, Seconds(first_day_ * day_s), Seconds(world.options().now.seconds())) {
    REGULARS_ASSERT(options.days >= 1 && options.days <= 10'000, "orders have a past");
    auto locations = options_.locations;
    if (locations.empty()) {
        for (std::size_t i = 0; i < world.restaurants().size(); ++i) locations.push_back(int(i));
    }
    for (int location : locations) {
        const Restaurant& r = world.restaurants().at(std::size_t(location));
        places_.push_back(
            {.location = std::size_t(location),
             .guid = guid_of(world.options().seed, Named::restaurant, 0, std::uint32_t(location)),
             .clock = LocalClock(r.clock.zone(), Instant::from_seconds((first_day_ - 400) * day_s),
                                 world.options().now + regulars::days(3650)),
             .kitchen_display = location % 3 != 2,
             .orders = {},
             .first_of_day = {},
             .days = {}});
    }
    advance(world.options().now);
}

std::string Book::group_guid() const { return guid_of(world_.options().seed, Named::group, 0, 0); }

Instant Book::next_change() const { return Instant::from_seconds((planned_ - 1) * day_s); }

void Book::advance(Instant now) {
    std::int64_t today = now.seconds() / day_s;
    while (planned_ <= today + 1) {
        for (Place& place : places_) plan_day(place, planned_);
        ++planned_;
    }
    for (; sorted_ <= today; ++sorted_) {
        for (Place& place : places_) {
            std::size_t index = std::size_t(sorted_ - first_day_);
            if (index >= place.days.size()) continue;
            place.days[index].shrink_to_fit();
            std::ranges::sort(place.days[index], {}, [](const Entry& e) {
                return std::tuple(e.time(), e.order, e.version);
            });
        }
    }
}

void Book::plan_day(Place& place, std::int64_t day) {
    place.first_of_day.push_back(std::uint32_t(place.orders.size()));
    Dice dice(mix(mix(world_.options().seed, 0x6f7264657273 + place.location), std::uint64_t(day)));
    LocalDate date = date_of_day(day);
    double online = world_.options().guests * options_.orders_per_guest /
                    (double(places_.size()) * options_.days);
    double mean = online * weekday_weight[weekday(date)] * month_weight[date.month - 1];
    std::uint32_t crowd = world_.people_when(day - 2);
    auto diners = diners_of(world_, place, day);
    Dice tables(
        mix(mix(world_.options().seed, 0x7461626c6573 + place.location), std::uint64_t(day)));
    for (bool in_store : {false, true}) {
        double expected = mean * (in_store ? options_.in_store_share : 1);
        int count = int(expected * (0.85 + 0.3 * dice.unit()) + dice.unit());
        for (int i = 0; i < count; ++i) {
            Kept kept{.crowd = crowd, .in_store = in_store};
            std::int64_t local_s = day * day_s + order_minute(dice) * 60 + dice.between(0, 59);
            std::int64_t at = place.clock.to_utc({local_s});
            // Where the hour comes twice, half of the orders come in its second pass.
            if (place.clock.to_local(at + hour_s) == place.clock.to_local(at) && dice.chance(0.5))
                at += hour_s;
            kept.created = Seconds(at);
            // Regulars order most; most people order where they are at home.
            auto pick = [&] {
                std::uint32_t person = 0;
                for (int draw = 0; draw < 12; ++draw) {
                    person = std::uint32_t(std::pow(dice.unit(), 1.5) * crowd);
                    if (world_.people()[person].home == place.location || dice.chance(0.04)) break;
                }
                return person + 1;
            };
            if (crowd > 0 && dice.chance(in_store ? 0.3 : 0.98)) kept.person = pick();
            // Who is known in the house mostly sits at a table that was reserved, and orders soon.
            if (in_store && kept.person != 0 && !diners.empty() && tables.chance(0.8)) {
                auto chosen =
                    diners.begin() + std::ptrdiff_t(tables.below(std::uint32_t(diners.size())));
                auto orders_at = Seconds(chosen->seated + Seconds(tables.between(180, 1500)));
                if (business_date(place, Millis(orders_at) * 1000) == as_number(date))
                    kept.person = chosen->person, kept.created = orders_at;
                diners.erase(chosen);
            }
            bool merged = dice.chance(std::min(0.05, merged_share * options_.oddity));
            if (!merged) {
                place.orders.push_back(kept);
                note_versions(place, std::uint32_t(place.orders.size()) - 1);
                continue;
            }
            Kept other = kept;
            kept.kin = Kin::absorbs_next;
            other.kin = Kin::goes_to_previous;
            other.created += Seconds(dice.between(60, 1200));
            if (crowd > 0 && dice.chance(0.5)) other.person = pick();
            // Both are there before either story is told: the one needs the other's check.
            place.orders.push_back(kept);
            place.orders.push_back(other);
            note_versions(place, std::uint32_t(place.orders.size()) - 2);
            note_versions(place, std::uint32_t(place.orders.size()) - 1);
        }
    }
}

void Book::note_versions(Place& place, std::uint32_t order) {
    Plan story = plan(place, order);
    REGULARS_ASSERT(story.steps.size() < 256, "an order has few versions");
    Kept& kept = place.orders[order];
    if (!kept.in_store) {
        auto ahead = day_number(as_date(story.first.business_date)) -
                     day_number(as_date(business_date(place, Millis(kept.created) * 1000)));
        REGULARS_ASSERT(ahead >= 0 && ahead <= most_days_ahead, "orders look some days ahead");
        kept.days_ahead = std::uint8_t(ahead);
    }
    for (std::size_t v = 0; v < story.steps.size(); ++v) {
        const Step& step = story.steps[v];
        std::int64_t index = std::int64_t(step.at) / day_s - first_day_;
        REGULARS_ASSERT(index >= 0, "no order is older than the first day");
        if (place.days.size() <= std::size_t(index)) place.days.resize(std::size_t(index) + 1);
        place.days[std::size_t(index)].push_back(
            {.at = step.at,
             .next = v + 1 < story.steps.size() ? story.steps[v + 1].at : 0,
             .order = order,
             .ms = step.ms,
             .version = std::uint8_t(v)});
    }
}

Plan Book::plan(const Place& place, std::uint32_t order) const {
    return write_story(*this, options_, place, order);
}

std::optional<std::size_t> Book::version_at(const Plan& plan, std::uint32_t order, Instant now,
                                            Lag lag) {
    std::optional<std::size_t> newest;
    for (std::size_t v = 0; v < plan.steps.size(); ++v) {
        if (std::int64_t(plan.steps[v].at) + lag(order) <= now.seconds()) newest = v;
    }
    return newest;
}

template <class Visit>
void Book::each_entry(const Place& place, Millis from, Millis to, Visit visit) const {
    std::int64_t first = std::max(first_day_, from / 1000 / day_s),
                 last = std::min(sorted_ - 1, (to - 1) / 1000 / day_s);
    for (std::int64_t day = first; day <= last; ++day) {
        std::size_t index = std::size_t(day - first_day_);
        if (index >= place.days.size()) return;
        auto& entries = place.days[index];
        auto at = std::ranges::lower_bound(entries, from, {}, &Entry::time);
        for (; at != entries.end() && at->time() < to; ++at) {
            if (!visit(*at)) return;
        }
    }
}

void Book::each_changed(const Place& place, Millis from, Millis to, Instant now, Lag lag,
                        const std::function<bool(const Entry&)>& visit) const {
    std::int64_t now_s = now.seconds();
    each_entry(place, from, to, [&](const Entry& e) {
        int late = lag(e.order);
        bool is_seen = std::int64_t(e.at) + late <= now_s,
             is_newest = e.next == 0 || std::int64_t(e.next) + late > now_s;
        return !is_seen || !is_newest || visit(e);
    });
}

void Book::each_version(const Place& place, Millis from, Millis to,
                        const std::function<void(const Entry&)>& visit) const {
    each_entry(place, from, to, [&](const Entry& e) { return visit(e), true; });
}

std::vector<std::uint32_t> Book::orders_of(const Place& place, std::int32_t business_date) const {
    std::vector<std::uint32_t> orders;
    LocalDate date = as_date(business_date);
    if (!is_valid(date)) return orders;
    std::int64_t index = day_number(date) - first_day_,
                 last = std::min(index, std::int64_t(place.first_of_day.size()) - 1);
    for (auto came = std::max<std::int64_t>(0, index - most_days_ahead); came <= last; ++came) {
        std::uint32_t end = std::size_t(came) + 1 == place.first_of_day.size()
                                ? std::uint32_t(place.orders.size())
                                : place.first_of_day[std::size_t(came) + 1];
        for (std::uint32_t i = place.first_of_day[std::size_t(came)]; i < end; ++i)
            if (came + place.orders[i].days_ahead == index) orders.push_back(i);
    }
    return orders;
}

std::string Book::order_guid(const Place& place, std::uint32_t order) const {
    return guid_of(world_.options().seed, Named::order, place.location, order);
}

std::optional<std::uint32_t> Book::order_named(const Place& place, std::string_view guid) const {
    auto order = number_of(world_.options().seed, Named::order, place.location, guid);
    return order && *order < place.orders.size() ? order : std::nullopt;
}

std::int32_t Book::business_date(const Place& place, Millis at) {
    std::int64_t local = place.clock.to_local(at / 1000) - closeout_hour * hour_s;
    return as_number(LocalTime{local}.date());
}

}  // namespace regulars::sandbox::toast
