// Names, rules and JSON forms of imports.
// SPDX-License-Identifier: Apache-2.0
#include "model/import.hpp"

#include <set>

#include "base/json.hpp"
#include "base/text.hpp"
#include "model/naming.hpp"

namespace regulars::model {
namespace {

using enum ImportTarget;
constexpr Names<ImportTarget, 21> targets{{{skip, "skip"},
                                           {email, "email"},
                                           {phone, "phone"},
                                           {external_id, "external_id"},
                                           {first_name, "first_name"},
                                           {last_name, "last_name"},
                                           {birthday, "birthday"},
                                           {organization, "organization"},
                                           {title, "title"},
                                           {address, "address"},
                                           {address2, "address2"},
                                           {city, "city"},
                                           {region, "region"},
                                           {postal_code, "postal_code"},
                                           {country, "country"},
                                           {language, "language"},
                                           {property, "property"},
                                           {email_consent, "email_consent"},
                                           {sms_consent, "sms_consent"},
                                           {consent_time, "consent_time"},
                                           {consent_source, "consent_source"}}};
constexpr Names<ImportTarget, 9> properties{{{organization, "Organization"},
                                             {title, "Title"},
                                             {address, "Address"},
                                             {address2, "Address 2"},
                                             {city, "City"},
                                             {region, "Region"},
                                             {postal_code, "Postal Code"},
                                             {country, "Country"},
                                             {language, "Language"}}};
constexpr Names<ImportType, 5> types{{{ImportType::text, "text"},
                                      {ImportType::number, "number"},
                                      {ImportType::date, "date"},
                                      {ImportType::boolean, "boolean"},
                                      {ImportType::list, "list"}}};
constexpr Names<ImportFormat, 3> formats{{{ImportFormat::csv, "csv"},
                                          {ImportFormat::json_lines, "jsonl"},
                                          {ImportFormat::event_lines, "events"}}};
constexpr Names<ImportState, 8> states{{{ImportState::uploading, "uploading"},
                                        {ImportState::ready, "ready"},
                                        {ImportState::checking, "checking"},
                                        {ImportState::importing, "importing"},
                                        {ImportState::imported, "imported"},
                                        {ImportState::failed, "failed"},
                                        {ImportState::undoing, "undoing"},
                                        {ImportState::undone, "undone"}}};
constexpr std::size_t most_name_bytes = 255, most_columns = 500;

constexpr std::pair<const char*, std::int64_t ImportCounts::*> count_members[] = {
    {"rows", &ImportCounts::rows},
    {"people", &ImportCounts::people},
    {"skipped", &ImportCounts::skipped},
    {"repeated", &ImportCounts::repeated},
    {"created", &ImportCounts::created},
    {"updated", &ImportCounts::updated},
    {"subscribed", &ImportCounts::subscribed},
    {"unsubscribed", &ImportCounts::unsubscribed},
    {"joined", &ImportCounts::joined},
    {"removed", &ImportCounts::removed},
    {"events", &ImportCounts::events},
    {"forgotten", &ImportCounts::forgotten},
    {"events_removed", &ImportCounts::events_removed}};

}  // namespace

std::string_view name_of(ImportTarget target) { return targets.name(target); }
Result<ImportTarget> import_target_named(std::string_view name) {
    return targets.find(name, "field");
}
std::string_view property_of(ImportTarget target) { return properties.name(target); }
std::string_view name_of(ImportType type) { return types.name(type); }
Result<ImportType> import_type_named(std::string_view name) { return types.find(name, "type"); }
std::string_view name_of(ImportFormat format) { return formats.name(format); }
Result<ImportFormat> import_format_named(std::string_view name) {
    return formats.find(name, "format");
}
std::string_view name_of(ImportState state) { return states.name(state); }
std::string source_of(const Import& import) { return "Import: " + import.name; }

std::string to_json(const ImportPlan& plan) {
    JsonWriter out;
    out.begin_object()
        .member("format", name_of(plan.format))
        .member("encoding", int(plan.form.encoding))
        .member("separator", std::string(1, plan.form.separator));
    out.member("names_separator", plan.form.names_separator)
        .member("day_first", plan.day_first)
        .member("decimal_comma", plan.decimal_comma);
    out.key("columns").begin_array();
    for (auto& column : plan.columns) {
        out.begin_object()
            .member("header", column.header)
            .member("target", name_of(column.target))
            .member("type", name_of(column.type));
        if (!column.property.empty()) out.member("property", column.property);
        out.end_object();
    }
    out.end_array().end_object();
    return out.take();
}

Result<ImportPlan> import_plan_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json));
    JsonNode root = document.root();
    ImportPlan plan;
    plan.format =
        TRY(import_format_named(root["format"].string().value_or("csv")));  // older plans name none
    auto encoding = root["encoding"].integer().value_or(0);
    if (encoding < 0 || encoding > int(CsvEncoding::cp949))
        return fail(ErrorKind::internal, "an import's plan is damaged: restore a backup");
    plan.form.encoding = CsvEncoding(encoding);
    plan.form.separator = root["separator"].string().value_or(",").front();
    plan.form.names_separator = root["names_separator"].boolean().value_or(false);
    plan.day_first = root["day_first"].boolean().value_or(false);
    plan.decimal_comma = root["decimal_comma"].boolean().value_or(false);
    std::optional<Error> wrong;
    root["columns"].each([&](JsonNode node) {
        auto target = import_target_named(node["target"].string().value_or(""));
        auto type = import_type_named(node["type"].string().value_or(""));
        if (!target || !type) {
            if (!wrong) wrong = !target ? target.error() : type.error();
            return;
        }
        plan.columns.push_back({std::string(node["header"].string().value_or("")), *target, *type,
                                std::string(node["property"].string().value_or(""))});
    });
    if (wrong) return std::unexpected(*wrong);
    return plan;
}

