// Reads an integration's settings and credentials field by field, naming the one that is wrong.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

namespace regulars::sources {

/// A setting that people may choose, by its name in the integration's JSON; `about` says what it
/// takes, and behind a semicolon what holds where nobody chose.
struct SettingName {
    std::string_view name, about;
};

/// An error about a field: invalid, `where` its JSON pointer.
std::unexpected<Error> wrong_setting(std::string_view field, std::string message);

/// The fields of a JSON object of at most 64 kB. Absent and null are the same. Errors of every
/// reader: invalid, as of wrong_setting; no value is shown, for it may be a secret.
class SettingFields {
  public:
    /// Errors: invalid (no JSON object).
    static Result<SettingFields> parse(std::string_view json);

    JsonNode operator[](std::string_view field) const { return document_.root()[field]; }
    /// Every member, known or not.
    void each(const std::function<void(std::string_view, JsonNode)>& take) const {
        document_.root().each_member(take);
    }
    /// Trimmed; empty when absent.
    Result<std::string> text(std::string_view field) const;
    Result<std::string> required(std::string_view field) const;
    /// One of `words`.
    Result<std::string> word(std::string_view field, std::string otherwise,
                             std::initializer_list<std::string_view> words) const;
    /// Trimmed, each once, in order; at most `most`.
    Result<std::vector<std::string>> texts(std::string_view field,
                                           std::vector<std::string> otherwise,
                                           std::size_t most) const;
    /// http or https, without a slash at the end.
    Result<std::string> url(std::string_view field, std::string otherwise) const;
    Result<double> number(std::string_view field, double otherwise, double least,
                          double most) const;
    Result<int> integer(std::string_view field, int otherwise, int least, int most) const;
    Result<bool> boolean(std::string_view field, bool otherwise) const;
    /// Two letters, upper case; empty when absent.
    Result<std::string> country(std::string_view field) const;
    Result<std::optional<Currency>> currency(std::string_view field) const;
    Result<Zone> zone(std::string_view field) const;
    /// 0 (no limit) or 0.001 … 1000.
    Result<double> rate(std::string_view field, double otherwise) const;

  private:
    explicit SettingFields(JsonDocument document) : document_(std::move(document)) {}
    JsonDocument document_;
};

}  // namespace regulars::sources
