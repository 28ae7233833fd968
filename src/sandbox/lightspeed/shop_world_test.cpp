// The shops' world: repeatable, believable, exact to the last digit.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/shop_world.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sandbox/world.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

const Instant today = *parse_instant("2026-03-15T17:20:31Z");

const std::vector<Person>& diners() {
    static const std::vector<Person> people =
        World({.seed = 5, .guests = 2000, .days = 60, .now = today}).people();
    return people;
}

std::uint64_t digest(const ShopWorld& world, Instant now) {
    Seconds t = Seconds(now.seconds());
    std::uint64_t sum = 0;
    for (const Sale& s : world.sales()) {
        if (!s.is_visible(t)) continue;
        for (std::uint64_t part :
             {std::uint64_t(s.updated(t)), std::uint64_t(s.complete_time(t)),
              std::uint64_t(s.customer_at(t)), std::uint64_t(world.sums_of(s, t).total),
              std::uint64_t(s.ship_to)}) {
            sum = mix(sum, part);
        }
    }
    for (const Customer& c : world.customers()) {
        if (c.is_visible(t))
            sum = mix(sum, c.person + c.email_version(t) * 1'000'003ULL + c.contact_stamp(t));
    }
    return sum;
}

TEST(LightspeedWorld, IsTheSameWhateverStepsTimeTook) {
    ShopOptions options{.seed = 3, .days = 200, .sales = 3000, .origin = today};
    ShopWorld one(options, diners()), other(options, diners());
    EXPECT_EQ(digest(one, today), digest(other, today));
    std::uint64_t before = digest(one, today);
    Instant later = today + days(30);
    one.advance(later);
    for (Instant t = today; t < later; t = t + 53min) other.advance(t);
    other.advance(later);
    EXPECT_EQ(digest(one, later), digest(other, later));
    EXPECT_EQ(digest(one, today), before) << "the past stays as it was";
    EXPECT_NE(digest(one, later), before);
    options.seed = 4;
    EXPECT_NE(digest(ShopWorld(options, diners()), today), before);
}

