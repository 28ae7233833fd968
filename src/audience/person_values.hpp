// What a person's properties are called, and their values as tests see them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "audience/person.hpp"
#include "base/error.hpp"

namespace regulars::audience {

/// A built-in name ("email", "location.city"), or "properties['Any name']". Errors: invalid.
Result<void> check_property(std::string_view property, const std::string& pointer);

/// Nothing where it is not set; an empty text of a built-in field is not set. Dates of the profile
/// are their ISO texts. Parts of the address, organization, title, locale and image that are not
/// in `details` are read from the property that imports and vendors keep them in ("City", "Postal
/// Code" …).
std::optional<model::Property> value_of(const Person& person, std::string_view property);

/// The ISO 3166-1 alpha-2 code of "US", "usa", "United States" …; as it is where it is no name we
/// know.
std::string country_code_of(std::string_view text);
/// The country of the person's address, else of the account.
std::string country_of(const Person& person, std::string_view account_country);
bool is_in_european_union(std::string_view country_code);

}  // namespace regulars::audience
