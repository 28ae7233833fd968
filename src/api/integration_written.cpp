// Writes integrations.
// SPDX-License-Identifier: Apache-2.0
#include "api/integration_written.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "model/naming.hpp"
#include "sources/vendors.hpp"

namespace regulars::api {
namespace {

constexpr model::Names<Health, 7> healths{{{Health::backfilling, "backfilling"},
                                           {Health::syncing, "syncing"},
                                           {Health::fresh, "fresh"},
                                           {Health::late, "late"},
                                           {Health::failing, "failing"},
                                           {Health::paused, "paused"},
                                           {Health::stopped, "stopped"}}};

/// `error`: the vendor's or the system's own words.
void write_problem(JsonWriter& out, const std::optional<model::RunFailure>& failure,
                   std::string_view error) {
    out.key("problem");
    if (!failure) {
        out.value(nullptr);
        return;
    }
    out.begin_object()
        .member("code", model::name_of(failure->trouble))
        .member("detail", error)
        .member("http_status", failure->http_status)
        .end_object();
}

Result<void> write_list(JsonWriter& out, store::Transaction& tx, AccountId account, ListId id) {
    out.key("list");
    auto list = id ? TRY(tx.lists().find(account, id)) : std::nullopt;
    if (list)
        out.begin_object()
            .member("id", list->public_id)
            .member("name", list->name)
            .member("opt_in", model::name_of(list->opt_in))
            .end_object();
    else
        out.value(nullptr);
    return {};
}

/// Everything but secrets and addresses, by the names of the set-up form.
Result<void> write_settings(JsonWriter& out, const Call& call,
                            const model::Integration& integration) {
    out.key("settings").begin_object();
    std::string client_id;
    if (auto credentials = call.services.vault.unseal(integration.sealed_credentials))
        if (auto document = JsonDocument::parse(*credentials))
            client_id = text_in(document->root()["client_id"]);
    auto document = TRY(JsonDocument::parse(integration.settings));
    auto settings = document.root();
    out.member("client_id", client_id);
    if (integration.kind == model::IntegrationKind::opentable) {
        auto rid = settings["rid"];
        out.member("restaurant_id", rid.integer() ? std::to_string(*rid.integer()) : text_in(rid));
        out.member("restaurant_name", text_in(settings["restaurant_name"]))
            .member("time_zone", text_in(settings["time_zone"]));
        out.key("pos_value_from")
            .raw(settings["pos_value_from"].is_array() ? settings["pos_value_from"].text() : "[]");
    } else {
        settings.each_member([&](std::string_view name, JsonNode node) {
            if (!name.ends_with("_url")) out.key(name).raw(node.text());
        });
    }
    out.end_object();
    return {};
}

Result<void> write_counts(JsonWriter& out, store::Transaction& tx, AccountId account,
                          const model::Integration& integration) {
    std::int64_t events = 0, records = 0, excluded = 0, profiles = 0;
    for (auto& metric : TRY(tx.events().metrics(account)))
        if (metric.integration == integration.id && metric.listed) events += metric.events;
    for (auto& count : TRY(tx.integrations().counts(account, integration.id))) {
        if (count.kind == "records") records += count.n;
        if (count.kind == "records" && (count.name == "guest" || count.name == "customer"))
            profiles += count.n;
        if (count.kind == "excluded") excluded += count.n;
    }
    out.key("counts").begin_object().member("profiles", profiles).member("events", events);
    out.member("records", records).member("excluded", excluded).end_object();
    return {};
}

/// Speed and time left are of this run, for whoever waits before a screen: an interrupted backfill
/// goes on where it was. Before a few seconds, or a little of the history, they are nothing.
void write_backfill(JsonWriter& out, const Call& call, const model::Run& stored) {
    constexpr double few_seconds = 3, little = 0.01;
    auto live = call.services.sync.under_way(call.account_id(), stored.integration);
    auto& run = live && live->id == stored.id ? *live : stored;
    double seconds = double((run.ended_at.value_or(call.now()) - run.started_at).count()) / 1e6 /
                     call.services.clock_speed,
           read = run.done - run.done_before;
    std::optional<double> records_per_minute;
    std::optional<std::int64_t> seconds_left;
    if (seconds > few_seconds) records_per_minute = double(run.records) * 60 / seconds;
    if (!run.ended_at && seconds > few_seconds && read > little && run.done < 1)
        seconds_left = std::llround(seconds * (1 - run.done) / read);
    out.begin_object()
        .member("done", std::clamp(run.done, 0.0, 1.0))
        .member("stage", model::name_of(run.reach.stage));
    write_text_or_null(out, "month", run.reach.month);
    out.member("months_done", run.reach.months_done)
        .member("months_total", run.reach.months_total)
        .member("records", run.records);
    out.member("records_per_minute", records_per_minute).member("seconds_left", seconds_left);
    write_instant(out, "started_at", run.started_at);
    out.end_object();
}

}  // namespace

std::string_view name_of(Health health) { return healths.name(health); }

int interval_minutes_of(const model::Integration& integration) {
    auto interval = sources::connector_of(integration.kind).interval({.integration = integration});
    // With settings that are none, nothing is synced: the integration fails, and says so.
    return int(interval.value_or(1h) / 1min);
}

Health health_of(const model::Integration& integration, const std::optional<model::Run>& last_run,
                 int interval_minutes, Instant now) {
    if (integration.status == model::IntegrationStatus::paused) return Health::paused;
    if (integration.status == model::IntegrationStatus::stopped) return Health::stopped;
    if (last_run && last_run->outcome == model::RunOutcome::running)
        return last_run->kind == model::RunKind::backfill ? Health::backfilling : Health::syncing;
    if (last_run && last_run->outcome == model::RunOutcome::failed) return Health::failing;
    if (!integration.last_sync_at) return Health::backfilling;  // its first run is about to begin
    if (now - *integration.last_sync_at > std::chrono::minutes(2 * interval_minutes))
        return Health::late;
    return Health::fresh;
}

std::string revision_of(const model::Integration& i) {
    return revision_of(fmt::format("{}\n{}\n{}\n{}\n{}", i.name, i.settings, i.sealed_credentials,
                                   i.list.value, int(i.status)));
}

Outcome<model::Integration> integration_in(store::Transaction& tx, const Call& call) {
    auto integration =
        TRY(tx.integrations().find(call.account_id(), std::string_view(call.path[0])));
    if (!integration || integration->public_id != call.path[0])
        return not_found("There is no such integration.");
    return std::move(*integration);
}

Result<void> write_open_integration(JsonWriter& out, store::Transaction& tx, const Call& call,
                                    const model::Integration& integration) {
    auto account = call.account_id();
    auto runs = TRY(tx.integrations().runs(account, integration.id, 1));
    auto last_run = runs.empty() ? std::nullopt : std::optional(runs.front());
    int interval = interval_minutes_of(integration);
    auto health = health_of(integration, last_run, interval, call.now());
    out.begin_object()
        .member("id", integration.public_id)
        .member("kind", model::name_of(integration.kind))
        .member("name", integration.name);
    out.member("revision", revision_of(integration))
        .member("status", model::name_of(integration.status))
        .member("health", name_of(health));
    write_instant(out, "created_at", integration.created_at);
    write_instant(out, "history_since", integration.history_since);
    write_instant(out, "last_sync_at", integration.last_sync_at);
    bool is_active = integration.status == model::IntegrationStatus::active;
    write_instant(out, "next_sync_at", is_active ? integration.next_sync_at : std::nullopt);
    out.member("interval_minutes", interval);
    write_text_or_null(out, "notice", integration.notice);
    write_problem(out, integration.last_failure, integration.last_error);
    TRY(write_list(out, tx, account, integration.list));
    TRY(write_settings(out, call, integration));
    TRY(write_counts(out, tx, account, integration));
    out.key("backfill");
    bool is_backfilling = last_run && last_run->kind == model::RunKind::backfill &&
                          last_run->outcome != model::RunOutcome::succeeded;
    if (is_backfilling)
        write_backfill(out, call, *last_run);
    else
        out.value(nullptr);
    return {};
}

Result<void> write_integration(JsonWriter& out, store::Transaction& tx, const Call& call,
                               const model::Integration& integration) {
    TRY(write_open_integration(out, tx, call, integration));
    out.end_object();
    return {};
}

void write_run(JsonWriter& out, const model::Run& run) {
    out.begin_object()
        .member("id", std::to_string(run.id.value))
        .member("kind", model::name_of(run.kind))
        .member("outcome", model::name_of(run.outcome));
    write_instant(out, "started_at", run.started_at);
    write_instant(out, "ended_at", run.ended_at);
    out.member("pages", run.pages).member("records", run.records);
    out.member("profiles_created", run.profiles_created)
        .member("profiles_updated", run.profiles_updated);
    out.member("events_created", run.events_created)
        .member("events_updated", run.events_updated)
        .member("events_retracted", run.events_retracted);
    write_problem(out, run.failure, run.error);
    out.end_object();
}

}  // namespace regulars::api
