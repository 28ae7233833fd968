// A person: identifiers, what one source says of them (a facet), and the profile that facets add up
// to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::model {

/// In the order in which they decide when a batch's identifiers find several profiles.
enum class IdentifierKind { vendor, external, email, phone };
std::string_view name_of(IdentifierKind kind);

/// One way to find a person. `value` is in matching form: email trimmed and lower-cased, phone in
/// E.164, vendor ids prefixed ("opentable:1234567-876a…", "opentable:gpid:170193493817").
struct Identifier {
    IdentifierKind kind = IdentifierKind::vendor;
    std::string value;
    auto operator<=>(const Identifier&) const = default;
};

/// Month and day, and the year when it is known.
struct Birthday {
    std::optional<int> year;
    int month = 1;
    int day = 1;
    /// YYYY-MM-DD; a missing year reads 1904, as in the field (klaviyo-product §1.2).
    std::string text() const;
    bool operator==(const Birthday&) const = default;
};

using Property = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;
using Properties = std::map<std::string, Property, std::less<>>;
void write(JsonWriter& out, const Property& property);
void write(JsonWriter& out, const Properties& properties);
/// Errors: invalid (not an object, or a member that is null, an object or a list of anything but
/// strings; `where` is its JSON pointer).
Result<Properties> properties_from(JsonNode node);

/// What is known of a person; an empty text means unknown.
struct PersonFields {
    std::string email;  // as given
    std::string phone;  // E.164 once through ingest
    std::string first_name, last_name;
    std::optional<Birthday> birthday;
    Properties properties;
    bool operator==(const PersonFields&) const = default;
};
std::string to_json(const PersonFields& fields);
/// Reads what to_json wrote. Errors: invalid.
Result<PersonFields> person_fields_from(std::string_view json);

/// What one source says of one person: one OpenTable guest record, one API client's view.
struct Facet {
    FacetId id;
    ProfileId profile;
    IntegrationId integration;  // 0 for sources that are not integrations
    ImportId import;            // 0 for what no import brought
    std::string key;            // the source's own id for the person ("opentable:1234567-876a…")
    Instant as_of;              // when the source says this was true
    PersonFields said;
    Properties seen;  // lists that grew from events (restaurants visited); never shrinks
    std::vector<Identifier> identifiers;  // asserted by this facet, sorted
    bool opted_in = false;                // the source's latest word allows email
    bool operator==(const Facet&) const = default;
};

/// The profile that facets add up to, whatever order they arrived in: for each field the newest
/// facet that knows it (as_of, then key); lists are united and sorted.
PersonFields fold(std::span<const Facet> facets);

struct Profile {
    ProfileId id;
    std::string public_id;  // ULID
    PersonFields fields;
    Instant created_at, updated_at;
    bool operator==(const Profile&) const = default;
};

}  // namespace regulars::model
