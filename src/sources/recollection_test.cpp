// Tests that what is known without asking is true, whatever was let go.
// SPDX-License-Identifier: Apache-2.0
#include "sources/recollection.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace regulars::sources {
namespace {

model::SourceRecord record(int n, std::int64_t version = 1) {
    return {.key = fmt::format("order/{}", n), .version = version};
}

TEST(Recollection, NoKeyThatWasAppliedIsEverNew) {
    Recollection known(Recollection::Beginning::with_nothing);
    constexpr int most = 200'000;
    for (int n = 0; n < most; ++n) known.applied(record(n));
    int taken_for_known = 0;
    for (int n = 0; n < most; ++n) {
        ASSERT_FALSE(known.is_new(record(n).key));
        taken_for_known += !known.is_new(record(most + n).key);
    }
    EXPECT_LT(taken_for_known, most / 1000) << "most others need not be asked for";
}

TEST(Recollection, NothingIsNewWhereSomethingWasRememberedBefore) {
    Recollection known(Recollection::Beginning::with_some);
    EXPECT_FALSE(known.is_new("order/1"));
    known.applied(record(1));
    EXPECT_FALSE(known.is_new("order/1"));
    EXPECT_EQ(known.find("order/1"), nullptr) << "what was not asked for is not held";
}

TEST(Recollection, HoldsTheNewestOfWhatWasAskedFor) {
    Recollection known(Recollection::Beginning::with_some);
    known.hold(record(1));
    known.applied(record(1, 2));
    for (int n = 2; n < 2 + int(Recollection::most_held); ++n) known.hold(record(n));
    known.applied(record(1, 3));
    ASSERT_NE(known.find("order/1"), nullptr) << "it was asked for a generation ago";
    EXPECT_EQ(known.find("order/1")->version, 3);
    for (int n = 2; n < 2 + 3 * int(Recollection::most_held); ++n) known.hold(record(n));
    EXPECT_EQ(known.find("order/1"), nullptr);
}

}  // namespace
}  // namespace regulars::sources
