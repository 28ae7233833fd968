// Tests of the ids that people and the API see.
// SPDX-License-Identifier: Apache-2.0
#include "base/id.hpp"

#include <set>
#include <type_traits>
#include <unordered_set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace regulars {
namespace {

TEST(Ulid, WritesTimeThenChance) {
    struct Fixed final : Random {
        explicit Fixed(std::uint64_t n) : number(n) {}
        std::uint64_t next() override { return number; }
        std::uint64_t number;
    } zeros(0), ones(~0ULL);
    EXPECT_EQ(make_ulid(Instant{0}, zeros), "00000000000000000000000000");
    EXPECT_EQ(make_ulid(Instant{0}, ones), "0000000000ZZZZZZZZZZZZZZZZ");
    // The ULID specification's example: 01ARZ3NDEK is 2016-07-30T23:54:10.259Z.
    EXPECT_EQ(make_ulid(Instant{1'469'922'850'259'000}, zeros), "01ARZ3NDEK0000000000000000");
    EXPECT_EQ(make_ulid(Instant{1'469'922'850'259'999}, zeros), "01ARZ3NDEK0000000000000000");
}

RC_GTEST_PROP(Ulid, SortsByTime, (std::uint64_t seed)) {
    SeededRandom random(seed);
    auto a = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000),
         b = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000);
    RC_PRE(a != b);
    auto first = make_ulid(Instant{a * 1'000}, random),
         second = make_ulid(Instant{b * 1'000}, random);
    RC_ASSERT((first < second) == (a < b));
}

TEST(Ulid, DoesNotRepeatWithinAMillisecond) {
    SeededRandom random(1);
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i)
        seen.insert(make_ulid(Instant::from_seconds(1'763'765'520), random));
    EXPECT_EQ(seen.size(), 10'000u);
    for (const auto& id : seen)
        EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos)
            << id;
}

TEST(ShortId, IsSixLettersOrDigits) {
    SeededRandom random(1);
    std::set<std::string> seen;
    std::set<char> letters;
    for (int i = 0; i < 10'000; ++i) {
        auto id = make_short_id(random);
        ASSERT_EQ(id.size(), 6u);
        letters.insert(id.begin(), id.end());
        seen.insert(id);
    }
    EXPECT_EQ(letters.size(), 62u);
    for (char c : letters)
        EXPECT_TRUE((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
            << c;
    EXPECT_GT(seen.size(), 9'990u);  // of 57 billion
}

TEST(TypedId, JoinsNothingButItsOwnKind) {
    using A = Id<struct ATag>;
    using B = Id<struct BTag>;
    static_assert(!std::is_convertible_v<A, B> && !std::is_convertible_v<A, std::int64_t>);
    EXPECT_FALSE(bool(A{}));
    EXPECT_TRUE(bool(A{1}));
    EXPECT_LT(A{1}, A{2});
    std::unordered_set<A> set{A{1}, A{2}, A{1}};
    EXPECT_EQ(set.size(), 2u);
}

}  // namespace
}  // namespace regulars
