// Pages through the reservations of some days and says what each makes by the vendor's word alone.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/audit.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/opentable/answers.hpp"
#include "sources/opentable/mapping.hpp"
#include "sources/opentable/plan.hpp"
#include "sources/opentable/records.hpp"
#include "sources/opentable/rows.hpp"
#include "sources/opentable/states.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr std::size_t most_rows = 1'000'000;
constexpr std::size_t longest_label = 200;

}  // namespace

OpenTableAudit::OpenTableAudit(Settings settings, Credentials credentials, Instant history_since,
                               LocalDate from, LocalDate to)
    : settings_(std::move(settings)),
      credentials_(std::move(credentials)),
      history_since_(history_since),
      from_(from),
      to_(to),
      walk_(Instant{}, settings_.page_size) {}

net::HttpRequest OpenTableAudit::token_request() const {
    return opentable::token_request(settings_, credentials_);
}
Result<Token> OpenTableAudit::token_from(const net::HttpResponse& response, Instant now) {
    return opentable::token_from(response, now);
}
void OpenTableAudit::authorize(net::HttpRequest& request, const Token& token) const {
    opentable::authorize(request, token);
}
std::string OpenTableAudit::explain(const net::HttpResponse& response) const {
    return opentable::explain(response);
}
Pace OpenTableAudit::pace() const { return pace_of(settings_, credentials_); }

std::optional<Ask> OpenTableAudit::next(Instant) {
    if (is_done_) return std::nullopt;
    auto from = local_time(from_), to = local_time(date_of_day(day_number(to_) + 1));
    return Ask{get(settings_, reservations_path(settings_, from, to, walk_)),
               fmt::format("reservations of {} to {}", format_iso(from_), format_iso(to_))};
}

Result<void> OpenTableAudit::take(const net::HttpResponse& response, Instant) {
    auto page = TRY(reservations_from(response.body, settings_.time_zone));
    switch (walk_.take(page.envelope, rows_of(page.items))) {
        case Walked::stuck:
            return fail(ErrorKind::exhausted,
                        "OpenTable promises more pages but repeats the same rows");
        case Walked::done:
            is_done_ = true;
            break;
        case Walked::more:
        case Walked::again:
            break;
    }
    for (auto& reservation : page.items) note(reservation);
    if (seen_.size() > most_rows)
        return fail(
            ErrorKind::exhausted,
            fmt::format("more than {} reservations lie in these days: ask for fewer", most_rows));
    return {};
}

void OpenTableAudit::note(const Reservation& r) {
    auto key = record_key("reservation", r);
    auto [known, is_new] = seen_.try_emplace(key);
    auto& seen = known->second;
    bool is_better = is_new || r.sequence > seen.sequence ||
                     (r.sequence == seen.sequence && (r.pos_total || !seen.has_total));
    if (is_better) seen = {row_of(r), r.sequence, r.pos_total.has_value()};
}

model::VendorRow OpenTableAudit::row_of(const Reservation& r) const {
    model::VendorRow row{.record = record_key("reservation", r),
                         .label = std::string(clipped(r.id, longest_label)),
                         .place = settings_.restaurant_name,
                         .zone = settings_.time_zone};
    // One without a scheduled time belongs to no day; it is shown on the first, so as not to be
    // lost.
    row.day = r.scheduled ? settings_.time_zone.to_local(*r.scheduled).date() : from_;
    if (!r.fault.empty()) {
        row.exclusion = "malformed";
        if (row.label.empty()) row.label = row.record;
        return row;
    }
    row.value = value_of(r, settings_);
    row.changed_at = r.updated_at;
    if (!r.guest_id.empty()) row.persons = {person_key(r.guest_id)};

    auto prefix = event_prefix(settings_.rid, r.id);
    auto family = family_of(r.state);
    std::vector<std::string> events;
    auto make = [&](std::string_view metric) { events.push_back(prefix + std::string(metric)); };
    bool completed = is_completed(r);
    if (completed) make(completed_metric);
    if ((r.created ? *r.created : *r.updated_at) >= history_since_) make(created_metric);
    if (family == StateFamily::cancelled) make(cancelled_metric);
    if (family == StateFamily::confirmed) make(confirmed_metric);
    if (completed && row.value) make(value_metric);
    // Not one that must be there where another stands for it: who came before stays completed.
    if (events.empty() && family == StateFamily::no_show) make(no_show_metric);
    if (!events.empty()) {
        row.unique_id = std::move(events.front());
        for (auto further = events.begin() + 1; further != events.end(); ++further)
            row.also.push_back({std::move(*further), row.value, {}});
    }

    if (*r.scheduled < history_since_)
        row.exclusion = "before_history";
    else if (r.guest_id.empty())
        row.exclusion = is_walk_in(r) ? "walk_in_without_guest" : "no_guest";
    else if (row.unique_id.empty())
        row.exclusion = "created_before_history";
    return row;
}

std::vector<model::VendorRow> OpenTableAudit::rows() {
    std::vector<model::VendorRow> rows;
    for (auto& [key, seen] : seen_)
        if (from_ <= seen.row.day && seen.row.day <= to_) rows.push_back(std::move(seen.row));
    seen_.clear();
    return rows;
}

model::Tracer tracer_of(const Settings& settings) {
    model::Tracer tracer;
    for (auto metric : {created_metric, confirmed_metric, completed_metric, cancelled_metric,
                        no_show_metric, value_metric})
        tracer.metrics.emplace_back(metric);
    tracer.before = days(180);  // booked ahead; reference: at most 119 days were seen
    tracer.after = days(60);    // first seen late
    tracer.knows_day = true;
    // A guest whom the vendor no longer names is remembered.
    tracer.partial_exclusions = {"assumed_seated",         "before_history",
                                 "created_before_history", "unknown_state",
                                 "walk_in_without_guest",  "no_guest"};
    tracer.trace = [zone = settings.time_zone, prefix = fmt::format("opentable:{}:", settings.rid)](
                       const model::Event& event) -> std::optional<model::EventTrace> {
        model::EventTrace trace{.day = zone.to_local(event.time).date(), .value = event.value};
        std::string_view id = event.unique_id;
        if (auto end = id.rfind(':'); id.starts_with(prefix) && end >= prefix.size())
            trace.record = reservation_record_key(id.substr(prefix.size(), end - prefix.size()));
        auto document =
            JsonDocument::parse(event.properties, {.max_bytes = 1u << 20, .max_depth = 16});
        if (!document) return trace;
        auto root = document->root();
        if (auto scheduled = parse_instant(root["Scheduled Time"].string().value_or("")))
            trace.day = zone.to_local(*scheduled).date();
        if (!root["Value Source"].is_nothing()) trace.value.reset();
        return trace;
    };
    return tracer;
}

}  // namespace regulars::sources::opentable
