// Definitions as a user would make them.
// SPDX-License-Identifier: Apache-2.0
#include "segments.hpp"

#include <fmt/format.h>

namespace regulars::bench {
namespace {

using namespace audience;

DateTest last_days(std::int64_t n) {
    return RelativeDate{RelativeOperator::in_the_last, TimeUnit::day, n};
}
NumberTest at_least(double n) { return {NumberOperator::greater_than_or_equal, n}; }
NumberTest equals(double n) { return {NumberOperator::equals, n}; }
std::string metric(int n) { return fmt::format("METR{:02}", n); }

MetricCondition done(int n, NumberTest test, DateTest timeframe,
                     std::vector<PropertyFilter> filters = {}) {
    return {
        .metric = metric(n), .test = test, .timeframe = timeframe, .filters = std::move(filters)};
}
MetricCondition spent(int n, double amount, DateTest timeframe) {
    return {.metric = metric(n),
            .measurement = Measurement::sum,
            .test = at_least(amount),
            .timeframe = timeframe};
}
PropertyFilter party_of(double n) { return {"Party Size", ValueTest(at_least(n))}; }
PropertyFilter served_by(std::string part) {
    return {"Server", ValueTest(TextTest{TextOperator::contains, std::move(part)})};
}

}  // namespace

std::vector<Segment> segments() {
    FunnelCondition funnel{
        .timeframe = last_days(365),
        .window_name = "DAYS_30",
        .steps = {{true, metric(1), {}}, {true, metric(6), {}}, {true, metric(2), {}}}};
    return {
        {"ever", {.groups = {{done(1, at_least(1), AllTime{})}}, .order_by = {}}},
        {"three_in_90_days", {.groups = {{done(1, at_least(3), last_days(90))}}, .order_by = {}}},
        {"lapsed",
         {.groups = {{done(1, at_least(2), AllTime{})}, {done(1, equals(0), last_days(120))}},
          .order_by = {}}},
        {"sum_and_party",
         {.groups = {{done(1, at_least(2), last_days(365))},
                     {done(1, at_least(1), last_days(365), {party_of(6)})},
                     {spent(6, 150, last_days(180))}},
          .order_by = {}}},
        {"text_in_30_days",
         {.groups = {{done(2, at_least(1), last_days(30), {served_by("ar")})}}, .order_by = {}}},
        {"funnel", {.groups = {{funnel}}, .order_by = {}}},
    };
}

std::vector<Definition> hundred_segments() {
    std::vector<Definition> all;
    for (int i = 0; i < 100; ++i) {
        int a = 1 + i % 16, b = 1 + (i * 7 + 3) % 16;
        std::int64_t n = 7 + i * 3;
        switch (i % 5) {
            case 0:
                all.push_back(
                    {.groups = {{done(a, at_least(1 + i % 4), last_days(n))}}, .order_by = {}});
                break;
            case 1:
                all.push_back({.groups = {{done(a, at_least(1), AllTime{})},
                                          {done(a, equals(0), last_days(n))}},
                               .order_by = {}});
                break;
            case 2:
                all.push_back({.groups = {{spent(a, 20.0 * i, last_days(n))},
                                          {done(b, at_least(1), last_days(n))}},
                               .order_by = {}});
                break;
            case 3:
                all.push_back({.groups = {{done(a, at_least(1), last_days(n), {served_by("ar")})}},
                               .order_by = {}});
                break;
            default:
                all.push_back({.groups = {{done(a, at_least(1), last_days(n)),
                                           done(b, at_least(2), last_days(n))}},
                               .order_by = {}});
        }
    }
    return all;
}

}  // namespace regulars::bench
