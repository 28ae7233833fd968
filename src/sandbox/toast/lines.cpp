// Lines, and the arithmetic of discounts and taxes in whole minor units.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/lines.hpp"

#include <algorithm>
#include <numeric>

namespace regulars::sandbox::toast {
namespace {

constexpr Minor deposit_tax = 5;  // a fixed tax on bottles, whatever they are sold for
constexpr std::uint32_t pantry_first = 23, gift_card = 25;

Minor rounded(Minor amount, std::int64_t numerator, std::int64_t denominator) {
    return (amount * numerator + denominator / 2) / denominator;
}

class Lines {
  public:
    Lines(Check& check, const LinesWanted& wanted, Dice& dice)
        : check_(check), wanted_(wanted), dice_(dice), number_(wanted.first_number) {}

    std::uint32_t write() {
        for (int i = 0; i < wanted_.lines; ++i) check_.selections.push_back(line());
        auto discounts = discount();
        for (std::size_t i = 0; i < check_.selections.size(); ++i)
            tax(check_.selections[i], discounts[i]);
        return number_;
    }

  private:
    Selection blank() {
        Selection s;
        s.number = number_++;
        s.created = s.modified = wanted_.created;
        return s;
    }

    Selection line() {
        Selection s = blank();
        auto items = menu_items();
        s.item = wanted_.is_pantry ? pantry_first + dice_.below(2) : dice_.below(23);
        if (dice_.chance(0.006)) s.item = gift_card;
        if (dice_.chance(0.01)) {
            s.is_open_item = true;
            s.unit_price = dice_.between(150, 4000);
            s.before_discounts = s.unit_price;
            return s;
        }
        const MenuItem& item = items[s.item];
        s.unit_price = price_in(wanted_.location, item.price);
        if (item.kind == ItemKind::by_weight) {
            s.thousandths = dice_.between(12, 180) * 10;
        } else if (item.kind == ItemKind::plain && dice_.chance(0.15)) {
            s.thousandths = 1000 * dice_.between(2, 4);
        }
        if (item.has_options && dice_.chance(0.55)) s.modifiers.push_back(modifier(0));
        if (!s.modifiers.empty() && dice_.chance(0.2)) s.modifiers.push_back(modifier(2));
        Minor each = s.unit_price;
        for (auto& m : s.modifiers) each += m.price;
        s.before_discounts = rounded(each, s.thousandths, 1000);
        return s;
    }

    Selection modifier(int depth) {
        Selection m = blank();
        m.is_option = true;
        m.item = option_at(depth, dice_.below(12));
        m.unit_price = price_in(wanted_.location, menu_options()[m.item].price);
        if (depth < 2 && dice_.chance(0.4)) m.modifiers.push_back(modifier(depth + 1));
        m.price = m.unit_price;
        for (auto& inner : m.modifiers) m.price += inner.price;
        m.before_discounts = m.price;
        return m;
    }

    /// What each line is reduced by: the discount in parts, the remainder on the first lines.
    std::vector<Minor> discount() {
        std::vector<Minor> parts(check_.selections.size(), 0);
        Minor sum = 0;
        for (auto& s : check_.selections) sum += s.before_discounts;
        Discount discount;
        if (wanted_.is_comp) {
            discount = {.name = "Manager Comp",
                        .amount = sum,
                        .percent = 100,
                        .state = DiscountState::applied};
        } else {
            double u = dice_.unit();
            if (u >= 0.16) return parts;
            if (u < 0.10) {
                int percent = 5 * dice_.between(1, 5);
                discount = {.name = "Welcome Back",
                            .amount = rounded(sum, percent, 100),
                            .percent = percent,
                            .has_promo_code = u < 0.06};
            } else {
                discount = {.name = "Discount",
                            .amount = std::min<Minor>(sum, dice_.between(100, 900))};
            }
            double state = dice_.unit();
            if (state < 0.4) discount.state = DiscountState::applied;
            if (state > 0.93) discount.state = DiscountState::voided;
        }
        check_.discounts.push_back(discount);
        if (discount.state == DiscountState::voided || sum == 0) return parts;
        Minor given = 0;
        for (std::size_t i = 0; i < parts.size(); ++i)
            given += parts[i] = check_.selections[i].before_discounts * discount.amount / sum;
        for (std::size_t i = 0; given < discount.amount; i = (i + 1) % parts.size()) {
            if (parts[i] < check_.selections[i].before_discounts) ++parts[i], ++given;
        }
        return parts;
    }

    void tax(Selection& s, Minor discount) {
        Minor paid = s.before_discounts - discount;
        s.price = paid;
        bool is_menu_item = !s.is_open_item;
        if (is_menu_item && menu_items()[s.item].kind == ItemKind::gift_card) return;
        std::int64_t rate = tax_rate(wanted_.country);
        if (includes_tax(wanted_.country)) {
            s.tax_included = true;
            s.price = rounded(paid, 100'000, 100'000 + rate);
            s.tax = paid - s.price;
        } else {
            s.tax = rounded(paid, rate, 100'000);
        }
        if (is_menu_item && menu_items()[s.item].has_deposit) s.tax += deposit_tax;
    }

    Check& check_;
    const LinesWanted& wanted_;
    Dice& dice_;
    std::uint32_t number_;
};

}  // namespace

std::uint32_t write_lines(Check& check, const LinesWanted& wanted, Dice& dice) {
    return Lines(check, wanted, dice).write();
}

}  // namespace regulars::sandbox::toast
