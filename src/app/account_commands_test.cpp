// Users on the command line: who forgot a password gets another, and is signed out everywhere.
// SPDX-License-Identifier: Apache-2.0
#include "app/command_run_test.hpp"

namespace regulars::app {
namespace {

TEST(AccountCommands, AForgottenPasswordIsReplacedAndEndsTheSessions) {
    Shell shell;
    auto first = shell.write("first", "olive and ember"),
         next = shell.write("next", "ember and ash"), too_short = shell.write("short", "ash");
    ASSERT_EQ(
        shell.run({"user", "create", "--email", "ana@x.example", "--password-file", first}).code,
        0);
    model::User user;
    {
        auto folder = shell.open();
        auto account = folder.account().value();
        ASSERT_TRUE(folder.store().write([&](store::Transaction& tx) -> Result<void> {
            user = *TRY(tx.users().find(account.id, std::string_view("ana@x.example")));
            return tx.sessions().add(account.id, {.user = user.id,
                                                  .token_sha256 = "abc",
                                                  .csrf_token = "t",
                                                  .created_at = Instant{0},
                                                  .expires_at = Instant{1}});
        }));
    }
    auto change = [&](const std::string& email, const std::string& file) {
        return shell.run({"user", "password", "--email", email, "--password-file", file});
    };
    EXPECT_TRUE(change("ben@x.example", next).complains("nobody signs in with this email"));
    EXPECT_TRUE(change("ana@x.example", too_short).complains("at least 10 characters"));
    EXPECT_EQ(change("Ana@x.example", next).code, 0);
    auto folder = shell.open();
    auto account = folder.account().value();
    ASSERT_TRUE(folder.store().read([&](store::Transaction& tx) -> Result<void> {
        auto after = *TRY(tx.users().find(account.id, std::string_view("ana@x.example")));
        EXPECT_TRUE(is_password(after.password_hash, "ember and ash"));
        EXPECT_FALSE(is_password(after.password_hash, "olive and ember"));
        EXPECT_EQ(after.role, user.role);
        EXPECT_FALSE(TRY(tx.sessions().find(account.id, "abc")));
        return {};
    }));
}

}  // namespace
}  // namespace regulars::app
