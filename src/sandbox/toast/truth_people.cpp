// Who the orders make known, and how many orders count: profiles, totals, and days.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "sandbox/toast/truth.hpp"

namespace regulars::sandbox::toast {
namespace {

/// What orders showed of one person of the world.
struct Seen {
    std::set<std::string> keys, possible;
    bool shows_guid = false;  // in an order that counts
    Instant changed;
};

/// People who are one profile: whoever shares a phone, where at most one has an email.
std::vector<std::vector<std::uint32_t>> profiles_of(const Patrons& patrons,
                                                    const std::map<std::uint32_t, Seen>& people) {
    std::map<std::string, std::vector<std::uint32_t>> by_phone;
    std::vector<std::vector<std::uint32_t>> groups;
    for (auto& [person, seen] : people) {
        if (patrons.habit(person).has_phone)
            by_phone[patrons.e164(person)].push_back(person);
        else
            groups.push_back({person});
    }
    for (auto& [phone, holders] : by_phone) {
        auto with_email = std::ranges::count_if(
            holders, [&](std::uint32_t p) { return patrons.habit(p).has_email; });
        if (with_email <= 1) {
            groups.push_back(holders);
            continue;
        }
        for (auto person : holders) groups.push_back({person});
    }
    return groups;
}

/// With somebody of whom no order counts now: an order that once counted may have made them known,
/// or not.
bool shares_phone_with_a_stranger(const Patrons& patrons,
                                  const std::map<std::uint32_t, Seen>& people,
                                  std::uint32_t person) {
    if (!patrons.habit(person).has_phone) return false;
    return std::ranges::any_of(people, [&](auto& other) {
        return other.second.keys.empty() && patrons.habit(other.first).has_phone &&
               patrons.e164(other.first) == patrons.e164(person);
    });
}

}  // namespace

std::vector<TruthProfile> Truth::profiles() const {
    auto& patrons = book_.patrons();
    std::map<std::uint32_t, Seen> people;
    for (auto* at : places()) {
        const Place& place = *at;
        for (std::uint32_t i = 0; i < place.orders.size(); ++i) {
            if (place.orders[i].created > now_.seconds()) continue;
            Plan plan = book_.plan(place, i);
            auto newest = Book::version_at(plan, i, now_);
            if (!newest) continue;
            plan.each_version(*newest + 1, [&](const Order& order, const Step&) {
                for (auto& check : order.checks) {
                    const Customer& c = check.customer;
                    if (has_contact(c)) people[c.person].possible.insert(key_of(patrons, c));
                }
            });
            Order order = plan.at(*newest);
            if (!exclusion_of(order).empty()) continue;
            const Customer& guest = *guest_of(order);
            Seen& seen = people[guest.person];
            seen.keys.insert(key_of(patrons, guest));
            seen.shows_guid |= guest.has_guid;
            seen.changed = std::max(seen.changed, instant_of(order.modified));
        }
    }
    std::vector<TruthProfile> out;
    for (auto& group : profiles_of(patrons, people)) {
        // Newest first.
        std::ranges::sort(group, [&](auto a, auto b) {
            return std::pair(people[a].changed, a) > std::pair(people[b].changed, b);
        });
        TruthProfile profile;
        JsonWriter properties;
        properties.begin_object();
        bool has_guid = false;
        profile.fields_certain = group.size() == 1;
        for (auto person : group)
            if (shares_phone_with_a_stranger(book_.patrons(), people, person))
                profile.fields_certain = false;
        // Two who share a phone, and show nothing else, share its key.
        std::set<std::string> keys, possible;
        for (auto person : group) {
            const Seen& seen = people[person];
            keys.insert(seen.keys.begin(), seen.keys.end());
            possible.insert(seen.possible.begin(), seen.possible.end());
            profile.changed = std::max(profile.changed, seen.changed);
            if (seen.shows_guid && !has_guid)
                properties.member("Toast Guest ID", patrons.guid(person)), has_guid = true;
            Habit habit = patrons.habit(person);
            if (profile.email.empty() && habit.has_email) profile.email = patrons.email(person);
            if (profile.phone.empty() && habit.has_phone) profile.phone = patrons.e164(person);
            if (profile.first_name.empty()) profile.first_name = patrons.first_name(person);
            if (profile.last_name.empty()) profile.last_name = patrons.last_name(person);
        }
        properties.end_object();
        profile.properties = properties.take();
        profile.certain = !keys.empty();
        profile.guests.assign(keys.begin(), keys.end());
        std::ranges::set_difference(possible, keys, std::back_inserter(profile.possible_guests));
        out.push_back(std::move(profile));
    }
    auto first_key = [](const TruthProfile& p) {
        return p.guests.empty() ? p.possible_guests.front() : p.guests.front();
    };
    std::ranges::sort(out, {}, first_key);
    return out;
}

std::vector<TruthCounts> Truth::summary() const {
    std::vector<TruthCounts> all;
    for (auto* at : places()) {
        const Place& place = *at;
        const Restaurant& r = book_.restaurant(place);
        TruthCounts counts{.rid = r.number,
                           .name = restaurant_name(book_, place),
                           .guests = 0,
                           .reservations = 0,
                           .events = {},
                           .uncertain_events = {},
                           .excluded = {}};
        std::set<std::string> people;
        for (std::uint32_t i = 0; i < place.orders.size(); ++i) {
            if (place.orders[i].created > now_.seconds()) continue;
            Plan plan = book_.plan(place, i);
            auto newest = Book::version_at(plan, i, now_);
            if (!newest) continue;
            Order order = plan.at(*newest);
            ++counts.reservations;
            auto reason = exclusion_of(order);
            if (reason.empty())
                people.insert(key_of(book_.patrons(), *guest_of(order)));
            else
                ++counts.excluded[std::string(reason)];
        }
        counts.guests = std::int64_t(people.size());
        for (auto& event : events(r.number))
            ++(event.certain ? counts.events : counts.uncertain_events)[event.metric];
        all.push_back(std::move(counts));
    }
    return all;
}

std::vector<TruthDay> Truth::days(LocalDate first, LocalDate last) const {
    std::vector<TruthDay> all;
    for (auto* at : places()) {
        const Place& place = *at;
        const Restaurant& r = book_.restaurant(place);
        for (std::int64_t day = day_number(first); day <= day_number(last); ++day) {
            LocalDate date = date_of_day(day);
            TruthDay one{.rid = r.number,
                         .name = restaurant_name(book_, place),
                         .date = format_iso(date),
                         .placed_value = {0, *Currency::parse(r.currency())},
                         .excluded = {}};
            for (auto i :
                 book_.orders_of(place, date.year * 10'000 + date.month * 100 + date.day)) {
                if (place.orders[i].created > now_.seconds()) continue;
                Plan plan = book_.plan(place, i);
                auto newest = Book::version_at(plan, i, now_);
                if (!newest) continue;
                Order order = plan.at(*newest);
                ++one.records;
                auto reason = exclusion_of(order);
                if (reason.empty()) {
                    ++one.placed;
                    one.placed_value.minor += order.value();
                } else {
                    auto& sum = one.excluded[std::string(reason)];
                    ++sum.first;
                    sum.second += order.value();
                }
            }
            all.push_back(std::move(one));
        }
    }
    return all;
}

}  // namespace regulars::sandbox::toast
