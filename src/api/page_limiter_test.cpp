// A tablet passes, a program does not.
// SPDX-License-Identifier: Apache-2.0
#include "api/page_limiter.hpp"

#include <gtest/gtest.h>

namespace regulars::api {
namespace {

TEST(PageLimiter, ThirtyPassAtOnceThenOneEveryTenSeconds) {
    PageLimiter limiter;
    Instant now = Instant::from_seconds(1'000);
    for (int i = 0; i < 30; ++i) EXPECT_TRUE(limiter.admit("1.2.3.4", now)) << i;
    EXPECT_FALSE(limiter.admit("1.2.3.4", now));
    EXPECT_TRUE(limiter.admit("1.2.3.5", now)) << "others are not slowed down";
    EXPECT_FALSE(limiter.admit("1.2.3.4", now + 9s));
    EXPECT_TRUE(limiter.admit("1.2.3.4", now + 10s));
    EXPECT_FALSE(limiter.admit("1.2.3.4", now + 10s));
    for (int i = 0; i < 30; ++i) EXPECT_TRUE(limiter.admit("1.2.3.4", now + 1h)) << i;
}

TEST(PageLimiter, ForgetsWhoCameLongAgoWhenManyCome) {
    PageLimiter limiter;
    Instant now = Instant::from_seconds(1'000);
    for (int i = 0; i < 30; ++i) limiter.admit("first", now);
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(limiter.admit("a" + std::to_string(i), now));
    EXPECT_TRUE(limiter.admit("first", now));
}

}  // namespace
}  // namespace regulars::api
