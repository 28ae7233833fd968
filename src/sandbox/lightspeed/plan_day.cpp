// Plans a day in the shops: who comes, when, and everything that will happen to each sale.
// SPDX-License-Identifier: Apache-2.0
#include <tuple>

#include "base/error.hpp"
#include "sandbox/lightspeed/shop_world.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

constexpr double weekday_weight[7] = {0.8, 0.6, 0.8, 0.9, 1.05, 1.35, 1.5};  // Sunday first
constexpr double month_weight[12] = {0.7,  0.85, 0.9,  0.9,  1.0,  0.95,
                                     0.85, 0.85, 0.95, 1.05, 1.25, 1.75};
constexpr Seconds minute_s = 60, hour_s = 3600;

}  // namespace

void ShopWorld::plan_day(std::int64_t day) {
    Dice dice(mix(mix(options_.seed, 0x73686f7073), std::uint64_t(day)));
    LocalDate date = date_of_day(day);
    double mean = options_.sales / options_.days / double(catalogue_.shops.size()) *
                  weekday_weight[weekday(date)] * month_weight[date.month - 1];
    std::vector<Draft> drafts;
    for (std::uint8_t shop = 0; shop < catalogue_.shops.size(); ++shop) {
        int count = int(mean * (0.75 + 0.5 * dice.unit()) + dice.unit());
        for (int i = 0; i < count; ++i) {
            Draft draft{.at = 0, .shop = shop, .is_online = dice.chance(0.06)};
            if (draft.is_online) {
                draft.at = Seconds(day_start(day)) +
                           dice.below(std::uint32_t(day_s));  // at any hour, the doubled one too
            } else {
                int second =
                    std::clamp(int((14.5 + 2.8 * dice.normal()) * 3600), 9 * 3600, 21 * 3600);
                draft.at = Seconds(catalogue_.shops[shop].clock.to_utc({day * day_s + second}));
            }
            drafts.push_back(draft);
        }
    }
    std::stable_sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) {
        return std::tie(a.at, a.shop) < std::tie(b.at, b.shop);
    });
    for (const Draft& draft : drafts) plan_sale(draft, dice);
}

void ShopWorld::plan_sale(const Draft& draft, Dice& dice) {
    Sale sale;
    sale.created = draft.at;
    sale.shop = draft.shop;
    sale.is_online = draft.is_online;
    sale.look = std::uint32_t(dice.next());
    sale.first_line = std::uint32_t(lines_.size());
    double pays = dice.unit();
    sale.paid = pays < 0.3    ? Paid::cash
                : pays < 0.93 ? Paid::card
                : pays < 0.96 ? Paid::cash_and_card
                              : Paid::store_credit;
    double u = dice.unit();
    if (u < 0.055 && plan_return(sale, dice)) {
        plan_course(sale, dice);
        return keep(sale);
    }
    if (dice.chance(draft.is_online ? 0.95 : 0.38))
        sale.customer = customer_for(sale.created, dice);
    if (dice.chance(0.02)) customer_for(sale.created, dice);  // somebody only leaves a card
    if (u > 0.994) {
        plan_blind_return(sale, dice);
    } else if (u > 0.975) {
        sale.deposit = 1000 * dice.between(2, 20);
        if (dice.chance(0.4)) add_goods(sale, dice);
    } else {
        add_goods(sale, dice);
    }
    if (sale.customer != 0 && !draft.is_online && !sale.returns && odd(dice, 0.015, 0.1)) {
        // Put aside, mended or ordered: the lines are older than the sale that takes them up.
        LineKind kind = LineKind(1 + dice.below(3));
        for (std::uint32_t i = 0; i < sale.line_count; ++i) {
            lines_[sale.first_line + i].kind = kind;
            lines_[sale.first_line + i].created =
                sale.created - Seconds(dice.between(3600, int(12 * day_s)));
        }
    }
    plan_course(sale, dice);
    plan_shipment(sale, dice);
    keep(sale);
}

