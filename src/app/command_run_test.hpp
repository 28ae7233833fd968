// Runs the program's commands in a data folder of their own, as a shell would.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "app/cli.hpp"
#include "app/data_folder.hpp"
#include "base/crypto.hpp"

namespace regulars::app {

/// What a command printed, and its exit code.
struct Said {
    int code = 0;
    std::string out, err;
    bool has(std::string_view text) const { return out.find(text) != std::string::npos; }
    bool complains(std::string_view text) const {
        return code != 0 && err.find(text) != std::string::npos;
    }
};

/// A data folder with one account.
class Shell {
  public:
    Shell() {
        start_crypto();
        std::string path = testing::TempDir() + "regulars-shell-XXXXXX";
        REGULARS_ASSERT(::mkdtemp(path.data()), "the test has no folder");
        folder = path;
        EXPECT_EQ(run({"account", "create", "Olive", "--time-zone", "America/New_York"}).code, 0);
    }
    ~Shell() { std::filesystem::remove_all(folder); }

    /// With --data at the end.
    Said run(std::vector<std::string> words) {
        words.insert(words.begin(), "regulars");
        words.insert(words.end(), {"--data", (folder / "data").string()});
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        Said said;
        said.code = app::run(int(arguments.size()), arguments.data());
        said.out = testing::internal::GetCapturedStdout();
        said.err = testing::internal::GetCapturedStderr();
        return said;
    }
    std::string write(const std::string& name, std::string_view text) {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).string();
    }
    DataFolder open() { return DataFolder::open(folder / "data", Missing::refuse).value(); }

    std::filesystem::path folder;
};

}  // namespace regulars::app
