// The set-up forms of the vendors, read from a body into changes of settings and credentials.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "api/fields.hpp"
#include "model/integration.hpp"

namespace regulars::api {

/// What a body says; each field is already checked as far as it can be alone.
struct VendorForm {
    std::optional<std::string> name;
    std::string settings = "{}";               // changes, for sources::merged
    std::string credentials = "{}";            // the same
    std::optional<std::string> authorization;  // of Lightspeed, sealed
    bool changes_credentials() const { return credentials != "{}"; }
};
enum class Form { add, change, check };

/// The kind that a body names; notes what is wrong.
model::IntegrationKind kind_in(Fields& fields, const Services& services);
VendorForm vendor_form_in(Fields& fields, const Services& services, model::IntegrationKind kind,
                          Form form);

/// The form's pointer to a field of the connector's settings or credentials (`part`).
std::string where_in_the_form(model::IntegrationKind kind, std::string_view part,
                              std::string_view where);
/// `result` with its error told by the form's pointer.
template <class T>
Result<T> in_the_form(model::IntegrationKind kind, std::string_view part, Result<T> result) {
    if (result) return result;
    Error error = std::move(result).error();
    error.where = where_in_the_form(kind, part, error.where);
    return std::unexpected(std::move(error));
}

}  // namespace regulars::api
