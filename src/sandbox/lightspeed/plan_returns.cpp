// What people bring back, and whether anybody knows where it came from.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/shop_world.hpp"

namespace regulars::sandbox::lightspeed {
namespace {
constexpr Seconds longest_memory = 60 * 86'400;
}

/// Returns false when nothing suitable was sold lately.
bool ShopWorld::plan_return(Sale& sale, Dice& dice) {
    // Who bought it is settled within three days; returns come later, so a refund's buyer never
    // changes.
    constexpr Seconds settled_after = 6 * 86'400;
    auto older = [](const Sale& s, Seconds at) { return s.created < at; };
    auto from =
        std::lower_bound(sales_.begin(), sales_.end(), sale.created - longest_memory, older) -
        sales_.begin();
    auto to = std::lower_bound(sales_.begin(), sales_.end(), sale.created - settled_after, older) -
              sales_.begin();
    if (to <= from) return false;
    for (int attempt = 0; attempt < 5; ++attempt) {
        std::size_t index = std::size_t(from) + dice.below(std::uint32_t(to - from));
        bool again = odd(dice, 0.02, 0.2);
        Sale& original = sales_[index];
        if (original.completed == 0 || original.completed + settled_after > sale.created) continue;
        if (original.voided != 0 || original.archived != 0 || original.returned ||
            original.line_count == 0)
            continue;
        if (original.returns != again || original.discount_percent == 100) continue;
        original.returned = true;
        Id buyer = original.changed != 0 ? original.changed_to : original.customer;
        bool gone = buyer != 0 && customers_[buyer - 1].anonymized != 0;
        sale.shop = original.shop;
        sale.discount = original.discount;
        sale.discount_percent = original.discount_percent;
        bool exchange = !again && buyer != 0 && !gone && odd(dice, 0.15, 0.3);
        if (buyer != 0 && !gone && (exchange || dice.chance(0.6))) sale.customer = buyer;
        bool whole = !exchange && dice.chance(0.55);
        return_lines(sale, original, dice, whole);
        if (exchange) {
            if (dice.chance(0.2)) {
                // Something else at the same price: the till stays as it is.
                SaleLine line = lines_[sale.first_line];
                line.created = 0, line.parent = 0;
                line.quantity = -line.quantity;
                add_line(sale, line);
            } else {
                for (int i = dice.between(1, 2); i > 0; --i) add_line(sale, goods(sale, dice));
            }
        } else if (!whole) {
            sale.lines_come_late = odd(dice, 0.3, 0.8);
        }
        return true;
    }
    return false;
}

void ShopWorld::return_lines(Sale& sale, const Sale& original, Dice& dice, bool whole) {
    sale.returns = true;
    // The vendor's own example points to lines that no sale shows.
    bool dangling = sale.customer == 0 && odd(dice, 0.02, 0.2);
    std::uint32_t first = original.first_line, count = original.line_count;
    std::uint32_t only = dice.below(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (!whole && i != only) continue;
        SaleLine line = lines_[first + i];
        line.parent = dangling ? 4'000'000'000u + first + i : first + i + 1;
        line.kind = LineKind::plain;
        line.quantity = -line.quantity;
        if (!whole && line.quantity <= -200 && line.quantity % 100 == 0 &&
            line.discount_amount == 0)
            line.quantity += 100;
        line.created = sale.created - dice.below(11'000);  // taken up before the sale was
        add_line(sale, line);
    }
}

void ShopWorld::plan_blind_return(Sale& sale, Dice& dice) {
    sale.returns = true;
    SaleLine line = goods(sale, dice);
    line.quantity = -std::max(line.quantity, 25);
    add_line(sale, line);
}

}  // namespace regulars::sandbox::lightspeed
