// The orders: their money adds up, they have every oddity, and only options and time decide them.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/book.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sandbox/toast/menu.hpp"

namespace regulars::sandbox::toast {
namespace {

const Instant day = *parse_instant("2026-03-15T17:20:31Z");

WorldOptions small_world() { return {.seed = 3, .guests = 900, .days = 90, .now = day}; }

TEST(ToastBook, IsTheSameWhateverStepsTimeTakes) {
    WorldOptions options = small_world();
    BookOptions orders{.orders_per_guest = 2, .days = 200, .oddity = 3};
    World at_once(options), by_hours(options);
    Book one(at_once, orders), many(by_hours, orders);
    Instant end = day + days(9) + 5h;
    at_once.advance(end);
    one.advance(end);
    for (Instant t = day; t < end; t = t + 5h) {
        by_hours.advance(t);
        many.advance(t);
    }
    by_hours.advance(end);
    many.advance(end);
    for (std::size_t p = 0; p < one.places().size(); ++p) {
        auto changes = [&](const Book& book) {
            std::vector<std::tuple<Millis, std::string, int, Minor, std::string>> all;
            const Place& place = book.places()[p];
            book.each_changed(place, 0, end.us / 1000 + 1, end, no_lag, [&](const Entry& e) {
                Order order = book.plan(place, e.order).at(e.version);
                std::string who;
                for (auto& check : order.checks) {
                    if (check.customer.contact == Contact::details)
                        who += book.patrons().email(check.customer.person);
                }
                all.emplace_back(e.time(), book.order_guid(place, e.order), e.version,
                                 order.value(), who);
                return true;
            });
            return all;
        };
        auto expected = changes(one);
        EXPECT_GT(expected.size(), 300u);
        EXPECT_EQ(changes(many), expected);
    }
}

TEST(ToastBook, WhatHappenedStaysHappened) {
    World world(small_world());
    Book book(world, {.orders_per_guest = 2, .days = 200});
    const Place& place = book.places().front();
    std::map<std::string, std::size_t> before;
    book.each_changed(place, 0, day.us / 1000 + 1, day, no_lag, [&](const Entry& e) {
        before[book.order_guid(place, e.order)] = e.version;
        return true;
    });
    world.advance(day + days(40));
    book.advance(day + days(40));
    for (auto& [guid, version] : before) {
        auto order = book.order_named(place, guid);
        ASSERT_TRUE(order);
        EXPECT_EQ(Book::version_at(book.plan(place, *order), *order, day), version);
    }
}

TEST(ToastBook, OrdersForLaterCountOnTheDayTheyAreFor) {
    World world(small_world());
    Book book(world, {.orders_per_guest = 6, .days = 100});
    std::size_t later = 0;
    for (auto& place : book.places())
        for (std::uint32_t index = 0; index < place.orders.size(); ++index) {
            Order order = book.plan(place, index).first;
            bool is_for_later = order.promised != 0;
            EXPECT_EQ(order.business_date,
                      Book::business_date(place, is_for_later ? order.promised : order.created));
            auto of_day = book.orders_of(place, order.business_date);
            EXPECT_EQ(std::ranges::count(of_day, index), 1);
            later +=
                is_for_later && order.business_date != Book::business_date(place, order.created);
        }
    EXPECT_GT(later, 10u);
}

TEST(ToastBook, ChecksAddUp) {
    World world(small_world());
    Book book(world, {.orders_per_guest = 6, .days = 400, .oddity = 5});
    std::size_t checked = 0, paid = 0;
    for (auto& place : book.places()) {
        for (std::uint32_t index = 0; index < place.orders.size(); ++index) {
            Plan plan = book.plan(place, index);
            for (std::size_t v = 0; v < plan.steps.size(); ++v) {
                Order order = plan.at(v);
                for (auto& check : order.checks) {
                    Minor tips = 0, lines = 0, taxes = 0, discount = 0, before = 0, gross = 0;
                    bool voids = false;
                    for (auto& p : check.payments) tips += p.holds() ? p.tip : 0;
                    for (auto& s : check.selections) {
                        voids |= s.voided;
                        lines += s.voided ? 0 : s.price;
                        taxes += s.voided ? 0 : s.tax;
                        before += s.before_discounts;
                        gross += s.price;
                        EXPECT_GE(s.price, 0);
                    }
                    for (auto& c : check.charges) (c.is_gratuity ? tips : lines) += c.amount;
                    EXPECT_EQ(check.amount(), lines);
                    EXPECT_EQ(check.total(), lines + taxes + tips);
                    for (auto& d : check.discounts)
                        discount += d.state == DiscountState::voided ? 0 : d.amount;
                    if (!includes_tax(book.restaurant(place).country)) {
                        EXPECT_EQ(before - gross, discount);
                    }
                    // Who paid, paid what was due, when nothing was taken back.
                    Minor given = 0;
                    for (auto& p : check.payments) given += p.holds() ? p.amount : 0;
                    if (check.status != CheckStatus::open && check.paid != 0 && !voids) {
                        EXPECT_EQ(given, check.due());
                        ++paid;
                    }
                    ++checked;
                }
                EXPECT_EQ(order.modified, plan.steps[v].time());
            }
        }
    }
    EXPECT_GT(checked, 20'000u);
    EXPECT_GT(paid, 10'000u);
}

}  // namespace
}  // namespace regulars::sandbox::toast
