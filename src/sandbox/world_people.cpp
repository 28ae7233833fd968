// Fills the world with people: households, travellers, regulars and strangers.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/world.hpp"

namespace regulars::sandbox {
namespace {
constexpr std::int64_t day_s = 86'400;
// Guest records that a list brought in and no visit made (the reference's 14 %).
constexpr double imported_share = 0.14;
// Of those who will ever come during the span, how many are there when it begins.
constexpr double early_share = 0.55;
}  // namespace

std::uint32_t World::fresh_phone(Country country) {
    std::uint32_t& next = next_phone_[std::size_t(country)];
    return next < phone_line_count(country) ? next++ : 0;
}

std::uint32_t World::add_person(std::uint8_t home, Dice& dice) {
    Person p;
    p.home = home;
    p.first = std::uint16_t(dice.below(first_name_count()));
    p.last = std::uint16_t(dice.below(last_name_count()));
    p.country = restaurants_[home].country;
    if (dice.chance(0.05)) p.country = p.country == Country::gb ? Country::us : Country::gb;
    p.has_email = dice.chance(0.74);
    if (dice.chance(0.91)) p.phone = fresh_phone(p.country);
    p.has_network_id = dice.chance(0.62);
    if (dice.chance(0.22)) {
        p.birth_month = std::uint8_t(dice.between(1, 12));
        p.birth_day = std::uint8_t(dice.between(1, 28));
        if (dice.chance(0.01)) p.birth_month = 2, p.birth_day = 29;
        // A leap day keeps a leap year, or none.
        if (dice.chance(0.5)) p.birth_year = std::uint16_t(1940 + 4 * dice.between(0, 15));
    }
    std::uint32_t person = std::uint32_t(people_.size());
    people_.push_back(p);
    for (auto& books : guest_of_) books.push_back(0);
    if (dice.chance(0.09)) share_a_phone(person, dice);
    if (restaurants_.size() > 1 && dice.chance(0.10)) {
        Person& traveller = people_[person];
        // Without differing addresses where the household hangs together by its phone alone.
        bool phone_joins = traveller.shares_phone && !traveller.has_email;
        if (!phone_joins) {
            traveller.travels = traveller.has_network_id = true;
            traveller.differs_away =
                traveller.has_email && dice.chance(std::min(0.8, 0.3 * options_.oddity));
        }
    }
    last_of_household_[home] = {person};
    return person;
}

// A phone is shared either by people who all have addresses (different ones), or by people of whom
// at most one has one: so who is one person never depends on the order of reading.
void World::share_a_phone(std::uint32_t person, Dice& dice) {
    auto& previous = last_of_household_[people_[person].home];
    if (previous.empty()) return;
    Person& one = people_[person];
    Person& other = people_[previous.back()];
    if (other.phone == 0 || other.country != one.country || other.differs_away) return;
    if (other.shares_phone) return;  // two to a phone are enough to be a family
    // Whoever stands in a book already had their phone to themselves, and their record relies on
    // it.
    for (auto& books : guest_of_) {
        if (books[previous.back()] != 0) return;
    }
    one.phone = other.phone;
    one.last = other.last;
    one.has_email = other.has_email && dice.chance(0.6);
    one.shares_phone = other.shares_phone = true;
}

void World::join_crowd(std::uint8_t place, std::uint32_t person, Dice& dice) {
    auto& crowd = crowds_[place];
    crowd.push_back(person);
    std::swap(crowd.back(), crowd[dice.below(std::uint32_t(crowd.size()))]);
}

void World::make_people() {
    std::size_t places = restaurants_.size();
    crowds_.resize(places);
    guest_of_.resize(places);
    last_of_household_.resize(places);
    double visitors = options_.guests * (1 - imported_share) / double(places);
    new_people_per_day_ = visitors * (1 - early_share) / options_.days;
    Dice dice(mix(options_.seed, 0x70656f706c65));
    for (std::uint8_t place = 0; place < places; ++place) {
        for (int i = 0; i < int(visitors * early_share); ++i) {
            std::uint32_t person = add_person(place, dice);
            join_crowd(place, person, dice);
            if (people_[person].travels) {
                std::uint8_t away = std::uint8_t(dice.below(std::uint32_t(places)));
                if (away != place) join_crowd(away, person, dice);
            }
        }
    }
    // Lists brought in from elsewhere, in a few runs that write many records in one second.
    int a_second = options_.oddity > 1 ? 700 : 40;
    for (std::uint8_t place = 0; place < places; ++place) {
        int imports = int(options_.guests * imported_share / double(places));
        for (int i = 0; i < imports; ++i) {
            int run = i * 3 / std::max(imports, 1);
            std::int64_t at = (first_service_day_ - 60) * day_s +
                              run * (options_.days + 60) / 4 * day_s + 9 * 3600 + i / a_second;
            std::uint32_t person = add_person(place, dice);
            people_[person].travels = people_[person].differs_away = false;
            schedule({.at = Seconds(at),
                      .target = person,
                      .detail = 0,
                      .restaurant = place,
                      .what = Happening::import_guest});
        }
    }
}

void World::new_people_of_day(std::uint8_t place) {
    if (day_ < first_service_day_ - planning_days) return;
    Dice dice(mix(mix(options_.seed, 0x6e6577), mix(std::uint64_t(day_), place)));
    int count = int(new_people_per_day_ + dice.unit());
    for (int i = 0; i < count; ++i) {
        std::uint32_t person = add_person(place, dice);
        join_crowd(place, person, dice);
        if (people_[person].travels) {
            std::uint8_t away = std::uint8_t(dice.below(std::uint32_t(restaurants_.size())));
            if (away != place) join_crowd(away, person, dice);
        }
    }
}

}  // namespace regulars::sandbox
