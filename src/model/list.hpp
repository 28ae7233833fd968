// Lists and membership.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

enum class OptIn { single_opt_in, double_opt_in };
std::string_view name_of(OptIn opt_in);  // "single", "double"
Result<OptIn> opt_in_named(std::string_view name);

struct List {
    ListId id;
    std::string public_id;  // six characters; OpenTable's set-up asks for it
    std::string name;
    OptIn opt_in = OptIn::double_opt_in;
    Instant created_at;
    bool has_page = true;  // its subscribe page is open to everybody
    bool operator==(const List&) const = default;
};

/// Whether integrations and imports may put people on it: nobody asks those to confirm. Errors:
/// invalid (it is double opt-in).
Result<void> check_joined_without_asking(const List& list);

enum class JoinedBy { integration, import, form, manual, api };
std::string_view name_of(JoinedBy how);

struct Membership {
    ListId list;
    ProfileId profile;
    Instant joined_at;
    std::string source;  // for people: "OpenTable: Downtown", "Import: guests.csv", a user's email
    JoinedBy how = JoinedBy::integration;
    bool starts_flows = false;  // whether flows that the list starts may start from this joining
    bool operator==(const Membership&) const = default;
};

}  // namespace regulars::model
