// The sum of facets does not depend on their order, and JSON forms read back the same.
// SPDX-License-Identifier: Apache-2.0
#include "model/profile.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace regulars::model {
namespace {

Facet facet(std::string key, std::int64_t as_of_s, PersonFields said, Properties seen = {}) {
    return {.key = std::move(key),
            .as_of = Instant::from_seconds(as_of_s),
            .said = std::move(said),
            .seen = std::move(seen)};
}

using Texts = std::vector<std::string>;

TEST(Fold, TakesEachFieldFromTheNewestFacetThatKnowsIt) {
    std::vector<Facet> facets{facet("a", 1,
                                    {.email = "old@x.test",
                                     .phone = "+12125550001",
                                     .first_name = "Ana",
                                     .properties = {{"Tags", Texts{"b", "a"}}}}),
                              facet("b", 2,
                                    {.email = "new@x.test",
                                     .last_name = "Ruiz",
                                     .properties = {{"Tags", Texts{"c", "a"}}}}),
                              facet("c", 3, {}, {{"Tags", Texts{"d"}}})};
    PersonFields expected{.email = "new@x.test",
                          .phone = "+12125550001",
                          .first_name = "Ana",
                          .last_name = "Ruiz",
                          .properties = {{"Tags", Texts{"a", "b", "c", "d"}}}};
    std::ranges::sort(facets, {}, &Facet::key);
    do EXPECT_EQ(fold(facets), expected);
    while (std::ranges::next_permutation(facets, {}, &Facet::key).found);
}

TEST(Fold, BreaksTiesByKey) {
    Facet facets[] = {facet("b", 5, {.first_name = "Bea"}), facet("a", 5, {.first_name = "Abe"})};
    EXPECT_EQ(fold(facets).first_name, "Bea");
    std::swap(facets[0], facets[1]);
    EXPECT_EQ(fold(facets).first_name, "Bea");
}

TEST(PersonFields, ReadBackAsWritten) {
    for (auto& fields : {PersonFields{}, PersonFields{.email = "A \"q\"@x.test",
                                         .phone = "+1",
                                         .first_name = "é",
                                         .last_name = "\n",
                                         .birthday = Birthday{std::nullopt, 2, 29},
                                         .properties = {{"n", std::int64_t(3)},
                                                        {"x", 1.5},
                                                        {"ok", true},
                                                        {"t", Texts{"a"}},
                                                        {"s", std::string("v")}}}})
        EXPECT_EQ(person_fields_from(to_json(fields)), fields) << to_json(fields);
}

TEST(Birthday, WithoutYearReadsAsTheFieldReadsIt) {
    EXPECT_EQ((Birthday{std::nullopt, 2, 29}.text()), "1904-02-29");
    EXPECT_EQ((Birthday{1980, 10, 3}.text()), "1980-10-03");
}

TEST(Properties, NameThePlaceOfWhatCannotBeKept) {
    auto document = JsonDocument::parse(R"({"a":1,"b":{"c":2}})").value();
    EXPECT_EQ(properties_from(document.root()).error().where, "/b");
}

}  // namespace
}  // namespace regulars::model
