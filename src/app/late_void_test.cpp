// Tests that checking days finds a sale that was voided long after it was read, and takes back what
// it made.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/demo_world_test.hpp"

namespace regulars::app {
namespace {

class LateVoidTest : public DemoWorldTest {
  protected:
    LateVoidTest()
        : DemoWorldTest({.seed = 11,
                         .guests = 80,
                         .days = 10,
                         .locations = 1,
                         .requests_per_second = 0,
                         .toast = {.orders = {.orders_per_guest = 1, .days = 10}},
                         .lightspeed = {.shops = 1, .sales_per_guest = 4, .days = 150}}) {
        // The answers are those of the shops' API but for one sale, which is voided in all of them.
        bend = [this](const net::HttpRequest& request, net::HttpResponse& answer) {
            if (voided.empty() || request.target.find("/Sale") == std::string::npos) return;
            for (auto beginning : {fmt::format("{{\"saleID\":\"{}\"", voided),
                                   fmt::format("{{\"saleID\":{},", voided)})
                for (auto at = answer.body.find(beginning); at != std::string::npos;
                     at = answer.body.find(beginning, at + 1))
                    void_at(answer.body, at);
        };
    }
    static void void_at(std::string& body, std::size_t sale) {
        constexpr std::string_view flag = "\"voided\":", is_not = "false";
        auto at = body.find(is_not, body.find(flag, sale));
        if (at == std::string::npos || at > body.find(flag, sale) + flag.size() + 1) return;
        body.replace(at, is_not.size(), "true");
        ++times_voided;
    }
    std::optional<model::Event> event(const std::string& unique_id) {
        std::optional<model::Event> found;
        auto read = folder->store().read([&](store::Transaction& tx) -> Result<void> {
            return tx.events().each(account.id, EventId{}, [&](const model::Event& one) {
                if (one.unique_id == unique_id) found = one;
                return Result<void>();
            });
        });
        EXPECT_TRUE(read) << read.error().text();
        return found;
    }
    /// Of an order that was placed long before any sync looks back.
    std::optional<model::Event> old_order() {
        std::optional<model::Event> found;
        auto read = folder->store().read([&](store::Transaction& tx) -> Result<void> {
            return tx.events().each(account.id, EventId{}, [&](const model::Event& one) {
                auto age = clock.now() - one.time;
                if (one.unique_id.starts_with("lsr:") && one.unique_id.ends_with(":placed") &&
                    age > days(60) && age < days(90))
                    found = one;
                return Result<void>();
            });
        });
        EXPECT_TRUE(read) << read.error().text();
        return found;
    }

    std::string voided;  // a sale's number
    static inline int times_voided = 0;
};

TEST_F(LateVoidTest, CheckingItsDayTakesItBack) {
    auto order = old_order();
    ASSERT_TRUE(order);
    auto id = order->unique_id.substr(0, order->unique_id.rfind(':'));
    voided = id.substr(id.rfind(':') + 1);
    clock.advance(days(8));  // the sync looks back at the last weeks once more
    settle();
    ASSERT_TRUE(event(order->unique_id)) << "or this test shows nothing";

    auto shops = folder->integration(account.id, "The shops").value();
    LocalDate day = Zone::utc().to_local(order->time).date();
    LocalDate from = date_of_day(day_number(day) - 1), to = date_of_day(day_number(day) + 1);
    times_voided = 0;
    auto checked = service->check_days(account.id, shops.id, from, to, [](std::string_view) {}, {});
    ASSERT_TRUE(checked) << checked.error().text();
    EXPECT_GT(times_voided, 0) << "the vendor said so";
    EXPECT_FALSE(event(order->unique_id));
    std::int64_t counted = 0;
    for (auto& one : *checked) {
        EXPECT_TRUE(one.is_equal()) << format_iso(one.day);
        if (auto found = one.excluded.find("voided"); found != one.excluded.end())
            counted += found->second.count;
    }
    EXPECT_GT(counted, 0) << "it stands under its reason";
}

}  // namespace
}  // namespace regulars::app