TEST(LightspeedWorld, LooksLikeShops) {
    ShopWorld world({.seed = 1, .days = 1460, .sales = 20'000, .origin = today}, diners());
    Seconds now = Seconds(today.seconds());
    double sales = 0, named = 0, lines = 0, misc = 0, completed = 0;
    Seconds last = 0;
    for (const Sale& s : world.sales()) {
        if (!s.is_visible(now)) continue;
        EXPECT_GE(s.created, last);
        last = s.created;
        ++sales, named += s.customer_at(now) != 0, completed += s.is_completed(now);
        for (const SaleLine& line : world.lines_of(s)) ++lines, misc += line.item == 0;
    }
    EXPECT_NEAR(sales, 20'000, 1500);
    EXPECT_NEAR(named / sales, 0.40, 0.05);
    EXPECT_NEAR(completed / sales, 0.975, 0.015);
    EXPECT_NEAR(lines / sales, 2.0, 0.4);
    EXPECT_NEAR(misc / lines, 0.12, 0.02);
}

TEST(LightspeedWorld, HasEveryOddity) {
    ShopWorld world({.seed = 2, .days = 700, .sales = 12'000, .origin = today, .oddity = 5},
                    diners());
    Seconds now = Seconds(today.seconds());
    std::map<std::string, int> found;
    std::set<std::uint32_t> people;
    for (const Customer& c : world.customers()) {
        found["twin"] += !people.insert(c.person).second;
        found["email gained"] += has_come(c.email_gained, now);
        found["email corrected"] += c.has_email && has_come(c.email_corrected, now);
        found["anonymized"] += c.is_anonymized(now);
        found["archived customer"] += has_come(c.archived, now);
        found["only the contact moved"] += c.contact_stamp(now) > c.stamp(now);
    }
    for (const Sale& s : world.sales()) {
        if (!s.is_visible(now)) continue;
        auto sums = world.sums_of(s, now);
        int positive = 0, negative = 0;
        for (const SaleLine& line : world.lines_of(s)) {
            positive += line.quantity > 0, negative += line.quantity < 0;
            found["quantity 0"] += line.quantity == 0;
            found["quantity 90090"] += line.quantity == 9'009'000;
            found["part of one"] += line.quantity % 100 != 0;
            found["price rule"] += line.normal_price != 0;
            found["older than its sale"] += line.created < s.created;
            const Sale* parent = world.sale_of_line(line.parent);
            found["dangling parent"] += line.parent != 0 && parent == nullptr;
            found["refund of a refund"] += parent != nullptr && line.quantity > 0;
            found["blind return"] += line.parent == 0 && line.quantity < 0 && s.customer == 0;
            found["refund without its customer"] +=
                parent != nullptr && s.customer == 0 && parent->customer != 0;
            if (line.kind != LineKind::plain) ++found["put aside"];
        }
        found["open"] += !s.is_completed(now);
        found["voided"] += s.is_voided(now);
        found["archived"] += s.is_archived(now);
        found["backdated"] += has_come(s.backdated, now);
        found["customer came later"] += has_come(s.attached, now);
        found["customer changed"] += has_come(s.changed, now);
        found["gift card alone"] += s.deposit != 0 && sums.total == 0;
        found["gift card and goods"] += s.deposit != 0 && sums.total != 0;
        found["fully discounted"] += s.discount_percent == 100;
        found["exchange, more"] += positive > 0 && negative > 0 && sums.total > 0;
        found["exchange, less"] += positive > 0 && negative > 0 && sums.total < 0;
        found["exchange, even"] += positive > 0 && negative > 0 && sums.total == 0;
        found["open partial refund"] += s.lines_come_late;
        found["store credit"] += s.paid == Paid::store_credit;
    }
    for (const ShipTo& ship : world.ship_tos()) {
        found["not shipped"] += !ship.is_shipped(now);
        found["shipped again"] += has_come(ship.shipped_again, now);
        found["edited after shipping"] += has_come(ship.edited, now);
        found["shipment without customer"] += ship.customer == 0;
    }
    for (auto& [what, count] : found) EXPECT_GT(count, 0) << what;
}

TEST(LightspeedWorld, LinesAddUpToTheTotalWithinACent) {
    ShopWorld world({.seed = 6, .days = 300, .sales = 8000, .origin = today}, diners());
    Seconds now = Seconds(today.seconds());
    int unequal = 0, inclusive = 0;
    for (const Sale& s : world.sales()) {
        if (s.lines_shown(now) != s.line_count) continue;
        Amount sum = 0;
        for (const SaleLine& line : world.lines_of(s)) sum += world.sums_of(s, line).total;
        Amount total = world.sums_of(s, now).total;
        EXPECT_EQ(total % minor_amount, 0);
        EXPECT_LE(std::abs(sum - total), minor_amount);
        unequal += sum != total;
        inclusive += world.catalogue().shops[s.shop].tax_inclusive;
    }
    EXPECT_GT(unequal, 1000);
    EXPECT_GT(inclusive, 1000);
}

TEST(LightspeedAmount, PrintsAndRoundsAsTheVendorDoes) {
    auto text = [](Amount a) {
        std::string out;
        append_amount(out, a);
        return out;
    };
    EXPECT_EQ(text(amount_of_minor(999) + taxed(amount_of_minor(999), 5000) +
                   taxed(amount_of_minor(999), 9975)),
              "11.4860025");
    EXPECT_EQ(text(taxed(amount_of_minor(-2000), 9975)), "-1.995");
    EXPECT_EQ(text(amount_of_minor(2000)), "20");
    EXPECT_EQ(text(0), "0");
    EXPECT_EQ(text(amount_of_minor(-5)), "-0.05");
    EXPECT_EQ(text(amount_of_minor(68'738'670)), "687386.7");
    EXPECT_EQ(text(taxed(amount_of_minor(68'738'670), 9975)), "68566.823325");
    EXPECT_EQ(minor_of(amount_of_minor(1) / 2), 1);
    EXPECT_EQ(minor_of(-amount_of_minor(1) / 2), -1);
    EXPECT_EQ(minor_of(amount_of_minor(1) / 2 - 1), 0);
    EXPECT_EQ(minor_of(without_tax(amount_of_minor(10'950), 9500)), 10'000);
}

TEST(LightspeedCatalogue, NamesOneWayUpFromEachCategory) {
    Catalogue catalogue(1, 6, Seconds(today.seconds()) - 100 * 86'400, Seconds(today.seconds()));
    Seconds now = Seconds(today.seconds());
    using Path = std::vector<std::string_view>;
    EXPECT_EQ(catalogue.path_of(6, now), (Path{"Wine", "Red", "Burgundy"}));
    EXPECT_EQ(catalogue.path_of(16, now), (Path{"Pantry", "Sauces", "Red"}));
    EXPECT_EQ(catalogue.path_of(22, now), Path{}) << "deleted";
    EXPECT_EQ(catalogue.path_of(0, now), Path{});
    EXPECT_EQ(catalogue.shops[0].zone_alias, "US/Eastern");
}

}  // namespace
}  // namespace regulars::sandbox::lightspeed
