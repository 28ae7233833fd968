// Reads list requests, as strictly as the vendor.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sandbox/lightspeed/list.hpp"
#include "sandbox/target.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

constexpr std::size_t most_conditions = 20;

auto invalid(std::string message) { return fail(ErrorKind::invalid, std::move(message)); }

}  // namespace

Parameters parameters_of_target(std::string_view target) {
    auto mark = target.find('?');
    if (mark == std::string_view::npos) return {};
    std::string query(target.substr(mark));
    std::ranges::replace(query, '+', ' ');
    return Target::parse(query).query;
}

std::string Cursor::text() const {
    JsonWriter out;
    out.begin_array();
    if (auto number = std::get_if<std::int64_t>(&key)) out.value(*number);
    if (auto words = std::get_if<std::string>(&key)) out.value(*words);
    out.value(std::int64_t(id)).end_array();
    return base64(out.text());
}

Result<Cursor> Cursor::parse(std::string_view text) {
    auto wrong = [] { return invalid("Invalid cursor."); };
    auto bytes = from_base64(text);
    if (!bytes) return wrong();
    auto document = JsonDocument::parse(*bytes, {.max_bytes = 1024, .max_depth = 2});
    if (!document || !document->root().is_array()) return wrong();
    std::vector<Value> values;
    document->root().each([&](JsonNode node) {
        if (auto number = node.integer())
            values.emplace_back(*number);
        else if (auto words = node.string())
            values.emplace_back(std::string(*words));
    });
    if (values.empty() || values.size() > 2 || !std::holds_alternative<std::int64_t>(values.back()))
        return wrong();
    Cursor cursor;
    cursor.id = Id(std::get<std::int64_t>(values.back()));
    if (values.size() == 2) cursor.key = values[0];
    return cursor;
}

Result<ListRequest> ListRequest::parse(const ShopWorld& world, Resource resource,
                                       const Parameters& parameters) {
    ListRequest out;
    out.resource = resource;
    std::size_t conditions = 0;
    for (auto& [name, value] : parameters) {
        if (name == "limit") {
            std::size_t n = 0;
            auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
            if (error != std::errc() || end != value.data() + value.size() || n < 1)
                return invalid("limit must be a positive number.");
            if (n > 100) return invalid("limit must not be greater than 100.");
            out.limit = n;
        } else if (name == "offset") {
            return invalid("offset is not supported; follow the next link.");
        } else if (name == "sort") {
            std::string_view field = value;
            if (field.starts_with('-')) out.descending = true, field.remove_prefix(1);
            if (!is_sortable(resource, field))
                return invalid(fmt::format("Cannot sort '{}' by '{}'.", name_of(resource), field));
            out.sort = field == id_name_of(resource) ? nullptr : field_named(resource, field);
        } else if (name == "archived") {
            if (value == "true")
                out.archived = Archived::yes;
            else if (value == "only")
                out.archived = Archived::only;
            else if (value != "false")
                return invalid("archived must be true, false or only.");
        } else if (name == "load_relations") {
            out.relations = TRY(Relations::parse(resource, value));
        } else if (name == "after") {
            out.after = TRY(Cursor::parse(value));
        } else if (name == "before") {
            out.before = TRY(Cursor::parse(value));
        } else if (name == "count") {
            out.counts = value == "1" || value == "true";
        } else if (name == "or") {
            std::vector<Condition> choice;
            for (std::string_view part : split(value, '|')) {
                auto equals = part.find('=');
                if (equals == std::string_view::npos)
                    return invalid(fmt::format("Invalid 'or' part '{}'.", part));
                choice.push_back(TRY(Condition::parse(world, resource, part.substr(0, equals),
                                                      part.substr(equals + 1))));
            }
            conditions += choice.size();
            out.choices.push_back(std::move(choice));
        } else {
            out.conditions.push_back(TRY(Condition::parse(world, resource, name, value)));
            ++conditions;
        }
    }
    if (conditions > most_conditions) return invalid("Too many conditions.");
    if (out.counts && out.relations.count() != 0)
        return invalid("count cannot be combined with load_relations.");
    if (out.after && out.before) return invalid("after and before cannot be combined.");
    if (out.sort == nullptr) {
        for (auto* cursor : {&out.after, &out.before}) {
            if (*cursor && !std::holds_alternative<std::monostate>((*cursor)->key))
                return invalid("The cursor belongs to another order.");
        }
    }
    return out;
}

}  // namespace regulars::sandbox::lightspeed
