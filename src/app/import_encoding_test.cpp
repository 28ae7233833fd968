// Tests that the command line imports a file whose bytes tell its encoding wrong.
// SPDX-License-Identifier: Apache-2.0
#include "app/command_run_test.hpp"

namespace regulars::app {
namespace {

// Portuguese capitals pair up as Korean syllables do.
constexpr std::string_view lisbon = "Email;First Name\na@x.example;CONCEI\xC7\xC3O\n";

TEST(ImportEncoding, IsTheOneThatIsSaid) {
    Shell shell;
    auto file = shell.write("lisbon.csv", lisbon);
    ASSERT_EQ(shell.run({"import", "profiles", "--csv", file}).code, 0);
    EXPECT_FALSE(shell.run({"export", "profiles"}).has("CONCEIÇÃO")) << "or this shows nothing";
    ASSERT_EQ(shell.run({"import", "profiles", "--csv", file, "--encoding", "windows-1252"}).code,
              0);
    EXPECT_TRUE(shell.run({"export", "profiles"}).has("CONCEIÇÃO"));
}

TEST(ImportEncoding, ThatCannotBeMeantIsRefusedAndLeavesNothing) {
    Shell shell;
    auto file = shell.write("lisbon.csv", lisbon);
    auto import = [&](const char* encoding) {
        return shell.run({"import", "profiles", "--csv", file, "--encoding", encoding});
    };
    EXPECT_TRUE(import("Klingon").complains("Windows-1252")) << "those that there are";
    EXPECT_TRUE(import("UTF-8").complains("line 2")) << "it is none";
    EXPECT_EQ(shell.run({"import", "list"}).out, "");
    auto lines = shell.write("people.jsonl", R"({"email":"a@x.example"})");
    EXPECT_TRUE(shell.run({"import", "profiles", lines, "--format", "jsonl", "--encoding", "UTF-8"})
                    .complains("JSON lines are always UTF-8"));
    EXPECT_EQ(shell.run({"import", "list"}).out, "");
}

}  // namespace
}  // namespace regulars::app
