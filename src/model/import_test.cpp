// Plans of imports: what is refused, and that nothing is lost on the way through the store.
// SPDX-License-Identifier: Apache-2.0
#include "model/import.hpp"

#include <gtest/gtest.h>

namespace regulars::model {
namespace {

ImportPlan plan_of(std::vector<ImportColumn> columns) { return {.columns = std::move(columns)}; }

TEST(ImportPlan, IsRefusedWhereItCannotBeMeant) {
    struct Case {
        const char* name;
        ImportPlan plan;
        std::string message;
    };
    const Case cases[] = {
        {"nobody can be found", plan_of({{"Name", ImportTarget::first_name}}),
         "nobody can be found"},
        {"two emails", plan_of({{"Mail", ImportTarget::email}, {"Work", ImportTarget::email}}),
         "'Work'"},
        {"a property without a name",
         plan_of({{"Mail", ImportTarget::email},
                  {"VIP", ImportTarget::property, ImportType::boolean, " "}}),
         "no name"},
        {"one property twice",
         plan_of({{"Mail", ImportTarget::email},
                  {"A", ImportTarget::property, {}, "VIP"},
                  {"B", ImportTarget::property, {}, "VIP"}}),
         "same property"},
        {"a property that a field becomes",
         plan_of({{"Mail", ImportTarget::email},
                  {"A", ImportTarget::city},
                  {"B", ImportTarget::property, {}, "City"}}),
         "same property"},
    };
    for (auto& test : cases) {
        auto checked = check(test.plan);
        ASSERT_FALSE(checked) << test.name;
        EXPECT_EQ(checked.error().kind, ErrorKind::invalid) << test.name;
        EXPECT_NE(checked.error().message.find(test.message), std::string::npos)
            << test.name << ": " << checked.error().message;
    }
    EXPECT_TRUE(check(plan_of(
        {{"Phone", ImportTarget::phone}, {"x", ImportTarget::skip}, {"y", ImportTarget::skip}})));
}

TEST(ImportPlan, SurvivesItsJson) {
    ImportPlan plan{.form = {CsvEncoding::windows_1252, '\t', true},
                    .columns = {{"E \"x\"", ImportTarget::email},
                                {"V", ImportTarget::property, ImportType::list, "VIP"}},
                    .day_first = true,
                    .decimal_comma = true};
    EXPECT_EQ(import_plan_from(to_json(plan)).value(), plan);
    ImportCounts counts{
        .rows = 7, .people = 5, .skipped = 2, .removed = 1, .problems = {{"bad_email", 2}}};
    EXPECT_EQ(import_counts_from(to_json(counts)).value(), counts);
}

}  // namespace
}  // namespace regulars::model
