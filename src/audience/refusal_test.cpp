// Every refusal is found again by its sentence, and no other error is taken for one.
// SPDX-License-Identifier: Apache-2.0
#include "audience/refusal.hpp"

#include <gtest/gtest.h>

#include <set>

namespace regulars::audience {
namespace {

TEST(Refusal, EachHasAWordOfItsOwnWithAValueOrWithout) {
    std::set<std::string> codes;
    for (int i = 0; i <= int(Refusal::too_many_conditions); ++i) {
        auto refusal = Refusal(i);
        auto bare = refuse(refusal, "/at").error();
        auto code = std::string(code_of(bare));
        EXPECT_EQ(code_of(refuse(refusal, "/at", "XyZ123").error()), code);
        EXPECT_EQ(bare.where, "/at");
        codes.insert(code);
    }
    EXPECT_EQ(codes.size(), std::size_t(Refusal::too_many_conditions) + 1);
    EXPECT_FALSE(codes.contains("invalid_definition"));
}

TEST(Refusal, SaysTheValueLast) {
    EXPECT_EQ(sentence_of(Refusal::unknown_metric, "AbCdEf"),
              "this account has no such metric: 'AbCdEf'");
}

TEST(Refusal, LeavesOtherErrorsUnnamed) {
    EXPECT_EQ(code_of(Error{ErrorKind::invalid, "expected a number, not nothing", "/x"}),
              "invalid_definition");
}

}  // namespace
}  // namespace regulars::audience
