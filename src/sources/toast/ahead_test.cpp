// Tests that the next page is asked for before the rows of this one are read, and that nothing
// depends on it.
// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include <gtest/gtest.h>

#include "sources/toast/imposter_test.hpp"

namespace regulars::sources::toast {
namespace {

constexpr const char* nameless = "aaaaaaaa-0000-4000-8000-00000000000f";
constexpr std::string_view look_up = "/config/v2/diningOptions/aaaaaaaa";

/// Three pages of ten; the first one's orders need a name that is looked up when they are read.
struct ThreePages : World {
    explicit ThreePages(Applying when = Applying::at_once) : World(10, "", {bistro}, when) {
        for (int i = 0; i < 25; ++i) {
            auto& order = add(fmt::format("o-{:04}", i),
                              format_iso(at("2026-11-20T18:00:00Z") + std::chrono::seconds(i)));
            if (i < 10) order.option = nameless;
        }
    }
    /// Where in the log a request is first; past its end, where it is not.
    std::size_t place(std::string_view part) const {
        return std::size_t(
            std::ranges::find_if(vendor.log,
                                 [&](auto& line) { return line.find(part) != std::string::npos; }) -
            vendor.log.begin());
    }
    Instant sent(std::string_view part) const { return vendor.sent.at(place(part)); }
};

bool is_page(const net::HttpRequest& request, std::string_view number) {
    return request.path() == "/orders/v2/ordersBulk" && request.parameter("page") == number;
}

TEST(ToastAhead, TheNextPageTravelsWhileThisOneIsRead) {
    ThreePages world;
    ASSERT_EQ(world.sync().error, "");
    ASSERT_LT(world.place(look_up), world.vendor.log.size());
    EXPECT_LT(world.place("page=2"), world.place(look_up));
    EXPECT_LT(world.place(look_up), world.place("page=3")) << "one page ahead, no more";
    EXPECT_EQ(world.placed(), 25);
    EXPECT_EQ(world.vendor.abandoned, 0);
}

TEST(ToastAhead, ALargePageIsReadBeforeTheNextIsAskedFor) {  // T14
    ThreePages world;
    for (int i = 0; i < 10; ++i)
        world.vendor.restaurants[bistro][fmt::format("o-{:04}", i)].more =
            fmt::format(R"(,"x":"{}")", std::string(2u << 20, 'x'));
    ASSERT_EQ(world.sync().error, "");
    EXPECT_GT(world.place("page=2"), world.place(look_up));
    EXPECT_EQ(world.placed(), 25);
}

TEST(ToastAhead, APageThatFailsLosesNotTheOneBefore) {  // T18
    for (auto when : {Applying::at_once, Applying::late}) {
        ThreePages calm, world(when);
        ASSERT_EQ(calm.sync().error, "");
        world.vendor.intercept =
            [](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
            return is_page(request, "2") ? std::optional<Imposter::Answer>(Imposter::error(500))
                                         : std::nullopt;
        };
        EXPECT_NE(world.sync().error, "");
        EXPECT_EQ(world.placed(), 10) << "those of the first page";
        world.vendor.intercept = nullptr;
        world.clock.advance(1min);
        ASSERT_EQ(world.sync().error, "");
        EXPECT_EQ(world.memory.events, calm.memory.events);
    }
}

TEST(ToastAhead, CancelledWhileAPageIsUnderWayItLetsGoOfIt) {
    for (auto when : {Applying::at_once, Applying::late}) {
        ThreePages calm, world(when);
        ASSERT_EQ(calm.sync().error, "");
        std::stop_source stop;
        world.vendor.after = [&](int) {
            if (world.vendor.log.back().find("page=2") != std::string::npos) stop.request_stop();
        };
        EXPECT_EQ(world.sync(stop.get_token()).outcome, model::RunOutcome::interrupted);
        EXPECT_EQ(world.vendor.abandoned, 2) << "this page, and the window behind";
        EXPECT_EQ(world.vendor.count("page=3"), 0);
        world.vendor.after = nullptr;
        world.clock.advance(1min);
        ASSERT_EQ(world.sync().error, "");
        EXPECT_EQ(world.memory.events, calm.memory.events);
    }
}

TEST(ToastAhead, ATokenRenewedMeanwhileIsNotRenewedAgain) {  // T1
    ThreePages world;
    world.vendor.renews_tokens = true;
    world.vendor.after = [&, is_dropped = false](int) mutable {
        bool is_first = world.vendor.log.back().find("page=1") != std::string::npos;
        if (is_first && !std::exchange(is_dropped, true)) world.vendor.token = "dropped";
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_EQ(world.vendor.logins, 2);
    EXPECT_EQ(world.placed(), 25);
}

TEST(ToastAhead, WhatAPageSaysOfItsLimitHoldsForPagesAlone) {  // T3
    ThreePages world;
    world.vendor.intercept =
        [&, is_said = false](
            int, const net::HttpRequest& request) mutable -> std::optional<Imposter::Answer> {
        bool is_second = is_page(request, "2") && !std::exchange(is_said, is_page(request, "2"));
        world.vendor.extra_headers.clear();
        if (is_second)
            world.vendor.extra_headers = {
                {"X-Toast-RateLimit-By", "ENDPOINT"},
                {"X-Toast-RateLimit-Remaining", "0"},
                {"X-Toast-RateLimit-Reset", std::to_string((world.clock.now() + 60s).seconds())}};
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_LT(world.sent(look_up) - world.sent("page=2"), 5s);
    EXPECT_GE(world.sent("page=3") - world.sent("page=2"), 59s);
}

TEST(ToastAhead, NothingIsAskedWhileTheVendorSaysWait) {  // T3
    ThreePages world;
    world.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        world.vendor.extra_headers.clear();
        if (is_page(request, "1"))
            world.vendor.extra_headers = {
                {"X-Toast-RateLimit-By", "GLOBAL"},
                {"X-Toast-RateLimit-Remaining", "0"},
                {"X-Toast-RateLimit-Reset", std::to_string((world.clock.now() + 60s).seconds())}};
        return std::nullopt;
    };
    ASSERT_EQ(world.sync().error, "");
    EXPECT_GE(world.sent(look_up) - world.sent("page=1"), 59s);
    EXPECT_GE(world.sent("page=2") - world.sent("page=1"), 59s);
    EXPECT_EQ(world.placed(), 25);
}

/// One order a day, of which the fifth needs a name that is looked up when it is read.
struct Days : World {
    explicit Days(Applying when = Applying::at_once) : World(10, "", {bistro}, when) {
        for (int i = 0; i < 60; ++i) add(fmt::format("o-{:04}", i), format_iso(noon(i)));
        vendor.restaurants[bistro]["o-0004"].option = nameless;
    }
    Instant noon(int days_ago) const { return clock.now().floor_seconds() - days(days_ago) - 12h; }
    /// Windows of history behind the fifth order's that were asked for before the look-up.
    int asked_behind() const {
        std::vector<Instant> starts;
        for (auto& line : vendor.log) {
            if (line.find(look_up) != std::string::npos) break;
            net::HttpRequest request{.target = line.substr(line.find('/'))};
            auto start = parse_instant(request.parameter("startDate").value_or(""));
            if (start && request.parameter("page") == "1") starts.push_back(*start);
        }
        std::erase_if(starts, [&](Instant start) { return start > noon(4); });
        return int(starts.size()) - 1;
    }
};

TEST(ToastAhead, TwoWindowsTravelWhileOneIsRead) {
    Days world, paced;
    auto& settings = paced.connection.integration.settings;
    const std::string gap = R"("history_gap_seconds":)";
    settings.replace(settings.find(gap + "0"), gap.size() + 1, gap + "5");
    ASSERT_EQ(world.sync().error, "");
    ASSERT_EQ(paced.sync().error, "");
    EXPECT_EQ(world.asked_behind(), 2);
    EXPECT_EQ(paced.asked_behind(), 0) << "seconds apart, one after the other";
    EXPECT_EQ(world.placed(), 60);
    EXPECT_EQ(world.memory.events, paced.memory.events);
    EXPECT_EQ(world.vendor.abandoned, 0) << "what was asked for is read";
}

TEST(ToastAhead, AWindowAskedForBeforeItsTurnWaitsForTheOneBefore) {
    for (auto when : {Applying::at_once, Applying::late}) {
        Days world(when);
        for (int i = 0; i < 35; ++i)  // four pages of one day
            world.add(fmt::format("busy-{:04}", i), format_iso(world.clock.now().floor_seconds() -
                                                               days(9) - std::chrono::minutes(i)));
        ASSERT_EQ(world.sync().error, "");
        EXPECT_EQ(world.placed(), 95);
        EXPECT_EQ(world.vendor.abandoned, 0);
        EXPECT_GT(world.vendor.count("page=4"), 0);
    }
}

std::size_t kilobytes(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stoull(line.substr(name.size() + 1));
    return 0;
}

TEST(ToastAhead, PagesOfSixtyMegabytesFitOneAfterTheOther) {  // T14
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer keeps memory of its own";
#endif
    World world(100);
    int pages = 0;
    world.vendor.intercept =
        [&](int, const net::HttpRequest& request) -> std::optional<Imposter::Answer> {
        if (request.path() != "/orders/v2/ordersBulk" || pages >= 3) return std::nullopt;
        net::HttpResponse answer;
        answer.body.reserve(62u << 20);
        answer.body = "[";
        for (int i = 0; i < 100; ++i) {
            OrderText order;
            order.guid = fmt::format("large-{}-{}", pages, i);
            order.more = fmt::format(R"(,"x":"{}")", std::string(600'000, 'x'));
            answer.body.append(i > 0 ? "," : "").append(order.json());
        }
        answer.body += ']';
        if (++pages < 3) answer.headers.emplace_back("link", R"(<https://HOST/>; rel="next")");
        return answer;
    };
    std::size_t before = kilobytes("VmRSS:");
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak counts from here
    ASSERT_EQ(world.sync().error, "");
    std::size_t peak = kilobytes("VmHWM:");
    EXPECT_EQ(world.placed(), 300);
    RecordProperty("peak_kB", std::to_string(peak - before));
    EXPECT_LT(peak - before, 100'000u) << "one of 60 MB, never two";
}

}  // namespace
}  // namespace regulars::sources::toast
