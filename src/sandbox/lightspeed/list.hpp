// A list request: its conditions, order and place, and which records it finds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/lightspeed/fields.hpp"

namespace regulars::sandbox::lightspeed {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// The query of a target, decoded as PHP does: a bare plus is a blank.
Parameters parameters_of_target(std::string_view target);

/// Where a walk stands: after (or before) the record of this key.
struct Cursor {
    Value key;  // what was sorted by; nothing when by id
    Id id = 0;

    /// base64 of a JSON array: [id] or [key, id].
    std::string text() const;
    /// Errors: invalid.
    static Result<Cursor> parse(std::string_view text);
};

struct ListRequest {
    Resource resource = Resource::sale;
    std::size_t limit = 100;      // 1 … 100
    const Field* sort = nullptr;  // nullptr: by id
    bool descending = false;
    std::vector<Condition> conditions;            // all of them hold
    std::vector<std::vector<Condition>> choices;  // of each at least one holds
    enum class Archived : std::uint8_t { no, yes, only } archived = Archived::no;
    bool counts = false;
    Relations relations;
    std::optional<Cursor> after, before;

    /// Errors: invalid, in the vendor's words.
    static Result<ListRequest> parse(const ShopWorld& world, Resource resource,
                                     const Parameters& parameters);
};

struct Found {
    std::vector<Id> ids;
    bool has_next = false, has_previous = false;
    Cursor first, last;  // of the page; when there are ids
};

/// Cost: by id, or by a sale's update or stamp: about the page. Otherwise all records.
Found find(const ShopWorld& world, const ListRequest& request, Seconds now);
/// How many match, wherever the walk stands.
std::size_t count(const ShopWorld& world, const ListRequest& request, Seconds now);

}  // namespace regulars::sandbox::lightspeed
