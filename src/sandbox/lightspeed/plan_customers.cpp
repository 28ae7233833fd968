// Who comes into the shops, and what becomes of their records.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/shop_world.hpp"

namespace regulars::sandbox::lightspeed {

Id ShopWorld::customer_for(Seconds at, Dice& dice) {
    // Regulars stand first; the chance falls with the rank.
    std::size_t rank = std::size_t(std::pow(dice.unit(), 2.2) * double(people_.size()) * 0.5);
    // A stride without common divisor spreads the ranks over all who are known.
    std::size_t stride = people_.size() % 7919 == 0 ? 7907 : 7919;
    std::uint32_t person = std::uint32_t((rank * stride + options_.seed % 1000) % people_.size());
    Id& known = customer_of_[person];
    if (known == 0) return known = write_customer(person, at, dice);
    Customer& customer = customers_[known - 1];
    if (customer.anonymized != 0 && customer.anonymized < at + 90 * Seconds(day_s)) return 0;
    if (customer.settled && customer.has_email && odd(dice, 0.012, 0.1)) {
        // The till did not find the record and wrote another: the same person, the same address.
        Id twin = write_customer(person, at, dice);
        Customer& copy = customers_[twin - 1];
        copy.has_email = copy.settled = true;
        copy.email_gained = copy.email_corrected = copy.anonymized = 0;
        return twin;
    }
    return known;
}

Id ShopWorld::write_customer(std::uint32_t person, Seconds at, Dice& dice) {
    Customer c;
    c.person = person;
    c.created = at;
    c.look = std::uint32_t(dice.next());
    c.has_email = people_[person].has_email && dice.chance(0.86);
    auto later = [&](int most_days) {
        return at + 3600 + Seconds(dice.below(std::uint32_t(most_days * day_s)));
    };
    bool may_gain = !c.has_email && odd(dice, 0.12, 0.5);
    bool may_correct = c.has_email && odd(dice, 0.03, 0.2);
    bool may_vanish = odd(dice, 0.012, 0.08);
    if (may_gain) c.email_gained = later(500);
    if (may_correct) c.email_corrected = later(700);
    if (may_vanish) c.anonymized = later(900) + 100 * Seconds(day_s);
    if (dice.chance(0.06)) c.edited = later(600);
    if (dice.chance(0.02)) c.archived = later(900);
    c.settled = c.has_email && !may_correct && !may_vanish;
    customers_.push_back(c);
    return Id(customers_.size());
}

}  // namespace regulars::sandbox::lightspeed
