// The demo: ready, synced, alive, small, and resumed.
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/env.hpp"
#include "base/json.hpp"
#include "program.hpp"

namespace regulars::binary {
namespace {

struct Totals {
    bool synced = true;
    std::int64_t guests = 0, events = 0;
};

Totals totals(const std::string& data) {
    Totals sum;
    auto document =
        JsonDocument::parse(regulars({"integration", "list", "--data", data, "--json"}).out);
    if (!document || document->root().size() != 5) return {.synced = false};
    document->root().each([&](JsonNode integration) {
        sum.synced &= !integration["last_sync_at"].is_nothing();
        sum.guests += integration["records"]["guest"].integer().value_or(0);
        integration["events"].each_member(
            [&](std::string_view, JsonNode n) { sum.events += n.integer().value_or(0); });
    });
    return sum;
}

template <class Condition>
bool eventually(Condition condition) {
    for (int i = 0; i < 300; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    return false;
}

TEST(Demo, ConnectsAllVendorsLivesOnAndResumes) {
    Folder folder;
    auto data = folder / "demo";
    std::vector<std::string> start{"demo",        "--data",     data,       "--listen",
                                   "127.0.0.1:0", "--headless", "--guests", "1500",
                                   "--days",      "365",        "--speed",  "600"};
    Totals first;
    {
        Running demo(start, true);
        ASSERT_THAT(demo.first_line(), testing::StartsWith("ready http://127.0.0.1:"));
        EXPECT_THAT(fetch(demo.first_line().substr(6) + "/health"), testing::HasSubstr("ok"));
        ASSERT_TRUE(eventually([&] { return totals(data).synced; }))
            << "no backfill within a minute";
        first = totals(data);
        EXPECT_GT(first.guests, 500);
        EXPECT_GT(first.events, 1'000);
        EXPECT_LT(demo.resident_mb(), 200);
        EXPECT_TRUE(eventually([&] { return totals(data).events > first.events; }))
            << "nothing new happens";
        EXPECT_EQ(demo.stop(), 0);
    }
    // The demo ran ahead of the machine's clock, and that is well.
    auto doctor = regulars({"doctor", "--data", data});
    EXPECT_EQ(doctor.exit_code, 0) << doctor.out;
    EXPECT_THAT(doctor.out, testing::HasSubstr("demo: its own time is"));
    // So is what a segment's "now" is.
    std::ofstream(folder / "everybody.json") << R"({"condition_groups":[]})";
    auto counted =
        JsonDocument::parse(regulars({"segment", "count", "--definition", folder / "everybody.json",
                                      "--data", data, "--json"})
                                .out);
    ASSERT_TRUE(counted);
    auto at = parse_instant(counted->root()["at"].string().value_or(""));
    ASSERT_TRUE(at);
    EXPECT_GT(*at, RealClock().now() + 10min);
    Running again(start, true);
    EXPECT_LT(again.seconds_to_first_line(), 5);  // the sandbox's world included
    EXPECT_GE(totals(data).guests, first.guests);
    auto before = totals(data).events;
    EXPECT_TRUE(eventually([&] { return totals(data).events > before; }))
        << "nothing new happens after a restart";
    EXPECT_EQ(again.stop(), 0);
}

}  // namespace
}  // namespace regulars::binary
