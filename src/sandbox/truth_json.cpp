// The truth as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/truth.hpp"

namespace regulars::sandbox {
namespace {

void write_text_or_null(JsonWriter& out, std::string_view key, std::string_view text) {
    out.key(key);
    if (text.empty())
        out.value(nullptr);
    else
        out.value(text);
}

void write_counts(JsonWriter& out, std::string_view key,
                  const std::map<std::string, std::int64_t>& counts) {
    out.key(key).begin_object();
    for (auto& [name, count] : counts) out.member(name, count);
    out.end_object();
}

}  // namespace

void write(JsonWriter& out, const TruthEvent& event) {
    out.begin_object().member("metric", event.metric).member("unique_id", event.unique_id);
    out.member("rid", std::int64_t(event.rid))
        .member("reservation", event.reservation)
        .member("person", event.person);
    out.member("time", format_iso(event.time)).key("times").begin_array();
    for (Instant t : event.times) out.value(format_iso(t));
    out.end_array().member("certain", event.certain).key("value");
    if (event.value)
        out.raw(format_decimal(*event.value));
    else
        out.value(nullptr);
    out.key("currency");
    if (event.value)
        out.value(event.value->currency.code());
    else
        out.value(nullptr);
    if (!event.refund_amounts.empty()) {
        out.key("refund_amounts").begin_array();
        for (auto amount : event.refund_amounts)
            out.raw(format_decimal({amount, event.value ? event.value->currency : Currency()}));
        out.end_array();
    }
    out.key("properties")
        .raw(event.properties)
        .member("changed", format_iso(event.changed))
        .end_object();
}

void write(JsonWriter& out, const TruthProfile& profile) {
    out.begin_object().member("guests", profile.guests);
    if (!profile.possible_guests.empty()) out.member("possible_guests", profile.possible_guests);
    if (!profile.certain) out.member("certain", false);
    write_text_or_null(out, "email", profile.email);
    write_text_or_null(out, "phone", profile.phone);
    write_text_or_null(out, "first_name", profile.first_name);
    write_text_or_null(out, "last_name", profile.last_name);
    out.key("properties")
        .raw(profile.properties)
        .member("changed", format_iso(profile.changed))
        .end_object();
}

void write(JsonWriter& out, const TruthConsent& consent) {
    out.begin_object().member("guests", consent.guests);
    write_text_or_null(out, "email", consent.email);
    out.member("channel", consent.channel)
        .member("state", consent.state)
        .member("certain", consent.certain)
        .end_object();
}

void write(JsonWriter& out, const TruthCounts& counts) {
    out.begin_object().member("rid", std::int64_t(counts.rid)).member("name", counts.name);
    out.member("guests", counts.guests).member("reservations", counts.reservations);
    write_counts(out, "events", counts.events);
    write_counts(out, "uncertain_events", counts.uncertain_events);
    write_counts(out, "excluded", counts.excluded);
    out.end_object();
}

void write(JsonWriter& out, const TruthDay& day) {
    Currency currency = day.placed_value.currency;
    out.begin_object()
        .member("rid", std::int64_t(day.rid))
        .member("name", day.name)
        .member("date", day.date);
    out.member("records", day.records)
        .member("placed", day.placed)
        .key("value")
        .raw(format_decimal(day.placed_value));
    out.member("currency", currency.code()).key("excluded").begin_object();
    for (auto& [reason, sum] : day.excluded) {
        out.key(reason)
            .begin_object()
            .member("records", sum.first)
            .key("value")
            .raw(format_decimal({sum.second, currency}))
            .end_object();
    }
    out.end_object().end_object();
}

}  // namespace regulars::sandbox
