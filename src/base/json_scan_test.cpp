// Tests where JSON values end.
// SPDX-License-Identifier: Apache-2.0
#include <string_view>

#include <gtest/gtest.h>

#include "base/json_members.hpp"
#include "base/json_scan.hpp"

namespace regulars {
namespace {

TEST(JsonScan, FindsWhereAValueEnds) {
    struct Case {
        std::string_view json, value;
    };
    for (auto& c :
         std::initializer_list<Case>{{"12,3", "12"},
                                     {"true }", "true"},
                                     {R"("a\"b\\",1)", R"("a\"b\\")"},
                                     {R"({"a":[1,"]}"],"b":{}},2)", R"({"a":[1,"]}"],"b":{}})"},
                                     {"[ 1 , 2 ] x", "[ 1 , 2 ]"},
                                     {"]", ""},
                                     {"12", "?"},
                                     {R"("a\")", "?"},
                                     {"[1,", "?"},
                                     {"", "?"}}) {
        auto* begin = c.json.data();
        auto* end = behind_json_value(begin, begin + c.json.size());
        EXPECT_EQ(end ? std::string_view(begin, end) : "?", c.value) << c.json;
    }
}

TEST(JsonMembers, AreWalkedOverWithoutReadingTheirValues) {
    JsonMembers members(R"( {"a": "x" , "b":{"c":[1,"}"]},"d":"e\"f"} )");
    std::string all;
    while (auto member = members.next())
        all += std::string(member->name) + "=" + std::string(member->value) +
               (member->is_plain_text ? "!" : "") + " ";
    EXPECT_EQ(all, R"(a="x"! b={"c":[1,"}"]} d="e\"f" )");
    EXPECT_TRUE(members.is_done());
    JsonMembers cut(R"({"a":1,"b":[)");
    EXPECT_TRUE(cut.next());
    EXPECT_FALSE(cut.next() || cut.is_done());
}

}  // namespace
}  // namespace regulars
