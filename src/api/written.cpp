// Writes users, organizations, money, references and events.
// SPDX-License-Identifier: Apache-2.0
#include "api/written.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/call.hpp"
#include "base/text.hpp"
#include "ingest/product_events.hpp"

namespace regulars::api {
namespace {

constexpr std::string_view api_source = "api", own_source = "regulars", removed_source = "removed";

/// By its number, which no other integration of the account ever has.
std::string removed_id(IntegrationId id) { return fmt::format("{}-{}", removed_source, id.value); }

}  // namespace

void write(JsonWriter& out, const model::User& user) {
    out.begin_object()
        .member("id", std::to_string(user.id.value))
        .member("email", user.email)
        .member("name", user.name);
    out.member("role", model::name_of(user.role))
        .member("created_at", format_iso(user.created_at))
        .end_object();
}

std::string revision_of(const model::Account& a) {
    return revision_of(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", a.name, a.time_zone, a.currency.code(),
                                   a.country, a.locale, model::name_of(a.segment_days)));
}

void write(JsonWriter& out, const model::Account& a) {
    out.begin_object()
        .member("id", a.public_id)
        .member("revision", revision_of(a))
        .member("name", a.name);
    out.member("time_zone", a.time_zone)
        .member("currency", a.currency.code())
        .member("country", a.country);
    out.member("locale", a.locale)
        .member("segment_days", model::name_of(a.segment_days))
        .member("created_at", format_iso(a.created_at))
        .end_object();
}

void write(JsonWriter& out, const Money& money) {
    out.begin_object()
        .member("amount", format_decimal(money))
        .member("currency", money.currency.code())
        .end_object();
}

void write(JsonWriter& out, const std::optional<Money>& money) {
    if (money)
        write(out, *money);
    else
        out.value(nullptr);
}

void write_instant(JsonWriter& out, std::string_view name, Instant t) {
    out.member(name, format_iso(t));
}
void write_instant(JsonWriter& out, std::string_view name, std::optional<Instant> t) {
    if (t)
        write_instant(out, name, *t);
    else
        out.member(name, nullptr);
}

void write_members(JsonWriter& out, const model::ConsentEntry& entry) {
    out.member("id", entry.id)
        .member("channel", model::name_of(entry.channel))
        .member("state", model::name_of(entry.state));
    out.member("by", entry.by == model::ConsentBy::person ? "person" : "vendor")
        .member("method", entry.method)
        .member("source", entry.source);
    write_instant(out, "at", entry.at);
    write_instant(out, "recorded_at", entry.recorded_at);
    write_instant(out, "opted_in_at", entry.opted_in_at);
    out.member("proof", entry.proof);
}

void write_text_or_null(JsonWriter& out, std::string_view name, std::string_view text) {
    if (text.empty())
        out.member(name, nullptr);
    else
        out.member(name, text);
}

Result<Names> Names::load(store::Transaction& tx, AccountId account) {
    Names names;
    for (auto& integration : TRY(tx.integrations().all(account)))
        names.integrations_.emplace(integration.id, std::move(integration));
    for (auto& removed : TRY(tx.integrations().removed(account)))
        names.removed_.emplace(removed.id, std::move(removed));
    for (auto& metric : TRY(tx.events().metrics(account)))
        names.metrics_.emplace(metric.id, std::move(metric));
    return names;
}

const model::Integration* Names::integration(IntegrationId id) const {
    auto found = integrations_.find(id);
    return found == integrations_.end() ? nullptr : &found->second;
}

const model::Metric* Names::metric(MetricId id) const {
    auto found = metrics_.find(id);
    return found == metrics_.end() ? nullptr : &found->second;
}

const model::Metric* Names::metric(std::string_view public_id) const {
    for (auto& [id, metric] : metrics_)
        if (metric.public_id == public_id) return &metric;
    return nullptr;
}

