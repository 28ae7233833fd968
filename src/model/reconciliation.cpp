// Tallies, the words for differences, and their JSON forms.
// SPDX-License-Identifier: Apache-2.0
#include "model/reconciliation.hpp"

#include <array>

#include "base/json_text.hpp"

namespace regulars::model {
namespace {

constexpr std::array<std::string_view, 6> kinds{"not_synced",    "event_missing",
                                                "value_differs", "day_differs",
                                                "not_at_vendor", "excluded_but_held"};
constexpr JsonLimits limits{.max_bytes = 1u << 20, .max_depth = 8};

void write_money(JsonWriter& out, std::string_view name, const std::optional<Money>& money) {
    out.key(name);
    if (!money)
        out.value(nullptr);
    else
        out.begin_object()
            .member("minor", money->minor)
            .member("currency", money->currency.code())
            .end_object();
}

Result<std::optional<Money>> money_in(JsonNode node) {
    if (node.is_nothing()) return std::nullopt;
    return Money{node["minor"].integer().value_or(0),
                 TRY(Currency::parse(node["currency"].string().value_or("")))};
}

Result<Tally> tally_in(JsonNode node) {
    Tally tally{.count = node["count"].integer().value_or(0)};
    Result<void> read;
    node["values"].each([&](JsonNode value) {
        auto money = money_in(value);
        if (!money)
            read = std::unexpected(money.error());
        else if (*money)
            tally.minor[(*money)->currency] = (*money)->minor;
    });
    if (!read) return std::unexpected(read.error());
    return tally;
}

Result<Difference> difference_in(JsonNode node) {
    Difference difference;
    bool is_known = false;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (node["kind"].string() == kinds[i]) difference.kind = DifferenceKind(i), is_known = true;
    if (!is_known) return fail(ErrorKind::invalid, "no such kind of difference", "/kind");
    difference.record = text_in(node["record"]);
    difference.unique_id = text_in(node["unique_id"]);
    difference.label = text_in(node["label"]);
    difference.vendor = TRY(money_in(node["vendor"]));
    difference.ours = TRY(money_in(node["ours"]));
    difference.reason = text_in(node["reason"]);
    if (auto day = node["our_day"].string()) difference.our_day = TRY(parse_date(*day));
    return difference;
}

}  // namespace

std::string_view name_of(DifferenceKind kind) { return kinds[std::size_t(kind)]; }

void Tally::add(const std::optional<Money>& value) {
    ++count;
    if (value) minor[value->currency] += value->minor;
}

void write(JsonWriter& out, const Tally& tally) {
    out.begin_object().member("count", tally.count).key("values").begin_array();
    for (auto& [currency, minor] : tally.minor)
        out.begin_object().member("minor", minor).member("currency", currency.code()).end_object();
    out.end_array().end_object();
}

void write(JsonWriter& out, const Difference& difference) {
    out.begin_object()
        .member("kind", name_of(difference.kind))
        .member("record", difference.record)
        .member("unique_id", difference.unique_id);
    out.member("label", difference.label);
    write_money(out, "vendor", difference.vendor);
    write_money(out, "ours", difference.ours);
    out.key("reason");
    if (difference.reason.empty())
        out.value(nullptr);
    else
        out.value(difference.reason);
    out.key("our_day");
    if (difference.our_day)
        out.value(format_iso(*difference.our_day));
    else
        out.value(nullptr);
    out.end_object();
}

std::string figures_json(const ReconciledDay& day) {
    JsonWriter out;
    out.begin_object().key("vendor");
    write(out, day.vendor);
    out.key("ours");
    write(out, day.ours);
    out.key("excluded").begin_object();
    for (auto& [reason, tally] : day.excluded) {
        out.key(reason);
        write(out, tally);
    }
    out.end_object();
    if (!day.refusal.empty()) out.member("refusal", day.refusal);
    out.end_object();
    return out.take();
}

Result<void> read_figures(ReconciledDay& day, std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, limits));
    JsonNode root = document.root();
    day.vendor = TRY(tally_in(root["vendor"]));
    day.ours = TRY(tally_in(root["ours"]));
    day.refusal = text_in(root["refusal"]);
    Result<void> read;
    root["excluded"].each_member([&](std::string_view reason, JsonNode node) {
        auto tally = tally_in(node);
        if (tally)
            day.excluded[std::string(reason)] = *tally;
        else
            read = std::unexpected(tally.error());
    });
    return read;
}

std::string differences_json(const ReconciledDay& day) {
    JsonWriter out;
    out.begin_array();
    for (auto& difference : day.differences) write(out, difference);
    out.end_array();
    return out.take();
}

Result<std::vector<Difference>> differences_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, limits));
    std::vector<Difference> differences;
    Result<void> read;
    document.root().each([&](JsonNode node) {
        auto difference = difference_in(node);
        if (difference)
            differences.push_back(std::move(*difference));
        else
            read = std::unexpected(difference.error());
    });
    if (!read) return std::unexpected(read.error());
    return differences;
}

}  // namespace regulars::model
