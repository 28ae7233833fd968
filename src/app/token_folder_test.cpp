// Tests that tokens outlive the program, sealed, and only as long as they are of use.
// SPDX-License-Identifier: Apache-2.0
#include "app/token_folder.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace regulars::app {
namespace {

class TokenFolderTest : public testing::Test {
  protected:
    void SetUp() override {
        start_crypto();
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    Vault vault(const char* name = "key") { return Vault::open(folder / name).value(); }
    /// Of token files, without locks.
    int files() {
        int n = 0;
        for (auto& entry : std::filesystem::directory_iterator(folder))
            n += entry.path().filename().string().starts_with("token-") &&
                 !entry.path().has_extension();
        return n;
    }

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("tokens-" + random_token(8));
    Instant now = Instant::from_seconds(1'700'000'000);
};

TEST_F(TokenFolderTest, AnotherStartFindsItAndNobodyElseReadsIt) {
    auto first = vault();
    ASSERT_TRUE(TokenFolder(folder, first).keep("a", {"secret", now + 1h, {}}, now));
    ASSERT_TRUE(TokenFolder(folder, first).keep("a", {"newer secret", now + 2h, {}}, now));
    auto second = vault();
    auto found = TokenFolder(folder, second).find("a", now + 119min);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, "newer secret");
    EXPECT_EQ(found->renew_at, now + 2h);
    EXPECT_FALSE(TokenFolder(folder, second).find("b", now)) << "another client's";
    EXPECT_FALSE(TokenFolder(folder, second).find("a", now + 2h)) << "its time is over";
    auto stranger = vault("another key");
    EXPECT_FALSE(TokenFolder(folder, stranger).find("a", now));
    for (auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(bytes.find("secret"), std::string::npos) << entry.path();
        EXPECT_EQ(entry.status().permissions() & std::filesystem::perms(077),
                  std::filesystem::perms::none)
            << entry.path();
    }
}

TEST_F(TokenFolderTest, WhatIsOverGoes) {
    auto key = vault();
    TokenFolder tokens(folder, key);
    ASSERT_TRUE(tokens.keep("a", {"old", now + 1h, {}}, now));
    ASSERT_TRUE(tokens.keep("b", {"good", now + 9h, {}}, now));
    EXPECT_EQ(files(), 2);
    ASSERT_TRUE(tokens.keep("c", {"new", now + 9h, {}}, now + 2h));
    EXPECT_EQ(files(), 2);
    EXPECT_TRUE(tokens.find("b", now + 2h));
}

TEST_F(TokenFolderTest, OneSignsInAtATime) {
    auto key = vault();
    TokenFolder tokens(folder, key);
    auto mine = tokens.try_lock("a").value();
    ASSERT_TRUE(mine);
    EXPECT_FALSE(tokens.try_lock("a").value());
    EXPECT_TRUE(tokens.try_lock("b").value()) << "another client does not wait";
    mine.reset();
    EXPECT_TRUE(tokens.try_lock("a").value());
}

}  // namespace
}  // namespace regulars::app