Result<void> check(const ImportPlan& plan) {
    auto wrong = [](const ImportColumn& column, std::string what) {
        return fail(ErrorKind::invalid,
                    what + ": '" + std::string(clipped(column.header, 80)) + "'");
    };
    if (plan.format != ImportFormat::csv) {
        if (!plan.columns.empty())
            return fail(ErrorKind::invalid,
                        "JSON lines have no columns: their members have names of their own");
        return {};
    }
    bool finds_somebody = false;
    std::set<ImportTarget> seen;
    std::set<std::string, std::less<>> names;
    if (plan.columns.size() > most_columns)
        return fail(ErrorKind::exhausted, "a file has at most 500 columns");
    for (auto& column : plan.columns) {
        if (column.target == skip) continue;
        finds_somebody |=
            column.target == email || column.target == phone || column.target == external_id;
        if (column.target != property && !seen.insert(column.target).second)
            return wrong(column, "two columns are mapped to " +
                                     std::string(name_of(column.target)) + "; the second is");
        if (column.target == property && trimmed(column.property).empty())
            return wrong(column, "the property that this column becomes has no name");
        if (column.property.size() > most_name_bytes)
            return wrong(column, "a property's name has at most 255 bytes");
        auto name = column.target == property ? std::string_view(column.property)
                                              : property_of(column.target);
        if (!name.empty() && !names.emplace(name).second)
            return wrong(column, "two columns become the same property; the second is");
    }
    if (!finds_somebody)
        return fail(ErrorKind::invalid,
                    "no column is mapped to email, phone or external_id: nobody can be found by "
                    "the others");
    return {};
}

std::string to_json(const ImportCounts& counts) {
    JsonWriter out;
    out.begin_object();
    for (auto& [name, member] : count_members) out.member(name, counts.*member);
    out.key("problems").begin_object();
    for (auto& [reason, n] : counts.problems) out.member(reason, n);
    out.end_object().end_object();
    return out.take();
}

Result<ImportCounts> import_counts_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json));
    ImportCounts counts;
    for (auto& [name, member] : count_members)
        counts.*member = document.root()[name].integer().value_or(0);
    document.root()["problems"].each_member([&](std::string_view reason, JsonNode n) {
        counts.problems[std::string(reason)] = n.integer().value_or(0);
    });
    return counts;
}

}  // namespace regulars::model
