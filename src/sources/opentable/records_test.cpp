// Replays thousands of mutated pages through the fuzz target: no crash, no broken promise.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/records.hpp"

#include <gtest/gtest.h>

#include "sources/opentable/imposter_test.hpp"
#include "sources/opentable/records_fuzz.cpp"  // the same code that libFuzzer drives

namespace regulars::sources::opentable {
namespace {

std::string seed_page(SeededRandom& random) {
    std::vector<std::string> items;
    for (std::uint64_t i = 0, n = random.below(4); i < n; ++i) {
        VendorReservation r{.id = fmt::format("77-r{}", i),
                            .guest_id = "77-g",
                            .state = "Done",
                            .total = 12345,
                            .currency = "EUR"};
        r.extra =
            R"(,"deposit":{"total_paid":5000,"status":"paid"},"experience_details":{"add_ons":[{"ItemID":"x","Taxes":[{"TaxPercent":10.0}]}]})";
        VendorGuest g{.id = fmt::format("77-g{}", i),
                      .email = "a@example.com",
                      .archived = random.chance(0.3),
                      .primary_guest = "https://x.example/guests/77-p"};
        g.extra =
            R"(,"birth_date":{"year":1980,"month":2,"day":29},"phone":"212 555 0000","tags":["a"],"notes":null)";
        items.push_back(random.chance(0.5) ? r.json() : g.json());
    }
    return fmt::format(
        R"({{"hasNextPage":{},"nextPageUrl":null,"offset":0,"limit":1000,"items":[{}]}})",
        random.chance(0.5), fmt::join(items, ","));
}

/// One change of the kinds that vendors and bad lines make.
void mutate(std::string& page, SeededRandom& random) {
    static const std::string_view values[] = {"null",
                                              "true",
                                              "-1",
                                              "1e400",
                                              "18446744073709551615",
                                              "\"\"",
                                              "[]",
                                              "{}",
                                              "\"2026-13-45T99:00:00Z\"",
                                              "\"0001-01-01T00:00:00Z\"",
                                              "\"9999-12-31T23:59:59Z\"",
                                              "[[[[1]]]]",
                                              "\"\\u0000\\ud83d\\ude00\"",
                                              "9223372036854775807"};
    auto place = [&] { return std::size_t(random.below(page.size() + 1)); };
    switch (random.below(6)) {
        case 0:
            page.resize(place());
            break;
        case 1:
            if (!page.empty()) page[random.below(page.size())] = char(random.next());
            break;
        case 2:
            page.insert(place(), 1, "{}[]\",:\\0e-"[random.below(11)]);
            break;
        case 3: {
            auto from = place();
            page.erase(from, random.below(40));
            break;
        }
        case 4: {
            auto from = place();
            page.insert(place(), page.substr(from, random.below(200)));
            break;
        }
        default: {  // another value for some key: still JSON, most of the time
            auto colon = page.find("\":", place());
            if (colon == std::string::npos) break;
            auto end = page.find_first_of(",}", colon);
            if (end != std::string::npos)
                page.replace(colon + 2, end - colon - 2, values[random.below(std::size(values))]);
        }
    }
}

TEST(OpenTableRecords, SurviveMutatedPages) {
    SeededRandom random(20261121);
    int understood = 0;
    for (int i = 0; i < 12'000; ++i) {
        std::string page = seed_page(random);
        for (std::uint64_t n = random.below(6); n > 0; --n) mutate(page, random);
        understood += reservations_from(page, Zone::utc()).has_value();
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(page.data()), page.size());
    }
    EXPECT_GT(understood, 2'000) << "mutations must not hide behind the JSON parser";
    EXPECT_LT(understood, 11'000);
}

TEST(OpenTableRecords, SurviveDeepAndWideJson) {
    for (auto& page : {std::string(100'000, '['),
                       R"({"items":)" + std::string(60, '[') + std::string(60, ']') + "}",
                       R"({"items":[{"id":"x","visit_tags":)" + std::string(50, '[') +
                           std::string(50, ']') + "}]}"})
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(page.data()), page.size());
    std::string wide =
        R"({"items":[{"id":"77-r","updated_at_utc":"2026-01-01T00:00:00Z","scheduled_time_utc":"2026-01-01T00:00:00Z")";
    for (int i = 0; i < 20'000; ++i) wide += fmt::format(R"(,"k{}":{})", i, i);
    wide += "}]}";
    auto page = reservations_from(wide, Zone::utc());
    ASSERT_TRUE(page);
    EXPECT_EQ(page->items[0].fault, "");
}

}  // namespace
}  // namespace regulars::sources::opentable
