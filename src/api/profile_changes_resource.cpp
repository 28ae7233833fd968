// Editing and erasing a person.
// SPDX-License-Identifier: Apache-2.0
#include "api/fields.hpp"
#include "api/profile_written.hpp"
#include "api/router.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_value_bytes = 5'000, most_name_bytes = 200, most_items = 200;

/// A property's value as JSON; what is wrong is noted at /properties.
std::optional<model::Property> property_in(Fields& fields, const std::string& name, JsonNode node) {
    auto wrong = [&](const char* why) {
        fields.wrong("properties", "'" + name + "' " + why);
        return std::nullopt;
    };
    if (name.empty() || name.size() > most_name_bytes) return wrong("has a name of 1 to 200 bytes");
    if (auto flag = node.boolean()) return *flag;
    if (auto whole = node.integer(); whole && node.kind() == JsonKind::integer) return *whole;
    if (auto number = node.number()) return *number;
    if (auto text = node.string())
        return text->size() > most_value_bytes ? wrong("is too long")
                                               : std::optional<model::Property>(std::string(*text));
    if (!node.is_array() || node.size() > most_items)
        return wrong("is a text, a number, a boolean or a list of at most 200 texts");
    std::vector<std::string> texts;
    node.each([&](JsonNode item) {
        if (auto text = item.string(); text && text->size() <= most_value_bytes)
            texts.emplace_back(*text);
    });
    if (texts.size() != node.size()) return wrong("is a list of something else than texts");
    return texts;
}

Answer change_profile(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto revision = fields.text("revision", {1, 40});
    ingest::PersonEdit edit{.first_name = fields.maybe_text("first_name", {0, 200}),
                            .last_name = fields.maybe_text("last_name", {0, 200})};
    if (auto properties = fields["properties"]; !properties.is_missing()) {
        if (!properties.is_object()) fields.wrong("properties", "is an object");
        properties.each_member([&](std::string_view name, JsonNode node) {
            if (node.is_nothing())
                edit.properties.emplace_back(name, std::nullopt);
            else if (auto property = property_in(fields, std::string(name), node))
                edit.properties.emplace_back(name, std::move(*property));
        });
    }
    TRY(fields.done());
    auto profile = TRY(call.read(
        [&](store::Transaction& tx) -> Outcome<model::Profile> { return profile_in(tx, call); }));
    auto changed_meanwhile = [] {
        return refuse(409, "changed_meanwhile", "This person was changed meanwhile; look again.");
    };
    if (revision_of(profile) != revision) return changed_meanwhile();
    edit.profile = profile.id;
    edit.expected = profile.fields;
    if (auto done = call.services.ingest.edit_person(call.account_id(), edit); !done) {
        if (done.error().kind == ErrorKind::conflict) return changed_meanwhile();
        return refuse(Problem(done.error()));
    }
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        TRY(write_profile(out, tx, call.account(), TRY(profile_in(tx, call)), call.now()));
        return {};
    }));
    return json_response(out);
}

Answer erase_profile(Call& call) {
    auto profile = TRY(call.read(
        [&](store::Transaction& tx) -> Outcome<model::Profile> { return profile_in(tx, call); }));
    TRY(call.services.ingest.erase_person(call.account_id(), profile.id));
    return no_content();
}

constexpr Route table[] = {
    {"PATCH", "/app/v1/profiles/{id}", Needs::admin, "profiles:write", &change_profile},
    {"DELETE", "/app/v1/profiles/{id}", Needs::admin, "profiles:write", &erase_profile},
};

}  // namespace

std::span<const Route> profile_change_routes() { return table; }

}  // namespace regulars::api