void ShopWorld::plan_course(Sale& sale, Dice& dice) {
    Seconds at = sale.created;
    double u = dice.unit();
    bool stays_open = u < 0.02;
    if (!stays_open)
        sale.completed = at + (u < 0.035 ? Seconds(dice.between(int(hour_s), int(9 * day_s)))
                                         : Seconds(dice.between(20, 600)));
    if (sale.lines_come_late && sale.completed != 0)
        sale.completed += Seconds(dice.between(1800, 40'000));
    Seconds done = sale.completed != 0 ? sale.completed : at;
    auto within = [&](Seconds from, Seconds to) {
        return done + from + Seconds(dice.below(to - from));
    };
    if (sale.customer != 0 && !sale.returns) {
        if (odd(dice, 0.05, 0.2)) {
            sale.attached = dice.chance(0.5) ? within(60, hour_s) : within(hour_s, Seconds(day_s));
        }
        if (odd(dice, 0.015, 0.08)) {
            Id other = customer_for(sale.created, dice);
            if (other != 0 && other != sale.customer) {
                sale.changed_to = other;
                sale.changed = within(Seconds(day_s), Seconds(2 * day_s));
            }
        }
    }
    if (sale.completed != 0 && odd(dice, 0.012, 0.08)) {
        sale.backdated = within(10 * minute_s, Seconds(2 * day_s));
        sale.backdated_to = sale.completed - Seconds(dice.between(int(hour_s), int(20 * day_s)));
    }
    if (odd(dice, 0.012, 0.06))
        sale.voided = dice.chance(0.3) ? within(60, hour_s) : within(hour_s, Seconds(25 * day_s));
    if (odd(dice, stays_open ? 0.3 : 0.003, stays_open ? 0.4 : 0.02))
        sale.archived = within(hour_s, Seconds(40 * day_s));
    if (dice.chance(0.03)) sale.edited = within(hour_s, Seconds(30 * day_s));
}

void ShopWorld::plan_shipment(Sale& sale, Dice& dice) {
    if (sale.deposit != 0 || sale.returns || sale.attached != 0 || sale.changed != 0) return;
    if (!(sale.is_online       ? dice.chance(0.8)
          : sale.customer != 0 ? odd(dice, 0.02, 0.1)
                               : odd(dice, 0.002, 0.02)))
        return;
    ShipTo ship{.sale = Id(sales_.size()) + 1,
                .customer = sale.customer,
                .created = sale.created,
                .look = std::uint32_t(dice.next())};
    auto later = [&](Seconds from, int most_hours) {
        return from + minute_s + Seconds(dice.below(std::uint32_t(most_hours) * hour_s));
    };
    Seconds done = sale.completed != 0 ? sale.completed : sale.created;
    if (dice.chance(0.88)) {
        ship.shipped = later(done, 96);
        if (odd(dice, 0.05, 0.3)) {
            ship.unshipped = later(ship.shipped, 30);
            if (dice.chance(0.7)) ship.shipped_again = later(ship.unshipped, 60);
        }
        if (odd(dice, 0.06, 0.3)) ship.edited = later(ship.shipped, 200);
    }
    ship_tos_.push_back(ship);
    sale.ship_to = Id(ship_tos_.size());
}

void ShopWorld::keep(Sale sale) {
    REGULARS_ASSERT(sales_.empty() || sales_.back().created <= sale.created,
                    "sales are kept in order of creation");
    std::uint32_t index = std::uint32_t(sales_.size());
    for (Seconds at : sale.touches()) {
        if (at == 0) continue;
        by_update_.add({at, index});
        if (at <= sale.completed || sale.completed == 0) by_stamp_.add({at, index});
    }
    if (sale.completed != 0) by_completion_.add({sale.completed, index});
    if (sale.backdated != 0) by_completion_.add({sale.backdated_to, index});
    sales_.push_back(sale);
}

}  // namespace regulars::sandbox::lightspeed
