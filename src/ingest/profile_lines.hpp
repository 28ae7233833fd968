// One line of JSON to one person, by the names that Klaviyo's profiles have.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/lines.hpp"
#include "ingest/import_rows.hpp"

namespace regulars::ingest {

inline constexpr std::size_t most_profile_properties = 400;  // of one line

/// Reads {email, phone_number, external_id, first_name, last_name, birthday, organization, title,
/// locale, image, location: {address1, address2, city, region, zip, country, latitude, longitude,
/// timezone, ip}, properties: {…}} (klaviyo-api §8.1; a birthday as in a file of columns) into
/// `into`; null is absent, `phone` is understood too.
/// A column of a problem is a JSON pointer. Reasons:
///   skipped lines: too_long, not_json, not_an_object, no_identifier, bad_email,
///   too_many_properties left-out members: bad_phone, bad_external_id, bad_text, bad_date,
///   bad_number, bad_location, bad_properties, bad_property (an object, or a list of anything but
///   texts), unknown_member
void read_profile_line(const Line& line, std::string_view country, ImportedRows& into);

}  // namespace regulars::ingest
