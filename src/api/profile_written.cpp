// Writes people: rows, the whole of one, timelines.
// SPDX-License-Identifier: Apache-2.0
#include "api/profile_written.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/reservations.hpp"

namespace regulars::api {
namespace {

constexpr int timeline_rows = 25;
constexpr int export_rows = 1'000;  // read at a time

void write_birthday(JsonWriter& out, const std::optional<model::Birthday>& birthday) {
    out.key("birthday");
    if (!birthday) {
        out.value(nullptr);
        return;
    }
    out.begin_object().key("year");
    if (birthday->year)
        out.value(*birthday->year);
    else
        out.value(nullptr);
    out.member("month", birthday->month).member("day", birthday->day).end_object();
}

void write_fields(JsonWriter& out, const model::PersonFields& fields) {
    out.member("first_name", fields.first_name).member("last_name", fields.last_name);
    write_text_or_null(out, "email", fields.email);
    write_text_or_null(out, "phone", fields.phone);
    write_birthday(out, fields.birthday);
    out.key("properties");
    model::write(out, fields.properties);
}

void write_facets(JsonWriter& out, const Names& names, const std::vector<model::Facet>& facets) {
    out.key("facets").begin_array();
    for (auto& facet : facets) {
        out.begin_object().member("key", facet.key).key("integration");
        names.write_integration(out, facet.integration);
        write_instant(out, "as_of", facet.as_of);
        out.member("opted_in", facet.opted_in);
        auto fields = facet.said;
        for (auto& [name, seen] : facet.seen) fields.properties.try_emplace(name, seen);
        write_fields(out, fields);
        out.end_object();
    }
    out.end_array();
}

Result<void> write_consents(JsonWriter& out, store::Transaction& tx, AccountId account,
                            ProfileId profile) {
    out.key("consents").begin_array();
    for (auto channel : {model::Channel::email, model::Channel::sms}) {
        auto consent = TRY(tx.consents().of(account, profile, channel));
        out.begin_object()
            .member("channel", model::name_of(channel))
            .member("state", model::name_of(consent.state));
        out.member("method", consent.method).member("source", consent.source);
        write_instant(out, "at", consent.at);
        out.end_object();
    }
    out.end_array().key("ledger").begin_array();
    auto ledger = TRY(tx.consents().ledger(account, profile));
    std::ranges::reverse(ledger);
    for (auto& entry : ledger) {
        write_members(out.begin_object(), entry);
        out.end_object();
    }
    out.end_array();
    return {};
}

Result<void> write_lists(JsonWriter& out, store::Transaction& tx, AccountId account,
                         ProfileId profile) {
    out.key("lists").begin_array();
    for (auto& membership : TRY(tx.lists().of_profile(account, profile))) {
        auto list = TRY(tx.lists().find(account, membership.list));
        if (!list) return fail(ErrorKind::internal, "a membership belongs to no list");
        out.begin_object().member("id", list->public_id).member("name", list->name);
        write_instant(out, "joined_at", membership.joined_at);
        out.member("source", membership.source).end_object();
    }
    out.end_array();
    return {};
}

void write_upcoming(JsonWriter& out, const Names& names,
                    const std::vector<UpcomingReservation>& upcoming) {
    out.key("upcoming").begin_array();
    for (auto& r : upcoming) {
        out.begin_object().member("event_id", std::to_string(r.event.value)).key("integration");
        names.write_integration(out, r.integration);
        write_instant(out, "scheduled_at", r.scheduled_at);
        out.member("time_zone", r.time_zone)
            .member("restaurant_name", r.restaurant_name)
            .member("party_size", r.party_size);
        out.member("tables", r.tables)
            .member("visit_tags", r.visit_tags)
            .member("request", r.request)
            .member("confirmed", r.confirmed);
        out.end_object();
    }
    out.end_array();
}

void write_lifetime(JsonWriter& out, const Lifetime& l) {
    out.key("lifetime")
        .begin_object()
        .member("visits", l.visits)
        .member("reservations", l.reservations);
    out.member("cancellations", l.cancellations)
        .member("no_shows", l.no_shows)
        .member("covers", l.covers)
        .key("value");
    write(out, l.value);
    write_instant(out, "first_seen_at", l.first_seen);
    write_instant(out, "last_seen_at", l.last_seen);
    out.end_object();
}

/// Every suppression of the person's addresses, lifted ones included.
Result<void> write_suppressions(JsonWriter& out, store::Transaction& tx, AccountId account,
                                ProfileId profile) {
    out.key("suppressions").begin_array();
    for (auto& identifier : TRY(tx.profiles().identifiers(account, profile))) {
        using enum model::IdentifierKind;
        if (identifier.kind != email && identifier.kind != phone) continue;
        auto channel = identifier.kind == email ? model::Channel::email : model::Channel::sms;
        auto address = model::matching_form(channel, identifier.value);
        for (auto& line : TRY(tx.suppressions().of_address(account, channel, address))) {
            out.begin_object()
                .member("channel", model::name_of(channel))
                .member("address", line.address)
                .member("reason", model::name_of(line.reason));
            write_instant(out, "suppressed_at", line.suppressed_at);
            write_instant(out, "lifted_at", line.lifted_at);
            out.member("method", line.method).member("source", line.source).end_object();
        }
    }
    out.end_array();
    return {};
}

Result<void> write_duplicates(JsonWriter& out, store::Transaction& tx, AccountId account,
                              ProfileId profile) {
    out.key("possible_duplicates").begin_array();
    for (auto& pair : TRY(tx.merges().duplicates_of(account, profile))) {
        if (pair.told_apart_at) continue;
        if (auto found = TRY(tx.profiles().find(account, pair.other_than(profile))))
            write_profile_ref(out, *found);
    }
    out.end_array();
    return {};
}

/// What is not listed (klaviyo-product §1.2) is left out of pages, and stands in exports.
enum class Metrics { listed, all };

/// All members of the schema Profile but the timeline; the object stays open.
Result<void> write_open(JsonWriter& out, store::Transaction& tx, const model::Account& account,
                        const Names& names, const model::Profile& profile, Metrics metrics,
                        Instant now) {
    out.begin_object().member("id", profile.public_id).member("revision", revision_of(profile));
    write_fields(out, profile.fields);
    write_instant(out, "created_at", profile.created_at);
    write_instant(out, "updated_at", profile.updated_at);
    out.key("identifiers").begin_array();
    for (auto& identifier : TRY(tx.profiles().identifiers(account.id, profile.id)))
        out.begin_object()
            .member("kind", model::name_of(identifier.kind))
            .member("value", identifier.value)
            .end_object();
    out.end_array();
    write_facets(out, names, TRY(tx.profiles().facets(account.id, profile.id)));
    TRY(write_consents(out, tx, account.id, profile.id));
    TRY(write_lists(out, tx, account.id, profile.id));
    auto sums = TRY(tx.events().sums(account.id, profile.id));
    auto story = TRY(story_of(tx, account, names, profile.id, sums, now));
    write_upcoming(out, names, story.upcoming);
    write_lifetime(out, story.lifetime);
    std::map<MetricId, std::int64_t> counts;
    for (auto& sum : sums) counts[sum.metric] += sum.events;
    out.key("metrics").begin_array();
    for (auto* metric : names.sorted_metrics()) {
        auto count = counts.find(metric->id);
        if (count == counts.end() || (metrics == Metrics::listed && !metric->listed)) continue;
        out.begin_object()
            .member("id", metric->public_id)
            .member("name", metric->name)
            .key("integration");
        names.write_source(out, *metric);
        out.member("events", count->second).end_object();
    }
    out.end_array();
    return write_duplicates(out, tx, account.id, profile.id);
}

}  // namespace

Outcome<model::Profile> profile_in(store::Transaction& tx, const Call& call) {
    auto profile = TRY(tx.profiles().find(call.account_id(), std::string_view(call.path[0])));
    if (!profile) return not_found("There is no such profile; it may have been merged or erased.");
    return std::move(*profile);
}

std::string revision_of(const model::Profile& profile) {
    return revision_of(model::to_json(profile.fields));
}

Result<void> write_open_profile_row(JsonWriter& out, store::Transaction& tx,
                                    const model::Account& account, const Names& names,
                                    const model::Profile& profile) {
    out.begin_object()
        .member("id", profile.public_id)
        .member("first_name", profile.fields.first_name)
        .member("last_name", profile.fields.last_name);
    write_text_or_null(out, "email", profile.fields.email);
    write_text_or_null(out, "phone", profile.fields.phone);
    out.member(
        "email_consent",
        model::name_of(TRY(tx.consents().of(account.id, profile.id, model::Channel::email)).state));
    write_instant(out, "created_at", profile.created_at);
    auto lifetime =
        lifetime_of(TRY(tx.events().sums(account.id, profile.id)), names, account.currency);
    write_instant(out, "last_seen_at", lifetime.last_seen);
    out.member("visits", lifetime.visits).member("no_shows", lifetime.no_shows).key("value");
    write(out, lifetime.value);
    return {};
}

Result<void> write_profile_row(JsonWriter& out, store::Transaction& tx,
                               const model::Account& account, const Names& names,
                               const model::Profile& profile) {
    TRY(write_open_profile_row(out, tx, account, names, profile));
    out.end_object();
    return {};
}

Result<void> write_timeline(JsonWriter& out, store::Transaction& tx, AccountId account,
                            const Names& names, ProfileId profile, std::optional<MetricId> metric,
                            const std::optional<store::EventPlace>& place, int limit) {
    std::vector<model::Event> shown;
    auto from = place;
    while (shown.size() <= std::size_t(limit)) {
        auto events = TRY(tx.events().timeline(account, profile, metric, from, limit + 1));
        bool is_last = events.size() <= std::size_t(limit);
        if (!events.empty()) from = {events.back().time, events.back().profile, events.back().id};
        for (auto& event : events) {
            auto* known = names.metric(event.metric);
            if (metric || !known || known->listed) shown.push_back(std::move(event));
        }
        if (is_last) break;
    }
    bool has_more = shown.size() > std::size_t(limit);
    if (has_more) shown.resize(std::size_t(limit));
    return write_event_page(out, tx, account, names, shown, has_more);
}

Result<void> write_profile(JsonWriter& out, store::Transaction& tx, const model::Account& account,
                           const model::Profile& profile, Instant now) {
    auto names = TRY(Names::load(tx, account.id));
    TRY(write_open(out, tx, account, names, profile, Metrics::listed, now));
    out.key("timeline");
    TRY(write_timeline(out, tx, account.id, names, profile.id, std::nullopt, std::nullopt,
                       timeline_rows));
    out.end_object();
    return {};
}

Result<void> write_profile_export(JsonWriter& out, store::Transaction& tx,
                                  const model::Account& account, const model::Profile& profile,
                                  Instant now) {
    auto names = TRY(Names::load(tx, account.id));
    TRY(write_open(out, tx, account, names, profile, Metrics::all, now));
    TRY(write_suppressions(out, tx, account.id, profile.id));
    out.key("events").begin_array();
    std::optional<store::EventPlace> place;
    while (true) {
        auto events =
            TRY(tx.events().timeline(account.id, profile.id, std::nullopt, place, export_rows));
        for (auto& event : events) {
            out.begin_object()
                .member("id", std::to_string(event.id.value))
                .member("unique_id", event.unique_id)
                .key("metric");
            auto* metric = names.metric(event.metric);
            if (!metric) return fail(ErrorKind::internal, "an event belongs to no metric");
            names.write_metric(out, *metric);
            write_instant(out, "time", event.time);
            out.key("value");
            write(out, event.value);
            out.key("properties").raw(event.properties).end_object();
        }
        if (events.size() < std::size_t(export_rows)) break;
        place = {events.back().time, events.back().profile, events.back().id};
    }
    out.end_array().end_object();
    return {};
}

}  // namespace regulars::api
