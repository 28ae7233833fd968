// Tests paging alone: its place, its end, and what it survives.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/walk.hpp"

#include <gtest/gtest.h>

#include <map>

#include <fmt/format.h>

#include "base/env.hpp"

namespace regulars::sources::opentable {
namespace {

Instant second(std::int64_t n) { return Instant::from_seconds(n); }

std::vector<Row> rows(std::vector<std::int64_t> times) {
    static const std::string_view names = "abcdefghijklmnopqrstuvwxyz";
    std::vector<Row> result;
    for (std::size_t i = 0; i < times.size(); ++i)
        result.push_back({names.substr(i % 26, 1), times[i], second(times[i])});
    return result;
}

TEST(OpenTableWalk, GoesOnByKey) {
    Walk walk(second(0), 4);
    EXPECT_EQ(walk.take({0, true}, rows({10, 20, 30, 40})), Walked::more);
    EXPECT_EQ(walk.after(), second(39));
    EXPECT_EQ(walk.offset(), 0);
    EXPECT_EQ(walk.take({0, false}, rows({40, 50})), Walked::done);
    EXPECT_EQ(walk.newest(), second(50));
}

TEST(OpenTableWalk, GoesOnByOffsetWithinOneSecond) {
    Walk walk(second(0), 4);
    EXPECT_EQ(walk.take({0, true}, rows({10, 10, 10, 10})), Walked::more);
    EXPECT_EQ(walk.after(), second(9));
    EXPECT_EQ(walk.take({0, true}, {{{"e", 10, second(10)},
                                     {"f", 10, second(10)},
                                     {"g", 10, second(10)},
                                     {"h", 10, second(10)}}}),
              Walked::more);
    EXPECT_EQ(walk.after(), second(9));
    EXPECT_EQ(walk.offset(), 3) << "one row less than the page, in case one before it moves";
}

TEST(OpenTableWalk, AsksAgainThenGoesOnByOffset) {
    Walk walk(second(0), 4);
    auto page = rows({10, 20, 30, 40});
    EXPECT_EQ(walk.take({0, true}, page), Walked::more);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(walk.take({0, true}, page), Walked::again);
    EXPECT_EQ(walk.take({0, true}, page), Walked::more);
    EXPECT_EQ(walk.offset(), 4);
}

TEST(OpenTableWalk, GivesUpOnAListWithoutEnd) {
    Walk walk(second(0), 4);
    auto page = rows({10, 20, 30, 40});
    int steps = 0;
    Walked walked = Walked::more;
    while (walked != Walked::stuck && ++steps < 1'000)
        walked = walk.take({walk.offset(), true}, page);
    EXPECT_EQ(walked, Walked::stuck);
}

TEST(OpenTableWalk, ContinuesFromItsJson) {
    Walk walk(second(100), 4);
    walk.take({0, true}, rows({110, 120, 130, 140}));
    JsonWriter out;
    walk.write(out);
    EXPECT_EQ(
        out.text(),
        R"({"start":"1970-01-01T00:01:40Z","after":"1970-01-01T00:02:19Z","newest":"1970-01-01T00:02:20Z","offset":0,"ordered":true})");
    auto document = *JsonDocument::parse(out.text());
    auto again = Walk::from(document.root(), 4);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->after(), walk.after());
    EXPECT_EQ(again->newest(), walk.newest());
    EXPECT_FALSE(Walk::from(JsonNode(), 4));
}

/// A vendor's list whose rows are touched while it is walked, pages that come back stale, and
/// strict or inclusive bounds: every row is seen in its last version, or is newer than the walk's
/// end.
TEST(OpenTableWalk, MissesNothingInListsThatMove) {
    struct Entry {
        std::string id;
        std::int64_t version, updated;
    };
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        SeededRandom random(seed);
        std::size_t size = random.below(120);
        int limit = int(8 + random.below(20));
        bool inclusive = random.chance(0.5);
        std::int64_t now = 1'000;
        std::vector<Entry> list;
        for (std::size_t i = 0; i < size; ++i)
            list.push_back({fmt::format("r{}", i), 1, 10 + std::int64_t(random.below(60))});
        std::map<std::string, std::int64_t> seen;
        Walk walk(second(0), limit);
        std::vector<Row> last;
        Walked walked = Walked::more;
        int pages = 0, stale_in_a_row = 0;
        std::vector<std::string> names;  // rows refer to them
        names.reserve(100'000);
        while (walked != Walked::done) {
            ASSERT_LT(++pages, 3'000) << seed;
            ASSERT_NE(walked, Walked::stuck) << seed;
            std::ranges::stable_sort(list, {}, &Entry::updated);
            std::vector<Row> page;
            std::int64_t skip = walk.offset(), matching = 0;
            for (auto& entry : list) {
                if (second(entry.updated) < walk.after() ||
                    (!inclusive && second(entry.updated) == walk.after()))
                    continue;
                if (matching++ < skip || std::ssize(page) >= limit) continue;
                page.push_back(
                    {names.emplace_back(entry.id), entry.version, second(entry.updated)});
            }
            bool has_next = matching > skip + std::ssize(page);
            // More than three stale answers in a row are more than the walk promises to survive.
            bool stale = !last.empty() && stale_in_a_row < 3 && random.chance(0.1);
            stale_in_a_row = stale ? stale_in_a_row + 1 : 0;
            if (stale) page = last, has_next = true;
            for (auto& row : page)
                seen[std::string(row.id)] = std::max(seen[std::string(row.id)], row.version);
            walked = walk.take({walk.offset(), has_next}, page);
            last = page;
            if (!list.empty() && random.chance(0.3) && pages < 40) {
                auto& touched = list[random.below(list.size())];
                touched.updated = ++now, ++touched.version;
            }
        }
        for (auto& entry : list)
            EXPECT_TRUE(seen[entry.id] == entry.version || second(entry.updated) >= walk.newest())
                << "seed " << seed << " limit " << limit << " inclusive " << inclusive << " "
                << entry.id << " at " << entry.updated;
    }
}

}  // namespace
}  // namespace regulars::sources::opentable
