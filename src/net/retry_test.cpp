// Tests of backoff, Retry-After, HTTP dates and the rate limit.
// SPDX-License-Identifier: Apache-2.0
#include "net/retry.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "net/http_date.hpp"
#include "net/rate_limit.hpp"

namespace regulars::net {
namespace {

constexpr Instant now = Instant::from_seconds(784'111'777);  // Sun, 06 Nov 1994 08:49:37 GMT

/// Answers one number for ever.
class Fixed final : public Random {
  public:
    explicit Fixed(std::uint64_t value) : value_(value) {}
    std::uint64_t next() override { return value_; }

  private:
    std::uint64_t value_;
};

TEST(Backoff, DoublesUpToItsMost) {
    Fixed highest(~0ULL);
    Backoff backoff(1s, 5s, highest);
    for (Duration expected : {Duration(1s), Duration(2s), Duration(4s), Duration(5s), Duration(5s)})
        EXPECT_EQ(backoff.next(), expected);
    backoff.reset();
    EXPECT_EQ(backoff.next(), Duration(1s));
    Fixed lowest(0);
    EXPECT_EQ(Backoff(1s, 5s, lowest).next(), Duration(0));
}

TEST(Backoff, SpreadsOverTheWholeRange) {
    SeededRandom random(7);
    double sum = 0;
    constexpr int draws = 10'000;
    for (int i = 0; i < draws; ++i) {
        Backoff backoff(1s, 60s, random);
        backoff.next();
        Duration second = backoff.next();
        ASSERT_LE(second, Duration(2s));
        sum += double(second.count());
    }
    EXPECT_NEAR(sum / draws, 1e6, 2e4);
}

TEST(Backoff, NeverOverflows) {
    Fixed highest(~0ULL);
    Backoff backoff(1us, Duration::max() - 1us, highest);
    Duration before(0);
    for (int i = 0; i < 200; ++i) {
        Duration next = backoff.next();
        ASSERT_GE(next, before);
        before = next;
    }
    EXPECT_EQ(before, Duration::max() - 1us);
}

TEST(RetryAfter, ReadsSecondsAndDates) {
    struct Case {
        const char* value;
        std::optional<Duration> expected;
    };
    for (auto& [value, expected] :
         {Case{"0", 0s}, Case{"120", 120s}, Case{" 7 ", 7s}, Case{"3600", 1h}, Case{"3601", 1h},
          Case{"99999999999999999999999999", 1h}, Case{"Sun, 06 Nov 1994 08:49:47 GMT", 10s},
          Case{"Sunday, 06-Nov-94 08:50:37 GMT", 1min}, Case{"Sun Nov  6 08:49:38 1994", 1s},
          Case{"Sun, 06 Nov 1994 08:49:27 GMT", 0s}, Case{"Fri, 31 Dec 9999 23:59:59 GMT", 1h},
          Case{"", std::nullopt}, Case{"-1", std::nullopt}, Case{"1.5", std::nullopt},
          Case{"soon", std::nullopt}, Case{"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
          Case{"Sun, 06 Nov 1994 24:00:00 GMT", std::nullopt},
          Case{"Sun, 06 Nov 1994 08:49:37 PST", std::nullopt}}) {
        HttpResponse response;
        response.headers = {{"retry-after", value}};
        EXPECT_EQ(retry_after(response, now), expected) << value;
    }
    EXPECT_EQ(retry_after(HttpResponse(), now), std::nullopt);
}

TEST(RetryAfter, HasACap) {
    HttpResponse response;
    response.headers = {{"Retry-After", "30"}};
    EXPECT_EQ(retry_after(response, now, 5s), Duration(5s));
    EXPECT_EQ(retry_after(response, now, 500ms), Duration(500ms));
}

// Bytes near the grammar, from a seed: whatever comes is answered within bounds.
TEST(RetryAfter, SurvivesAnyBytes) {
    SeededRandom random(1);
    constexpr std::string_view pieces[] = {"Sun", ",",  " ",    "06",   "Nov",
                                           "-",   "94", "1994", ":",    "08:49:37",
                                           "GMT", "0",  "9",    "\xff", "+"};
    for (int i = 0; i < 20'000; ++i) {
        std::string value;
        for (auto n = random.below(12); n > 0; --n)
            value += pieces[random.below(std::size(pieces))];
        HttpResponse response;
        response.headers = {{"Retry-After", value}};
        auto wait = retry_after(response, now);
        if (wait) {
            ASSERT_GE(*wait, Duration(0)) << value;
            ASSERT_LE(*wait, longest_retry_after) << value;
        }
        auto url = HttpRequest{"GET", value, {}, {}, {}};
        ASSERT_LE(url.path().size() + url.query().size(), value.size() + 1);
    }
}

TEST(HttpDate, RoundTrips) {
    EXPECT_EQ(format_http_date(now), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_http_date(Instant{-1}), "Wed, 31 Dec 1969 23:59:59 GMT");
    SeededRandom random(3);
    for (int i = 0; i < 2'000; ++i) {
        Instant t =
            Instant::from_seconds(std::int64_t(random.below(8'000'000'000)) - 2'000'000'000);
        ASSERT_EQ(parse_http_date(format_http_date(t), now), t) << format_http_date(t);
    }
}

TEST(HttpDate, TwoDigitYearsAreTheNearest) {
    Instant in_2026 = *parse_instant("2026-06-01");
    EXPECT_EQ(parse_http_date("Saturday, 01-Jan-27 00:00:00 GMT", in_2026),
              *parse_instant("2027-01-01"));
    EXPECT_EQ(parse_http_date("Saturday, 01-Jan-94 00:00:00 GMT", in_2026),
              *parse_instant("1994-01-01"));
}

TEST(RateLimit, SpacesCallsAfterTheBurst) {
    RateLimit limit(10, 3);
    for (Duration expected : {0ms, 0ms, 0ms, 100ms, 200ms})
        EXPECT_EQ(limit.wait_for(now), expected);
    EXPECT_EQ(limit.wait_for(now + 250ms), Duration(50ms));
    // A pause gives back the burst, never more.
    for (Duration expected : {0ms, 0ms, 0ms, 100ms}) EXPECT_EQ(limit.wait_for(now + 1h), expected);
}

TEST(RateLimit, ZeroIsNone) {
    RateLimit limit(0, 1);
    for (int i = 0; i < 100; ++i) ASSERT_EQ(limit.wait_for(now), Duration(0));
}

TEST(RateLimit, IsNotUpsetByAClockThatStepsBack) {
    RateLimit limit(1, 1);
    EXPECT_EQ(limit.wait_for(now), Duration(0));
    EXPECT_EQ(limit.wait_for(now - 1h), Duration(1s));
    EXPECT_EQ(limit.wait_for(now - 1h + 2s), Duration(0));
}

TEST(RateLimit, NeverExceedsItsRate) {
    SeededRandom random(11);
    RateLimit limit(7, 4);
    Instant t = now;
    std::vector<Instant> starts;
    for (int i = 0; i < 5'000; ++i) {
        t = t + Duration(std::int64_t(random.below(300'000)));
        starts.push_back(t + limit.wait_for(t));
    }
    // Any 4 + k calls span at least k intervals of 1/7 s (a microsecond each for rounding).
    for (std::size_t i = 0; i + 11 < starts.size(); ++i)
        ASSERT_GE((starts[i + 11] - starts[i]).count(), 8 * 1'000'000 / 7 - 2) << i;
}

TEST(RateLimit, ThreadsShareIt) {
    RateLimit limit(1000, 1);
    std::vector<Duration> waits[4];
    {
        std::vector<std::jthread> threads;
        for (auto& mine : waits)
            threads.emplace_back([&mine, &limit] {
                for (int i = 0; i < 250; ++i) mine.push_back(limit.wait_for(now));
            });
    }
    std::vector<Duration> all;
    for (auto& mine : waits) all.insert(all.end(), mine.begin(), mine.end());
    std::ranges::sort(all);
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], Duration(1ms) * i);
}

}  // namespace
}  // namespace regulars::net