void Names::write_integration(JsonWriter& out, IntegrationId id) const {
    if (auto* integration = this->integration(id)) {
        out.begin_object()
            .member("id", integration->public_id)
            .member("kind", model::name_of(integration->kind));
        out.member("name", integration->name).end_object();
    } else if (id) {
        auto removed = removed_.find(id);
        bool is_known = removed != removed_.end();
        out.begin_object().member("id", removed_id(id)).member("kind", removed_source);
        out.member("name", is_known ? removed->second.name
                                    : fmt::format("Removed integration {}", id.value));
        if (is_known) out.member("was", model::name_of(removed->second.kind));
        out.end_object();
    } else {
        out.value(nullptr);
    }
}

void Names::write_source(JsonWriter& out, const model::Metric& metric) const {
    if (metric.integration) return write_integration(out, metric.integration);
    out.begin_object().member("id", source_id(metric));
    if (ingest::is_product_metric(metric.name))
        out.member("kind", own_source).member("name", "Regulars");
    else
        // As Klaviyo's metrics page calls what comes by its API.
        out.member("kind", api_source).member("name", "API");
    out.end_object();
}

std::string Names::source_id(const model::Metric& metric) const {
    if (auto* integration = this->integration(metric.integration)) return integration->public_id;
    if (metric.integration) return removed_id(metric.integration);
    return std::string(ingest::is_product_metric(metric.name) ? own_source : api_source);
}

void Names::write_metric(JsonWriter& out, const model::Metric& metric) const {
    out.begin_object()
        .member("id", metric.public_id)
        .member("name", metric.name)
        .key("integration");
    write_source(out, metric);
    out.end_object();
}

std::vector<const model::Metric*> Names::sorted_metrics() const {
    std::vector<const model::Metric*> sorted;
    for (auto& [id, metric] : metrics_) sorted.push_back(&metric);
    auto key = [&](const model::Metric* m) {
        auto* i = integration(m->integration);
        return std::tuple(i ? lowered(i->name) : std::string(), std::string_view(m->name));
    };
    std::ranges::stable_sort(sorted, {}, key);
    return sorted;
}

void write_profile_ref(JsonWriter& out, const model::Profile& p) {
    out.begin_object()
        .member("id", p.public_id)
        .member("name", trimmed(p.fields.first_name + " " + p.fields.last_name));
    write_text_or_null(out, "email", p.fields.email);
    write_text_or_null(out, "phone", p.fields.phone);
    out.end_object();
}

Result<void> write_event_page(JsonWriter& out, store::Transaction& tx, AccountId account,
                              const Names& names, const std::vector<model::Event>& events,
                              bool has_more) {
    std::map<ProfileId, model::Profile> profiles;
    out.begin_object().key("data").begin_array();
    for (auto& event : events) {
        auto known = profiles.find(event.profile);
        if (known == profiles.end()) {
            auto profile = TRY(tx.profiles().find(account, event.profile));
            if (!profile) return fail(ErrorKind::internal, "an event belongs to no profile");
            known = profiles.emplace(event.profile, std::move(*profile)).first;
        }
        auto* metric = names.metric(event.metric);
        if (!metric) return fail(ErrorKind::internal, "an event belongs to no metric");
        out.begin_object().member("id", std::to_string(event.id.value)).key("metric");
        names.write_metric(out, *metric);
        out.key("profile");
        write_profile_ref(out, known->second);
        write_instant(out, "time", event.time);
        out.key("value");
        write(out, event.value);
        out.key("properties").raw(event.properties);
        out.end_object();
    }
    out.end_array();
    if (has_more && !events.empty()) {
        auto& last = events.back();
        out.member("next", place_text({last.time, last.profile, last.id}));
    } else {
        out.member("next", nullptr);
    }
    out.end_object();
    return {};
}

std::string place_text(const store::EventPlace& place) {
    return fmt::format("{}_{}_{}", place.time.us, place.profile.value, place.event.value);
}

std::optional<store::EventPlace> event_place_in(std::string_view text) {
    auto parts = split(text, '_');
    if (parts.size() != 3) return std::nullopt;
    store::EventPlace place;
    bool before_1970 = parts[0].starts_with('-');
    auto us = number_in(before_1970 ? parts[0].substr(1) : parts[0]);
    place.time.us = before_1970 ? -us : us;
    place.profile.value = number_in(parts[1]);
    place.event.value = number_in(parts[2]);
    if (!place.profile || !place.event) return std::nullopt;
    return place;
}

}  // namespace regulars::api
