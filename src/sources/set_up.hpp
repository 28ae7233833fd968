// An integration as a person sets it up: settings put together from what was chosen and the
// account's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/account.hpp"
#include "model/integration.hpp"

namespace regulars::sources {

/// `changes` laid over `before`, member by member; null takes a member away (RFC 7396, one level
/// deep). Both are JSON objects, empty text being {}. Errors: invalid (no object).
Result<std::string> merged(std::string_view before, std::string_view changes);

/// "key=value" texts as a JSON object: a value that is JSON is taken as such, else as text; an
/// empty one is null. Errors: invalid (no "=").
Result<std::string> settings_from_pairs(std::span<const std::string> pairs);

/// What a person chose, with country, currency and time zone of the account where they chose none
/// (the currency of another country is that country's). Errors: invalid (`where` is the field's
/// JSON pointer).
Result<std::string> new_settings(model::IntegrationKind kind, std::string_view chosen,
                                 const model::Account& account);

/// Errors: invalid (a member of `chosen` that is no setting of this kind and not null; `where` is
/// its JSON pointer).
Result<void> check_names(model::IntegrationKind kind, std::string_view chosen);

/// `changes` laid over the settings before. Errors: invalid (`where` is the field's JSON pointer).
Result<std::string> changed_settings(model::IntegrationKind kind, std::string_view before,
                                     std::string_view changes);

/// An integration with changed settings, and the cursors that must be written with them, in one
/// transaction: they send the next run back to where what was read means something else now. Where
/// its history begins is counted from when it was added. A run under way with the settings before
/// fails with a conflict at its next page. Errors: invalid, as of changed_settings.
struct Changed {
    model::Integration integration;
    std::vector<model::Cursor> cursors;
};
Result<Changed> with_settings(const model::Integration& before, std::string_view changes,
                              std::span<const model::Cursor> cursors);

/// New credentials came: one that the vendor's refusal stopped is active again, and due.
void resume_with_new_credentials(model::Integration& integration, Instant now);

struct SetUp {
    model::IntegrationKind kind = model::IntegrationKind::opentable;
    std::string name;
    std::string settings;     // what a person chose: a JSON object
    std::string credentials;  // a JSON object
};

/// An integration with complete settings, due at once; its public id, list and sealed credentials
/// are left to the caller. Errors: invalid (`where`: /name, or of a setting or credential its
/// pointer).
Result<model::Integration> set_up(const SetUp& chosen, const model::Account& account, Instant now);

/// What two integrations both read: connected twice, both would write the same events.
struct Overlap {
    const model::Integration* other = nullptr;
    std::string field;  // the JSON pointer of the setting
    std::string place;  // the vendor's id of it
};
/// The first of `others` (of the same account) that reads what `fresh` reads, itself apart.
std::optional<Overlap> overlap_of(const model::Integration& fresh,
                                  std::span<const model::Integration> others);

}  // namespace regulars::sources
