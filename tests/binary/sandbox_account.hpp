// A data folder connected to a running sandbox.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "program.hpp"

namespace regulars::binary {

class SandboxAccount {
  public:
    /// Starts the sandbox (its clock stands still) and connects all its restaurants, named "R0",
    /// "R1" …
    explicit SandboxAccount(const std::vector<std::string>& sandbox_options);

    std::string data() const { return folder_ / "data"; }
    const std::string& sandbox_url() const { return url_; }
    const std::vector<std::string>& names() const { return names_; }
    Finished sync() { return regulars({"sync", "--data", data(), "--once"}); }
    void advance(int seconds) {
        fetch(url_ + "/sandbox/advance?seconds=" + std::to_string(seconds), "POST");
    }
    /// Unique ids of what is held, in the export's order.
    std::vector<std::string> held();
    /// What differs between the events held and the sandbox's truth; empty when nothing.
    std::vector<std::string> differences();

  private:
    Folder folder_;
    Running sandbox_;
    std::string url_;
    std::vector<std::string> names_;
};

}  // namespace regulars::binary
