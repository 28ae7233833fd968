// What the commands about lists and consent share: the account at hand, people as they are written,
// what came of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/command.hpp"
#include "app/data_folder.hpp"
#include "base/env.hpp"
#include "ingest/subscriptions.hpp"

namespace regulars::app {

/// An opened data folder with its one account chosen.
struct Bench {
    static Result<std::unique_ptr<Bench>> open(const CommandLine& line);
    ingest::Subscriptions subscriptions() { return {folder.store(), clock, random}; }
    ingest::Act act() const {
        return {.method = "manual", .source = "command line", .how = model::JoinedBy::manual};
    }
    /// By id, or by name without case. Errors: not_found, conflict (several have the name).
    Result<model::List> list(const std::string& id_or_name);

    DataFolder folder;
    model::Account account;
    RealClock clock;
    SystemRandom random;
};

/// A text with '@' is an email, one that begins with '+' a phone, anything else a profile's id.
ingest::Who who_in(const std::string& text);

/// At most as many together as one call takes.
std::vector<std::span<const std::string>> in_portions(std::span<const std::string> people);

/// Adds up what several calls changed.
class Tally {
  public:
    void add(const ingest::Edited& edited, std::span<const std::string> people);
    /// Prints it. Errors: invalid, where somebody could not be served (they are printed first).
    Result<void> report(const CommandLine& line, const char* done) const;

  private:
    ingest::Edited sum_;
    std::vector<std::pair<std::string, std::string>> refused_;  // who, why
};

}  // namespace regulars::app
