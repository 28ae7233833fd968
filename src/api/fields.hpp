// Reads the members of a JSON body, and collects everything that is wrong with them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.hpp"
#include "base/json.hpp"

namespace regulars::api {

struct TextLimits {
    std::size_t least = 0, most = 400;  // bytes, after trimming
};

/// Lives as long as the call's body. Each question notes what is wrong at its JSON pointer; `done`
/// tells all of it at once.
class Fields {
  public:
    /// Errors: 415, 400 (not a JSON object).
    static Outcome<Fields> of(const Call& call);

    bool has(std::string_view name) const { return !root()[name].is_missing(); }
    JsonNode operator[](std::string_view name) const { return root()[name]; }
    /// Trimmed. Empty when it is wrong or absent.
    std::string text(std::string_view name, TextLimits limits = {});
    /// Absent: nothing.
    std::optional<std::string> maybe_text(std::string_view name, TextLimits limits = {});
    /// As it stands, white space included.
    std::string secret(std::string_view name, TextLimits limits);
    void wrong(std::string_view name, std::string detail);
    /// Of a member deeper down: "/settings/sources".
    void wrong_at(std::string pointer, std::string detail);
    Outcome<void> done();

  private:
    explicit Fields(JsonDocument document) : document_(std::move(document)) {}
    JsonNode root() const { return document_.root(); }
    std::optional<std::string_view> raw(std::string_view name, bool required);

    JsonDocument document_;
    std::vector<Problem> problems_;
};

// What several endpoints ask for alike; each notes what is wrong and gives a harmless value then.
std::string email_in(Fields& fields, std::string_view name);
std::string password_in(Fields& fields, std::string_view name);
std::string time_zone_in(Fields& fields, std::string_view name);
Currency currency_in(Fields& fields, std::string_view name);
std::string country_in(Fields& fields, std::string_view name);
std::string locale_in(Fields& fields, std::string_view name);
model::Role role_in(Fields& fields, std::string_view name);

}  // namespace regulars::api
