// The shops' books: how days are opened, and what lines and sales come to.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/shop_world.hpp"

#include "base/error.hpp"

namespace regulars::sandbox::lightspeed {

std::uint64_t account_number(std::uint64_t seed) {
    return 120'000 + mix(seed, 0x6163636f756e74) % 80'000;
}

ShopWorld::ShopWorld(const ShopOptions& options, std::vector<Person> people)
    : options_(options),
      people_(std::move(people)),
      customer_of_(people_.size()),
      account_(account_number(options.seed)),
      catalogue_(options.seed, options.shops,
                 Seconds(options.origin.seconds() - options.days * day_s),
                 Seconds(options.origin.seconds())),
      first_day_(options.origin.seconds() / day_s - options.days),
      day_(first_day_),
      by_update_(Seconds(first_day_ * day_s)),
      by_stamp_(Seconds(first_day_ * day_s)),
      by_completion_(Seconds(first_day_ * day_s)) {
    REGULARS_ASSERT(options.days >= 1 && !people_.empty(), "shops have a past and people");
    sales_.reserve(std::size_t(options.sales * 1.1) + 64);
    lines_.reserve(std::size_t(options.sales * 2.3) + 64);
    advance(options.origin);
}

void ShopWorld::advance(Instant now) {
    while (!has_reached(now)) plan_day(day_++);
}

const Sale* ShopWorld::sale_of_line(Id line) const {
    if (line == 0 || line > lines_.size()) return nullptr;
    return &sales_[lines_[line - 1].sale - 1];
}

ShopWorld::LineSums ShopWorld::sums_of(const Sale& sale, const SaleLine& line) const {
    const Shop& shop = catalogue_.shops[sale.shop];
    LineSums sums;
    sums.subtotal = Amount(line.quantity) * line.price * (whole_amount / 10'000);
    int sign = line.quantity < 0 ? -1 : 1;
    sums.line_discount =
        sums.subtotal / 100 * line.discount_percent + sign * amount_of_minor(line.discount_amount);
    sums.sale_discount = (sums.subtotal - sums.line_discount) / 100 * sale.discount_percent;
    Amount net = sums.subtotal - sums.line_discount - sums.sale_discount;
    if (!line.taxable) {
        sums.total = net;
    } else if (shop.tax_inclusive) {
        sums.total = net;
        sums.tax1 = net - without_tax(net, shop.tax1);
    } else {
        sums.tax1 = taxed(net, shop.tax1);
        sums.tax2 = taxed(net, shop.tax2);
        sums.total = net + sums.tax1 + sums.tax2;
    }
    return sums;
}

ShopWorld::SaleSums ShopWorld::sums_of(const Sale& sale, Seconds now) const {
    SaleSums all;
    Amount net = 0;
    for (const SaleLine& line : lines_of(sale).first(sale.lines_shown(now))) {
        LineSums sums = sums_of(sale, line);
        all.subtotal += sums.subtotal;
        all.discount += sums.line_discount + sums.sale_discount;
        all.tax1 += sums.tax1, all.tax2 += sums.tax2;
        Amount line_net = sums.subtotal - sums.line_discount - sums.sale_discount;
        net += line_net;
        if (line.taxable) all.taxable += line_net;
        if (line.item != 0)
            all.cost += Amount(line.quantity) * catalogue_.items[line.item - 1].cost *
                        (whole_amount / 10'000);
    }
    all.tax = rounded_to_minor(all.tax1 + all.tax2);
    all.tax1 = rounded_to_minor(all.tax1), all.tax2 = rounded_to_minor(all.tax2);
    all.total = rounded_to_minor(net);
    if (!catalogue_.shops[sale.shop].tax_inclusive) all.total += all.tax;
    return all;
}

}  // namespace regulars::sandbox::lightspeed
