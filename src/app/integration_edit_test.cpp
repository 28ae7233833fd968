// integration edit and webhook, on a real data folder.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "app/integration_setup.hpp"

namespace regulars::app {
namespace {

constexpr const char* bistro = "5f0c2b7e-1111-4222-8333-444455556666";
constexpr const char* diner = "6f0c2b7e-1111-4222-8333-444455556666";

/// A folder with one Toast integration that has read its history.
class EditCommand : public testing::Test {
  protected:
    EditCommand() {
        start_crypto();
        std::string path = testing::TempDir() + "regulars-edit-XXXXXX";
        REGULARS_ASSERT(::mkdtemp(path.data()), "the test has no folder");
        data = path;
        auto folder = DataFolder::open(data, Missing::make).value();
        SeededRandom random{3};
        model::Account account{.public_id = "Acct01", .name = "Olive", .time_zone = "UTC"};
        auto made = folder.store().write(
            [&](store::Transaction& tx) -> Result<void> { return tx.accounts().add(account); });
        REGULARS_ASSERT(made.has_value(), "the account is made");
        auto integration =
            add_integration(folder, account,
                            {model::IntegrationKind::toast, "Orders",
                             fmt::format(R"({{"restaurants":["{}"]}})", bistro),
                             R"({"client_id":"c","client_secret":"s"})"},
                            "", parse_instant("2026-03-15T18:00:00Z").value(), random);
        REGULARS_ASSERT(integration.has_value(), "the integration is added");
        auto moved = folder.store().write([&](store::Transaction& tx) -> Result<void> {
            return tx.integrations().move_cursor(account.id, integration->id,
                                                 {.stream = std::string("location/") + bistro,
                                                  .state = R"({"began":"2026-03-01T00:00:00Z"})"});
        });
        REGULARS_ASSERT(moved.has_value(), "the cursor is written");
    }
    ~EditCommand() override { std::filesystem::remove_all(data); }

    /// What the command line says to these words.
    Result<std::string> say(std::vector<std::string> words) {
        CommandLine line;
        add_integration_commands(line);
        words.insert(words.end(), {"--data", data.string()});
        std::ranges::reverse(words);
        line.root.parse(words);
        testing::internal::CaptureStdout();
        auto done = line.chosen();
        auto said = testing::internal::GetCapturedStdout();
        if (!done) return std::unexpected(done.error());
        return said;
    }
    model::Integration kept() {
        auto folder = DataFolder::open(data, Missing::refuse).value();
        return folder.integration(folder.account().value().id, "Orders").value();
    }
    std::string cursor() {
        auto folder = DataFolder::open(data, Missing::refuse).value();
        auto account = folder.account().value().id;
        auto integration = folder.integration(account, "Orders").value().id;
        std::string state;
        auto read = folder.store().read([&](store::Transaction& tx) -> Result<void> {
            state = TRY(tx.integrations().cursors(account, integration)).at(0).state;
            return {};
        });
        return read ? state : read.error().text();
    }

    std::filesystem::path data;
};

TEST_F(EditCommand, ChangesSettingsAndReadsAgainWhatTheyGiveAnotherMeaning) {
    auto wrong = say({"integration", "edit", "Orders", "--set", "histroy_years=2"});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().where, "/histroy_years");
    ASSERT_TRUE(say({"integration", "edit", "Orders", "--set", "interval_minutes=15",
                     "--restaurant", fmt::format("{},{}", bistro, diner)}));
    EXPECT_NE(kept().settings.find(diner), std::string::npos);
    EXPECT_NE(kept().settings.find(R"("interval_minutes":15)"), std::string::npos);
    EXPECT_NE(cursor(), "{}");
    auto since = kept().history_since;
    auto edited = say({"integration", "edit", "Orders", "--set", "history_years=1", "--json"});
    ASSERT_TRUE(edited) << edited.error().text();
    EXPECT_NE(edited->find(R"("history_years":1)"), std::string::npos);
    EXPECT_GT(kept().history_since, since);
    EXPECT_EQ(cursor(), "{}");
}

TEST_F(EditCommand, TakesTheSecretByWhichToastSigns) {
    auto before = say({"integration", "webhook", "Orders"});
    ASSERT_TRUE(before);
    EXPECT_TRUE(before->starts_with("POST /webhooks/toast/Acct01/")) << *before;
    EXPECT_NE(before->find("--webhook-secret-file"), std::string::npos) << "how it becomes known";
    auto file = data / "secret.txt";
    std::ofstream(file) << "signs-by-this\n";
    ASSERT_TRUE(say({"integration", "edit", "Orders", "--webhook-secret-file", file.string()}));
    auto folder = DataFolder::open(data, Missing::refuse).value();
    EXPECT_EQ(folder.vault().unseal(kept().sealed_credentials).value(),
              R"({"client_id":"c","client_secret":"s","webhook_secret":"signs-by-this"})");
    auto after = say({"integration", "webhook", "Orders", "--json"});
    ASSERT_TRUE(after);
    EXPECT_NE(after->find(R"("has_secret":true)"), std::string::npos) << *after;
    EXPECT_EQ(after->find("signs-by-this"), std::string::npos);
}

TEST_F(EditCommand, NamesEverySettingInTheHelp) {
    CommandLine line;
    add_integration_commands(line);
    auto* integration = line.root.get_subcommand("integration");
    auto edit = integration->get_subcommand("edit")->get_footer();
    for (auto* name : {"history_years", "include_no_email", "pos_value_from"})
        EXPECT_NE(edit.find(name), std::string::npos) << name;
    auto add = integration->get_subcommand("add")->get_subcommand("toast")->get_footer();
    EXPECT_NE(add.find("fulfilled_when"), std::string::npos);
    EXPECT_EQ(add.find("include_no_email"), std::string::npos) << "another vendor's";
}

}  // namespace
}  // namespace regulars::app
