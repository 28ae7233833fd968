// Tests pages: walks over moving lists, and what a very large page costs.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "sources/toast/desk_test.hpp"
#include "sources/toast/page.hpp"
#include "sources/toast/walk.hpp"

namespace regulars::sources::toast {
namespace {

std::vector<std::int64_t> rows(int first, int count) {
    std::vector<std::int64_t> all;
    for (int i = 0; i < count; ++i) all.push_back(first + i);
    return all;
}

TEST(ToastWalk, OnePageIsSeenAtOneInstant) {
    Walk walk(10);
    EXPECT_TRUE(walk.take(rows(0, 9), false).value());
    Walk empty(10);
    EXPECT_TRUE(empty.take({}, false).value());
}

TEST(ToastWalk, AFullPageWithoutALinkMayHaveANext) {  // T4
    Walk walk(10);
    EXPECT_FALSE(walk.take(rows(0, 10), false).value());
    EXPECT_EQ(walk.page(), 2);
}

TEST(ToastWalk, SeveralPagesAreWalkedUntilNothingIsNew) {  // T6
    Walk walk(10);
    EXPECT_FALSE(walk.take(rows(0, 10), true).value());
    EXPECT_FALSE(walk.take(rows(10, 5), false).value()) << "a second pass";
    EXPECT_EQ(walk.page(), 1);
    EXPECT_FALSE(walk.take(rows(0, 10), true).value());
    EXPECT_FALSE(walk.take(rows(11, 5), false).value()) << "15 was hidden: a third";
    EXPECT_FALSE(walk.take(rows(0, 10), true).value());
    EXPECT_TRUE(walk.take(rows(10, 6), false).value());
    EXPECT_EQ(walk.rows(), 15u);
    EXPECT_FALSE(walk.is_one_page());
}

TEST(ToastWalk, HasAnEnd) {
    Walk walk(10);
    int passes = 0, pages = 0;
    for (int n = 0; passes < Walk::most_passes; ++n) {
        ASSERT_LT(n, 100);
        bool last = n % 2 == 1;
        bool done = walk.take(rows(n * 10, 5), !last).value();
        ++pages;
        if (last) ++passes;
        EXPECT_EQ(done, passes == Walk::most_passes);
    }
    Walk endless(1);
    Result<bool> taken = false;
    for (int n = 0; taken && n <= Walk::most_pages; ++n) taken = endless.take(rows(n, 1), true);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ErrorKind::exhausted);
}

TEST(ToastPage, ShowsEachOrderOnceInItsNewestVersion) {  // T6
    OrderText older, newer;
    newer.modified = "2026-11-20T19:00:00.000+0000";
    for (auto& body : {"[" + older.json() + "," + newer.json() + "]",
                       "[" + newer.json() + "," + older.json() + "]"}) {
        ToastPage page;
        KnownTexts texts;
        EXPECT_EQ(read_orders(page, body, 2, texts).value().size(), 2u);
        ASSERT_EQ(page.orders.size(), 1u);
        EXPECT_EQ(page.orders[0].modified, at("2026-11-20T19:00:00Z"));
    }
}

TEST(ToastPage, ReadsATextOfTheSameListOnce) {  // T6
    OrderText first, second, newer;
    second.guid = "o-2";
    newer.modified = "2026-11-20T19:00:00.000+0000";
    KnownTexts texts;
    ToastPage page, again;
    std::string cut = "[" + first.json() + "," + second.json();
    EXPECT_FALSE(read_orders(page, cut, 2, texts))
        << "is asked for again, so nothing of it is known";
    auto rows = read_orders(page, cut + "]", 2, texts).value();
    EXPECT_EQ(page.known, 0);
    auto later =
        read_orders(again, "[" + second.json() + "," + newer.json() + "]", 2, texts).value();
    ASSERT_EQ(later.size(), 2u);
    EXPECT_EQ(later[0], rows[1]) << "the list knows its rows by what they were the first time";
    EXPECT_NE(later[1], rows[0]);
    ASSERT_EQ(again.orders.size(), 1u);
    EXPECT_EQ(again.orders[0].modified, at("2026-11-20T19:00:00Z"))
        << "a changed order is another text";
    EXPECT_EQ(again.records(), 2);
}

std::size_t kilobytes(std::string_view name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name)) return std::stoull(line.substr(name.size() + 1));
    return 0;
}

TEST(ToastPage, OfSixtyMegabytesIsReadInLittleMemory) {  // T14
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer keeps memory of its own";
#endif
    std::size_t before = kilobytes("VmRSS:");
    std::string body = "[";
    body.reserve(62u << 20);
    for (int i = 0; i < 100; ++i) {
        OrderText order;
        order.guid = fmt::format("o-{}", i);
        order.checks[0].lines.clear();
        for (int line = 0; line < 300; ++line)
            order.checks[0].lines.push_back(
                {fmt::format("s-{}", line), "Dish", "1.00", "1",
                 fmt::format(R"(,"appliedTaxes":"{}")", std::string(1'800, 'x'))});
        body += (i > 0 ? "," : "") + order.json();
    }
    body += ']';
    ASSERT_GT(body.size(), 60'000'000u);
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak counts from here
    ToastPage page;
    KnownTexts texts;
    ASSERT_EQ(read_orders(page, body, 2, texts).value().size(), 100u);
    EXPECT_EQ(page.orders[99].checks[0].selections.size(), 300u);
    std::size_t peak = kilobytes("VmHWM:");
    RecordProperty("peak_kB", std::to_string(peak - before));
    EXPECT_LT(peak - before, 120'000u) << "the body of 60 MB and what it is read with";
}

}  // namespace
}  // namespace regulars::sources::toast
