// Reads people member by member.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/profile_lines.hpp"

#include <algorithm>
#include <cmath>

#include "base/json.hpp"
#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "ingest/contact.hpp"
#include "ingest/event_lines.hpp"
#include "ingest/import_cells.hpp"

namespace regulars::ingest {
namespace {

using model::IdentifierKind;
using model::ImportTarget;

constexpr std::size_t most_name_bytes = 1'000, most_text_bytes = 10'000, most_key_bytes = 255,
                      most_told_bytes = 80;

/// Where texts go that profiles have no field for.
struct Named {
    std::string_view name;
    std::string_view property;
};
const Named attributes[] = {{"organization", model::property_of(ImportTarget::organization)},
                            {"title", model::property_of(ImportTarget::title)},
                            {"locale", model::property_of(ImportTarget::language)},
                            {"image", "Image"}};
const Named places[] = {{"address1", model::property_of(ImportTarget::address)},
                        {"address2", model::property_of(ImportTarget::address2)},
                        {"city", model::property_of(ImportTarget::city)},
                        {"region", model::property_of(ImportTarget::region)},
                        {"zip", model::property_of(ImportTarget::postal_code)},
                        {"country", model::property_of(ImportTarget::country)},
                        {"timezone", "Time Zone"},
                        {"ip", "IP Address"}};
const Named coordinates[] = {{"latitude", "Latitude"}, {"longitude", "Longitude"}};

const Named* named(std::span<const Named> names, std::string_view name) {
    auto found = std::ranges::find(names, name, &Named::name);
    return found == names.end() ? nullptr : &*found;
}

/// Nothing for what a profile's property cannot be.
std::optional<model::Property> property_in(JsonNode node) {
    if (auto flag = node.boolean()) return *flag;
    if (auto whole = node.integer()) return *whole;
    if (auto text = node.string()) return std::string(clipped(*text, most_text_bytes));
    if (auto number = node.number()) return *number;
    if (!node.is_array()) return std::nullopt;
    std::vector<std::string> texts;
    bool all = true;
    node.each([&](JsonNode one) {
        if (auto text = one.string())
            texts.emplace_back(clipped(*text, most_text_bytes));
        else
            all = false;
    });
    if (!all) return std::nullopt;
    return texts;
}

class Reader {
  public:
    Reader(const Line& line, std::string_view country, ImportedRows& into)
        : line_(line), country_(country), into_(into) {
        person_.line = line.number;
    }

    void read() {
        if (line_.is_too_long) return skip("", "too_long", line_.text);
        auto document = JsonDocument::parse(
            line_.text, {.max_bytes = most_line_bytes, .max_depth = most_line_depth});
        if (!document) return skip("", "not_json", line_.text);
        JsonNode root = document->root();
        if (!root.is_object()) return skip("", "not_an_object", line_.text);
        if (root["properties"].size() > most_profile_properties)
            return skip("/properties", "too_many_properties", "");
        root.each_member([&](std::string_view name, JsonNode node) {
            if (!is_skipped_ && !node.is_nothing()) read_member(name, node);
        });
        if (is_skipped_) return;
        if (person_.identifiers.empty()) return skip("", "no_identifier", line_.text);
        // The same person in one file has the same email, else phone.
        std::ranges::sort(person_.identifiers);
        auto of = [&](IdentifierKind kind) {
            return std::ranges::find(person_.identifiers, kind, &model::Identifier::kind);
        };
        if (auto email = of(IdentifierKind::email); email != person_.identifiers.end())
            person_.key = email->value;
        else if (auto phone = of(IdentifierKind::phone); phone != person_.identifiers.end())
            person_.key = phone->value;
        else
            person_.key = "id:" + person_.identifiers.front().value;
        into_.people.push_back(std::move(person_));
    }

  private:
    /// Where a member stands whose name may be of any length.
    static std::string place_of(std::string_view parent, std::string_view name) {
        return pointer_to(parent, clipped(name, most_told_bytes));
    }
    void tell(std::string pointer, const char* reason, std::string_view value, bool is_skipped) {
        auto told = clipped(value, most_told_bytes);
        note_problem(into_, {line_.number, std::move(pointer), reason,
                             is_utf8(told) ? std::string(told) : std::string(), is_skipped});
    }
    void skip(std::string pointer, const char* reason, std::string_view value) {
        is_skipped_ = true;
        tell(std::move(pointer), reason, value, true);
    }
    void leave_out(std::string pointer, const char* reason, JsonNode node) {
        tell(std::move(pointer), reason, node.text(), false);
    }
    /// Each kind once: of a member named twice the first counts.
    void identify(IdentifierKind kind, std::string value) {
        if (std::ranges::find(person_.identifiers, kind, &model::Identifier::kind) ==
            person_.identifiers.end())
            person_.identifiers.push_back({kind, std::move(value)});
    }

