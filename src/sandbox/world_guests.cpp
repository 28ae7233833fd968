// The guest books: records are written, visited, corrected, merged and forgotten.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/world.hpp"

namespace regulars::sandbox {
namespace {

constexpr std::int64_t day_s = 86'400;
// The address a traveller gives in another restaurant, counted away from corrections.
constexpr std::uint32_t away_email = 100;

void set_opt_in(Guest& g, OptIn opt_in, Seconds at) {
    if (g.opt_in != opt_in) g.opt_in_changed = at;
    g.opt_in = opt_in;
}

}  // namespace

std::uint32_t World::write_guest(std::uint8_t place, std::uint32_t person, Seconds at) {
    Restaurant& r = restaurants_[place];
    const Person& p = people_[person];
    Dice dice(mix(mix(options_.seed, 0x6775657374 + r.guests.size()), place));
    Guest g;
    g.person = person;
    g.created = dice.chance(0.01) ? 0 : at;
    g.look = std::uint32_t(dice.next());
    g.has_network_id = p.has_network_id;
    if (p.has_email) g.email = p.differs_away && place != p.home ? away_email + place : 1;
    g.phone = p.phone;
    g.shows_birthday = p.birth_month != 0 && dice.chance(0.8);
    double wish = dice.unit();
    g.opt_in = p.has_email ? (wish < 0.46   ? OptIn::yes
                              : wish < 0.86 ? OptIn::no
                                            : OptIn::unknown)
                           : (wish < 0.05  ? OptIn::yes
                              : wish < 0.6 ? OptIn::no
                                           : OptIn::unknown);
    if (g.opt_in != OptIn::unknown) g.opt_in_changed = at;
    g.opted_out = dice.chance(std::min(0.2, 0.025 * options_.oddity));
    g.updated = at;
    g.sequence = ++r.sequence;
    g.ever_counted = g.counts();
    r.guests.push_back(g);
    std::uint32_t index = std::uint32_t(r.guests.size() - 1);
    r.guest_changes.add(index, r.guests);
    return index;
}

std::uint32_t World::guest_for(std::uint8_t place, std::uint32_t person, Seconds at,
                               bool duplicate) {
    Restaurant& r = restaurants_[place];
    std::uint32_t& known = guest_of_[place][person];
    if (known == 0) return known = 1 + write_guest(place, person, at);
    if (r.guests[known - 1].forgotten) return 0;
    if (!duplicate || r.guests[known - 1].settled) return known;

    // The host did not find the guest and wrote another record of the same person: without network
    // id, with the same phone or the same address or neither, so nothing about it can be doubted
    // later.
    std::uint32_t index = write_guest(place, person, at);
    Guest& copy = r.guests[index];
    Guest& known_record = r.guests[known - 1];
    Dice dice(mix(mix(options_.seed, 0x747769636500), mix(index, place)));
    copy.has_network_id = false;
    copy.shows_birthday = false;
    bool same_email = known_record.email != 0 && (people_[person].shares_phone || dice.chance(0.3));
    bool same_phone = known_record.phone != 0 && dice.chance(0.7);
    copy.email = same_email ? known_record.email : 0;
    copy.phone = same_phone ? known_record.phone : 0;
    if (copy.email == 0) copy.opt_in = OptIn::unknown, copy.opt_in_changed = 0;
    copy.ever_counted = copy.counts();
    copy.settled = known_record.settled = true;
    if (dice.chance(0.8)) {
        copy.merges_into = known;
        schedule({.at = Seconds((day_ + dice.between(1, 60)) * day_s +
                                dice.between(8 * 3600, 23 * 3600)),
                  .target = index,
                  .detail = 0,
                  .restaurant = place,
                  .what = Happening::merge});
    }
    return index + 1;
}

void World::touch_guest(Restaurant& r, std::uint32_t guest, Seconds at) {
    Guest& g = r.guests[guest];
    g.updated = std::max(g.updated, at);
    g.sequence = ++r.sequence;
    g.ever_counted |= g.counts();
    r.guest_changes.add(guest, r.guests);
}

void World::note_visit(std::uint8_t place, std::uint32_t guest, Seconds at, Seconds visit) {
    Restaurant& r = restaurants_[place];
    Guest* g = &r.guests[guest];
    if (g->archived) guest = g->primary - 1, g = &r.guests[guest];
    if (g->forgotten) return;
    if (g->first_visit != 0 && visit >= g->first_visit && visit <= g->last_visit) return;
    if (g->first_visit == 0 || visit < g->first_visit) g->first_visit = visit;
    g->last_visit = std::max(g->last_visit, visit);
    touch_guest(r, guest, at);
}

void World::plan_guest_life(std::uint8_t place) {
    Restaurant& r = restaurants_[place];
    if (r.guests.empty()) return;
    struct Rate {
        Happening what;
        double a_guest_and_year;
    };
    constexpr Rate rates[] = {{Happening::correct_email, 0.015}, {Happening::correct_phone, 0.015},
                              {Happening::gain_email, 0.03},     {Happening::flip_opt_in, 0.06},
                              {Happening::opt_out, 0.012},       {Happening::hide, 0.005},
                              {Happening::forget, 0.004},        {Happening::touch, 0.05}};
    Dice dice(mix(mix(options_.seed, 0x6c696665 + place), std::uint64_t(day_)));
    for (const Rate& rate : rates) {
        double count =
            double(r.guests.size()) * rate.a_guest_and_year / 365 * std::min(options_.oddity, 4.0);
        for (count += dice.unit(); count >= 1; --count) {
            std::uint32_t guest = dice.below(std::uint32_t(r.guests.size()));
            std::uint32_t again_after_s = rate.what == Happening::flip_opt_in && dice.chance(0.3)
                                              ? std::uint32_t(dice.between(60, 90'000))
                                              : 0;
            Seconds at = Seconds(day_ * day_s + dice.between(0, int(day_s) - 1));
            schedule(
                {.at = at, .target = guest, .detail = 0, .restaurant = place, .what = rate.what});
            // Some change their mind twice between two looks.
            if (again_after_s != 0) {
                schedule({.at = at + again_after_s,
                          .target = guest,
                          .detail = 1,
                          .restaurant = place,
                          .what = rate.what});
            }
        }
    }
}

void World::apply_guest_life(const Entry& entry) {
    Restaurant& r = restaurants_[entry.restaurant];
    if (entry.what == Happening::import_guest) {
        guest_of_[entry.restaurant][entry.target] =
            1 + write_guest(entry.restaurant, entry.target, entry.at);
        return;
    }
    Guest& g = r.guests[entry.target];
    if (g.forgotten || g.archived) return;
    const Person& p = people_[g.person];
    switch (entry.what) {
        case Happening::correct_email:
            if (g.email == 0 || g.settled || g.email >= away_email) return;
            // Two books that agreed on one address may differ from now on: only where the network's
            // id holds them together.
            if (p.travels && !g.has_network_id) return;
            if (p.travels && entry.restaurant != p.home) return;  // numbered at home only
            ++g.email;
            break;
        case Happening::correct_phone:
            if (g.phone == 0 || g.settled || p.shares_phone) return;
            g.phone = fresh_phone(p.country);
            if (g.phone == 0) g.phone = p.phone;
            break;
        case Happening::gain_email:
            if (g.email != 0 || g.settled || p.shares_phone || p.travels) return;
            g.email = 1;
            if (g.look % 3 == 0) set_opt_in(g, OptIn::yes, entry.at);
            break;
        case Happening::flip_opt_in:
            set_opt_in(g, g.opt_in == OptIn::yes ? OptIn::no : OptIn::yes, entry.at);
            break;
        case Happening::opt_out:
            g.opted_out = !g.opted_out;
            break;
        case Happening::hide:
            g.hidden = !g.hidden;
            break;
        case Happening::forget:
            if (g.absorbed || g.settled) return;
            g.forgotten = true;
            g.opt_in = OptIn::no;
            g.email = g.phone = 0;
            g.has_network_id = g.shows_birthday = false;
            break;
        case Happening::touch:
            break;
        case Happening::merge:
            merge_guest(r, entry.target, entry.at);
            return;
        case Happening::import_guest:
        case Happening::reservation_step:
            return;
    }
    touch_guest(r, entry.target, entry.at);
}

void World::merge_guest(Restaurant& r, std::uint32_t guest, Seconds at) {
    Guest& copy = r.guests[guest];
    Guest& survivor = r.guests[copy.merges_into - 1];
    if (survivor.archived || survivor.forgotten) return;
    // The survivor has everything the copy had.
    if (survivor.email == 0) survivor.email = copy.email;
    if (survivor.phone == 0) survivor.phone = copy.phone;
    if (copy.opt_in == OptIn::yes) set_opt_in(survivor, OptIn::yes, at);
    if (copy.first_visit != 0) {
        if (survivor.first_visit == 0 || copy.first_visit < survivor.first_visit)
            survivor.first_visit = copy.first_visit;
        survivor.last_visit = std::max(survivor.last_visit, copy.last_visit);
    }
    survivor.absorbed = true;
    copy.archived = true;
    copy.primary = copy.merges_into;
    touch_guest(r, guest, at);
    touch_guest(r, copy.merges_into - 1, at);
}

}  // namespace regulars::sandbox
