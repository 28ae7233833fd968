// Links open what they were made for, and nothing else.
// SPDX-License-Identifier: Apache-2.0
#include "model/page_token.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace regulars::model {
namespace {

TEST(PageToken, OpensItsOwnPageOfItsOwnPersonOnly) {
    start_crypto();
    auto file = std::filesystem::path(testing::TempDir()) / ("page-token-" + random_token(6));
    auto other_file = std::filesystem::path(testing::TempDir()) / ("page-token-" + random_token(6));
    auto vault = Vault::open(file).value(), other = Vault::open(other_file).value();
    PageToken token{Page::unsubscribe, "AbC123", "01HGUEST", "LiSt01"};
    auto text = page_token(vault, token);
    EXPECT_EQ(page_token_from(vault, Page::unsubscribe, text), token);
    EXPECT_EQ(page_token_from(vault, Page::preferences, text), std::nullopt) << "another page";
    EXPECT_EQ(page_token_from(other, Page::unsubscribe, text), std::nullopt)
        << "another data folder's key";
    token.list.clear();
    EXPECT_EQ(page_token_from(vault, Page::unsubscribe, page_token(vault, token)), token);
    auto code = text.substr(text.rfind('.') + 1);
    for (auto forged : {"AbC123.01HOTHER.LiSt01." + code, "AbC124.01HGUEST.LiSt01." + code,
                        "AbC123.01HGUEST.-." + code, text + "0", text.substr(0, text.size() - 1),
                        std::string("AbC123.01HGUEST.LiSt01."), std::string(), std::string("..."),
                        std::string(5'000, 'a')})
        EXPECT_EQ(page_token_from(vault, Page::unsubscribe, forged), std::nullopt)
            << forged.substr(0, 100);
    // Each character of the code counts.
    for (std::size_t i = text.rfind('.') + 1; i < text.size(); ++i) {
        auto changed = text;
        changed[i] = changed[i] == '0' ? '1' : '0';
        EXPECT_EQ(page_token_from(vault, Page::unsubscribe, changed), std::nullopt);
    }
    std::filesystem::remove(file);
    std::filesystem::remove(other_file);
}

}  // namespace
}  // namespace regulars::model
