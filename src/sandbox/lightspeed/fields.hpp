// Fields by which records can be searched and sorted, and the conditions of a search.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sandbox/lightspeed/rows.hpp"

namespace regulars::sandbox::lightspeed {

/// A field's value: a number (ids, seconds, 0 or 1, amounts), or a text. Nothing when it is not
/// set.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

enum class FieldKind : std::uint8_t { number, time, flag, amount, text };

struct Field {
    std::string_view name;  // "timeStamp", "Contact.timeStamp"
    FieldKind kind;
    Value (*of)(const ShopWorld& world, Id id, Seconds now);
};

/// Nullptr when the resource has none of that name; upper and lower case count.
const Field* field_named(Resource resource, std::string_view name);
/// Whether `sort` may name it.
bool is_sortable(Resource resource, std::string_view name);

enum class Operator : std::uint8_t {
    equal,
    greater,
    at_least,
    less,
    at_most,
    between,
    unequal,
    like,
    unlike,
    among
};

struct Condition {
    const Field* field = nullptr;
    Operator op = Operator::equal;
    std::vector<Value> values;

    /// Reads "op,value" or "value"; times without offset are the account's zone's. Errors: invalid.
    static Result<Condition> parse(const ShopWorld& world, Resource resource, std::string_view name,
                                   std::string_view text);
    bool holds(const ShopWorld& world, Id id, Seconds now) const;
};

}  // namespace regulars::sandbox::lightspeed
