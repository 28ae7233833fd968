// What lies on the counter: goods, services, discounts and price rules.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/shop_world.hpp"

namespace regulars::sandbox::lightspeed {

void ShopWorld::add_line(Sale& sale, SaleLine line) {
    if (line.created == 0) line.created = sale.created;
    line.sale = Id(sales_.size()) + 1;
    lines_.push_back(line);
    ++sale.line_count;
}

SaleLine ShopWorld::goods(const Sale& sale, Dice& dice) const {
    SaleLine line;
    if (dice.chance(0.12)) {
        line.note = std::uint8_t(dice.between(0, note_count));
        line.price = std::int32_t(dice.log_normal(1500, 0.6));
        line.taxable = dice.chance(0.7);
    } else {
        std::size_t count = catalogue_.items.size();
        while (!catalogue_.items[count - 1].is_visible(sale.created)) --count;
        line.item = 1 + dice.below(std::uint32_t(count));
        if (count > 110 && dice.chance(0.1))
            line.item = 111 + dice.below(std::uint32_t(count - 110));
        line.price = catalogue_.items[line.item - 1].price;
        if (catalogue_.items[line.item - 1].category == 14) line.taxable = false;
    }
    double u = dice.unit();
    line.quantity = u < 0.78   ? 100
                    : u < 0.92 ? 200
                    : u < 0.99 ? 100 * dice.between(3, 12)
                               : 25 * dice.between(1, 11);
    if (odd(dice, 0.002, 0.02)) line.quantity = 0;
    return line;
}

void ShopWorld::add_goods(Sale& sale, Dice& dice) {
    if (odd(dice, 0.00005, 0.002) && !catalogue_.shops[sale.shop].tax_inclusive) {
        // A hand slipped on the keys, and nobody noticed.
        add_line(sale, {.item = 1, .quantity = 9'009'000, .price = 763, .taxable = false});
        return;
    }
    double u = dice.unit();
    int count = u < 0.45 ? 1 : u < 0.74 ? 2 : u < 0.90 ? 3 : dice.between(4, 9);
    for (int i = 0; i < count; ++i) {
        SaleLine line = goods(sale, dice);
        if (line.item != 0 && line.price > 500 && odd(dice, 0.05, 0.15)) {
            line.normal_price = line.price;
            line.price = line.price * 7 / 10;
            if (dice.chance(0.5)) line.discount = dice.chance(0.5) ? 3 : 8;
        } else if (dice.chance(0.05)) {
            line.discount_percent = std::uint8_t(5 * dice.between(1, 5));
            line.discount = dice.chance(0.5) ? 1 : 5;
        } else if (line.price > 1500 && line.quantity >= 100 && dice.chance(0.03)) {
            line.discount_amount = 500;
            line.discount = dice.chance(0.5) ? 4 : 6;
        }
        add_line(sale, line);
    }
    discount(sale, dice);
}

void ShopWorld::discount(Sale& sale, Dice& dice) {
    if (odd(dice, 0.006, 0.04)) {
        sale.discount_percent = 100;
        sale.discount = 2;
    } else if (dice.chance(0.05)) {
        sale.discount_percent = std::uint8_t(5 * dice.between(1, 4));
        sale.discount = dice.chance(0.7) ? 7 : 1;
    }
}

}  // namespace regulars::sandbox::lightspeed
