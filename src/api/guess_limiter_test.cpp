// How long guessers wait, and that remembering them has an end.
// SPDX-License-Identifier: Apache-2.0
#include "api/guess_limiter.hpp"

#include <gtest/gtest.h>

namespace regulars::api {
namespace {

Instant at(std::int64_t s) { return Instant::from_seconds(s); }

TEST(GuessLimiter, WaitsDoubleToAnEnd) {
    GuessLimiter limiter;
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(limiter.attempt("1.2.3.4", "a@x.example", at(0)), Duration{});
    Instant now = at(0);
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 9; ++i) {
        auto wait = limiter.attempt("1.2.3.4", "a@x.example", now);
        waits.push_back(wait.count() / 1'000'000);
        now = now + wait;
        EXPECT_EQ(limiter.attempt("1.2.3.4", "a@x.example", now), Duration{});
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 120, 120}));
}

TEST(GuessLimiter, OneAddressWithManyEmailsWaitsToo) {
    GuessLimiter limiter;
    int free = 0;
    while (limiter.attempt("1.2.3.4", "u" + std::to_string(free) + "@x.example", at(0)) ==
               Duration{} &&
           free < 100)
        ++free;
    EXPECT_EQ(free, 20);
    EXPECT_EQ(limiter.attempt("5.6.7.8", "u1@x.example", at(0)), Duration{}) << "another address";
}

TEST(GuessLimiter, SuccessForgivesTheEmailAndTimeEverything) {
    GuessLimiter limiter;
    for (int i = 0; i < 5; ++i) limiter.attempt("1.2.3.4", "a@x.example", at(0));
    EXPECT_GT(limiter.attempt("1.2.3.4", "a@x.example", at(0)), Duration{});
    limiter.forgive("1.2.3.4", "a@x.example");
    EXPECT_EQ(limiter.attempt("1.2.3.4", "a@x.example", at(0)), Duration{});
    for (int i = 0; i < 5; ++i) limiter.attempt("9.9.9.9", "b@x.example", at(0));
    EXPECT_EQ(limiter.attempt("9.9.9.9", "b@x.example", at(3'700)), Duration{});
}

TEST(GuessLimiter, KeepsThoseWhoFailedLast) {
    GuessLimiter limiter;
    for (int i = 0; i < 5; ++i) limiter.attempt("1.2.3.4", "old@x.example", at(0));
    for (int i = 0; i < 10'000; ++i)
        limiter.attempt("a" + std::to_string(i), "e" + std::to_string(i), at(1));
    EXPECT_EQ(limiter.attempt("1.2.3.5", "old@x.example", at(1)), Duration{})
        << "forgotten for the newer ones";
    for (int i = 0; i < 4; ++i) limiter.attempt("z", "e9999", at(1));
    EXPECT_GT(limiter.attempt("y", "e9999", at(1)), Duration{});
}

}  // namespace
}  // namespace regulars::api