    void read_member(std::string_view name, JsonNode node) {
        auto& fields = person_.fields;
        auto pointer = [&] { return place_of("", name); };
        if (name == "email") {
            auto normalized = normalized_email(node.string().value_or(""));
            if (!normalized) return skip(pointer(), "bad_email", node.text());
            if (fields.email.empty()) fields.email = trimmed(*node.string());
            return identify(IdentifierKind::email, std::move(*normalized));
        }
        if (name == "phone_number" || name == "phone") {
            auto normalized = normalized_phone(node.string().value_or(""), country_);
            if (!normalized) return leave_out(pointer(), "bad_phone", node);
            if (fields.phone.empty()) fields.phone = *normalized;
            return identify(IdentifierKind::phone, std::move(*normalized));
        }
        if (name == "external_id") {
            auto text = node.kind() == JsonKind::integer
                            ? node.text()
                            : std::string(trimmed(node.string().value_or("")));
            if (text.empty() || text.size() > most_key_bytes)
                return leave_out(pointer(), "bad_external_id", node);
            return identify(IdentifierKind::external, std::move(text));
        }
        if (name == "first_name" || name == "last_name") {
            auto text = node.string();
            if (!text) return leave_out(pointer(), "bad_text", node);
            (name == "first_name" ? fields.first_name : fields.last_name) =
                clipped(trimmed(*text), most_name_bytes);
            return;
        }
        if (name == "birthday") {
            fields.birthday = birthday_in(trimmed(node.string().value_or("")), {});
            if (!fields.birthday) leave_out(pointer(), "bad_date", node);
            return;
        }
        if (auto* attribute = named(attributes, name)) return read_text(*attribute, "", node);
        if (name == "location") return read_location(node);
        if (name == "properties") return read_properties(node);
        leave_out(pointer(), "unknown_member", node);
    }

    void read_text(const Named& named, std::string_view parent, JsonNode node) {
        auto text = node.string();
        if (!text) return leave_out(pointer_to(parent, named.name), "bad_text", node);
        if (!trimmed(*text).empty())
            person_.fields.properties[std::string(named.property)] =
                std::string(clipped(trimmed(*text), most_text_bytes));
    }

    void read_location(JsonNode location) {
        if (!location.is_object()) return leave_out("/location", "bad_location", location);
        location.each_member([&](std::string_view name, JsonNode node) {
            if (node.is_nothing()) return;
            if (auto* place = named(places, name)) return read_text(*place, "/location", node);
            auto* coordinate = named(coordinates, name);
            if (!coordinate) return leave_out(place_of("/location", name), "unknown_member", node);
            std::optional<double> degrees = node.number();
            if (auto text = node.string()) {  // Klaviyo takes both
                auto document = JsonDocument::parse(trimmed(*text));
                if (document) degrees = document->root().number();
            }
            if (!degrees || std::abs(*degrees) > 180)
                return leave_out(place_of("/location", name), "bad_number", node);
            // Whole numbers are stored as such, and would be read back as such.
            bool is_whole = std::trunc(*degrees) == *degrees;
            person_.fields.properties[std::string(coordinate->property)] =
                is_whole ? model::Property(std::int64_t(*degrees)) : model::Property(*degrees);
        });
    }

    void read_properties(JsonNode properties) {
        if (!properties.is_object()) return leave_out("/properties", "bad_properties", properties);
        properties.each_member([&](std::string_view name, JsonNode node) {
            if (node.is_nothing()) return;
            auto property = property_in(node);
            if (!property || trimmed(name).empty() || name.size() > most_key_bytes)
                return leave_out(place_of("/properties", name), "bad_property", node);
            person_.fields.properties[std::string(name)] = std::move(*property);
        });
    }

    const Line& line_;
    std::string_view country_;
    ImportedRows& into_;
    ImportedPerson person_;
    bool is_skipped_ = false;
};

}  // namespace

void read_profile_line(const Line& line, std::string_view country, ImportedRows& into) {
    Reader(line, country, into).read();
}

}  // namespace regulars::ingest
