// Every command about lists and consent takes --json, and its help shows an example that the
// program understands.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <gtest/gtest.h>

#include "app/command.hpp"

namespace regulars::app {
namespace {

/// Words of a shell's line; quotes are single ones.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    bool is_quoted = false;
    for (char c : text) {
        if (c == '\'')
            is_quoted = !is_quoted;
        else if (c == ' ' && !is_quoted)
            words.emplace_back();
        else
            words.back() += c;
    }
    return words;
}

TEST(ListCommands, TakeJsonAndShowAnExampleThatIsUnderstood) {
    CommandLine known;
    add_list_commands(known);
    add_consent_commands(known);
    int commands = 0;
    for (auto* group : {"list", "consent"}) {
        for (auto* command : known.root.get_subcommand(group)->get_subcommands({})) {
            ++commands;
            auto name = std::string(group) + " " + command->get_name();
            EXPECT_NE(command->get_option_no_throw("--json"), nullptr) << name;
            constexpr std::string_view head = "Example:\n  regulars ";
            auto footer = command->get_footer();
            ASSERT_EQ(footer.substr(0, head.size()), head) << name;
            auto example = words_of(std::string_view(footer).substr(head.size()));
            EXPECT_EQ(example.at(0) + " " + example.at(1), name);
            CommandLine line;
            add_list_commands(line);
            add_consent_commands(line);
            std::ranges::reverse(example);
            EXPECT_NO_THROW(line.root.parse(example)) << footer;
            EXPECT_TRUE(line.chosen) << footer;
        }
    }
    EXPECT_EQ(commands, 12);
}

}  // namespace
}  // namespace regulars::app
