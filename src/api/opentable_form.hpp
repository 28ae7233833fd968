// The set-up form of OpenTable, read from a body into the connector's settings and credentials.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "api/fields.hpp"
#include "model/integration.hpp"

namespace regulars::api {

/// The fields that are there; each is already checked.
struct OpenTableForm {
    std::optional<std::string> name, client_id, secret_id, restaurant_id, restaurant_name, time_zone;
};
enum class Form { add, change, check };
OpenTableForm opentable_form_in(Fields& fields, Form form);

/// The connector's settings with the form's fields in place of `before`'s (empty: new). Errors:
/// invalid, with the form's JSON pointer.
Result<std::string> opentable_settings(const Services& services, const model::Account& account, const OpenTableForm& form, std::string_view before);
/// The same of the credentials, as JSON.
Result<std::string> opentable_credentials(const OpenTableForm& form, std::string_view before);

}  // namespace regulars::api
