// Verified days of an integration: the calendar, one day's differences, and checking now.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/business_day.hpp"
#include "api/fields.hpp"
#include "api/integration_written.hpp"
#include "api/router.hpp"

namespace regulars::api {
namespace {

constexpr std::int64_t most_shown_days = 400;
constexpr std::int64_t most_checked_days = 92;

struct Range {
    LocalDate from, to;
    std::int64_t days() const { return day_number(to) - day_number(from) + 1; }
};

void write_money(JsonWriter& out, const model::Tally& tally) {
    out.member("count", tally.count).key("values").begin_array();
    for (auto& [currency, minor] : tally.minor) write(out, Money{minor, currency});
    out.end_array();
}

void write_tally(JsonWriter& out, const char* name, const model::Tally& tally) {
    out.key(name).begin_object();
    write_money(out, tally);
    out.end_object();
}

/// The figures that a day and a place of it share; the object stays open.
void write_figures(JsonWriter& out, const model::ReconciledDay& day) {
    out.member("equal", day.is_equal());
    write_tally(out, "vendor", day.vendor);
    write_tally(out, "ours", day.ours);
    out.key("excluded").begin_array();
    for (auto& [reason, tally] : day.excluded) {
        out.begin_object().member("reason", reason);
        write_money(out, tally);
        out.end_object();
    }
    out.end_array().member("differences", day.difference_count);
}

void add(model::Tally& into, const model::Tally& tally) {
    into.count += tally.count;
    for (auto& [currency, minor] : tally.minor) into.minor[currency] += minor;
}

/// Places of one day as the day. The object stays open.
void write_open_day(JsonWriter& out, std::span<const model::ReconciledDay> places) {
    model::ReconciledDay whole{.day = places.front().day, .checked_at = places.front().checked_at};
    for (auto& place : places) {
        add(whole.vendor, place.vendor);
        add(whole.ours, place.ours);
        for (auto& [reason, tally] : place.excluded) add(whole.excluded[reason], tally);
        whole.difference_count += place.difference_count;
    }
    out.begin_object().member("day", format_iso(whole.day));
    write_instant(out, "checked_at", whole.checked_at);
    write_figures(out, whole);
    out.key("places").begin_array();
    for (auto& place : places) {
        out.begin_object().member("place", place.place);
        write_text_or_null(out, "time_zone", place.time_zone);
        write_text_or_null(out, "refusal", place.refusal);
        write_figures(out, place);
        out.end_object();
    }
    out.end_array();
}

void write_check(JsonWriter& out, const std::optional<Check>& check) {
    out.key("check");
    if (!check) {
        out.value(nullptr);
        return;
    }
    out.begin_object()
        .member("from", format_iso(check->from))
        .member("to", format_iso(check->to))
        .member("stage", check->stage);
    write_text_or_null(out, "error", check->error);
    out.end_object();
}

Outcome<LocalDate> day_in(const std::string& text, const char* name) {
    auto day = parse_date(text);
    if (!day) return refuse(Problem(400, "invalid", "is a day as YYYY-MM-DD").in(name));
    return *day;
}

/// The first day that can have anything: where the history begins; without a limit, the day of the
/// first event held, or today where there is none.
Outcome<LocalDate> first_day(store::Transaction& tx, const Call& call,
                             const model::Integration& integration, const Zone& zone) {
    Instant first = integration.history_since;
    if (first == Instant{}) {
        first = call.now();
        for (auto& metric : TRY(tx.events().metrics(call.account_id())))
            if (metric.integration == integration.id)
                first = std::min(
                    first,
                    TRY(tx.charts().first_time(call.account_id(), metric.id)).value_or(first));
    }
    return zone.to_local(first).date();
}

Answer read_days(Call& call) {
    Range range{TRY(day_in(TRY(call.required("from", 10)), "from")),
                TRY(day_in(TRY(call.required("to", 10)), "to"))};
    if (range.days() < 1 || range.days() > most_shown_days)
        return refuse(Problem(400, "invalid",
                              fmt::format("is 0 to {} days after `from`", most_shown_days - 1))
                          .in("to"));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        auto zone = TRY(analytics::zone_of(integration, call.account()));
        auto days =
            TRY(tx.reconciliations().days(call.account_id(), integration.id, range.from, range.to));
        out.begin_object()
            .member("time_zone", zone.name())
            .member("first_day", format_iso(TRY(first_day(tx, call, integration, zone))));
        out.member("last_closed_day", format_iso(analytics::last_closed_day(zone, call.now())));
        write_check(out, call.services.sync.check(call.account_id(), integration.id));
        out.key("data").begin_array();
        for (std::size_t i = 0, end = 0; i < days.size(); i = end) {
            for (end = i; end < days.size() && days[end].day == days[i].day;) ++end;
            write_open_day(out, std::span(days).subspan(i, end - i));
            out.end_object();
        }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_day(Call& call) {
    auto day = parse_date(call.path.at(1));
    if (!day) return not_found("There is no such day.");
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        auto places = TRY(tx.reconciliations().day(call.account_id(), integration.id, *day));
        if (places.empty()) return refuse(404, "not_found", "This day was not checked yet.");
        write_open_day(out, places);
        out.key("records").begin_array();
        for (auto& place : places)
            for (auto& difference : place.differences) {
                out.begin_object()
                    .member("place", place.place)
                    .member("kind", model::name_of(difference.kind))
                    .member("label", difference.label);
                write_text_or_null(out, "unique_id", difference.unique_id);
                out.key("vendor");
                write(out, difference.vendor);
                out.key("ours");
                write(out, difference.ours);
                write_text_or_null(out, "reason", difference.reason);
                out.member("our_day", difference.our_day
                                          ? std::optional(format_iso(*difference.our_day))
                                          : std::nullopt)
                    .end_object();
            }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer check_now(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto from = parse_date(fields.text("from", {.least = 10, .most = 10})),
         to = parse_date(fields.text("to", {.least = 10, .most = 10}));
    if (!from) fields.wrong("from", "is a day as YYYY-MM-DD");
    if (!to) fields.wrong("to", "is a day as YYYY-MM-DD");
    if (from && to) {
        Range range{*from, *to};
        if (range.days() < 1 || range.days() > most_checked_days)
            fields.wrong("to", fmt::format("is 0 to {} days after `from`", most_checked_days - 1));
    }
    TRY(fields.done());
    auto integration = TRY(call.read([&](store::Transaction& tx) -> Outcome<model::Integration> {
        return integration_in(tx, call);
    }));
    if (integration.status != model::IntegrationStatus::active)
        return refuse(409, "not_running",
                      fmt::format("The integration is {}; resume it first.",
                                  model::name_of(integration.status)));
    TRY(call.services.sync.request_check(call.account_id(), integration.id, *from, *to));
    JsonWriter out;
    out.begin_object();
    write_check(out, call.services.sync.check(call.account_id(), integration.id));
    out.end_object();
    return json_response(out, 202);
}

constexpr Route table[] = {
    {"GET", "/app/v1/integrations/{id}/reconciliation", Needs::analyst, "", &read_days},
    {"POST", "/app/v1/integrations/{id}/reconciliation", Needs::admin, "", &check_now},
    {"GET", "/app/v1/integrations/{id}/reconciliation/{day}", Needs::analyst, "", &read_day},
};

}  // namespace

std::span<const Route> reconciliation_routes() { return table; }

}  // namespace regulars::api
