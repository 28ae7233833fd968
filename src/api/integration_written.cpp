// Writes integrations.
// SPDX-License-Identifier: Apache-2.0
#include "api/integration_written.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "base/json_text.hpp"
#include "model/naming.hpp"

namespace regulars::api {
namespace {

constexpr model::Names<Health, 7> healths{{{Health::backfilling, "backfilling"},
                                           {Health::syncing, "syncing"},
                                           {Health::fresh, "fresh"},
                                           {Health::late, "late"},
                                           {Health::failing, "failing"},
                                           {Health::paused, "paused"},
                                           {Health::stopped, "stopped"}}};

/// The number behind " answered ", as connectors tell a vendor's HTTP status.
std::optional<int> status_in(std::string_view error) {
    constexpr std::string_view word = " answered ";
    auto at = error.find(word);
    if (at == std::string_view::npos) return std::nullopt;
    auto digits = error.substr(at + word.size());
    int status = 0;
    auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), status);
    if (failed != std::errc() || status < 100 || status > 599) return std::nullopt;
    return status;
}

void write_problem(JsonWriter& out, const std::optional<RunProblem>& problem) {
    out.key("problem");
    if (!problem) {
        out.value(nullptr);
        return;
    }
    out.begin_object().member("code", problem->code).member("detail", problem->detail).member("http_status", problem->http_status).end_object();
}

Result<void> write_list(JsonWriter& out, store::Transaction& tx, AccountId account, ListId id) {
    out.key("list");
    auto list = id ? TRY(tx.lists().find(account, id)) : std::nullopt;
    if (list)
        out.begin_object().member("id", list->public_id).member("name", list->name).member("opt_in", model::name_of(list->opt_in)).end_object();
    else
        out.value(nullptr);
    return {};
}

/// Everything but secrets and addresses, by the names of the set-up form.
Result<void> write_settings(JsonWriter& out, const Call& call, const model::Integration& integration) {
    out.key("settings").begin_object();
    std::string client_id;
    if (auto credentials = call.services.vault.unseal(integration.sealed_credentials))
        if (auto document = JsonDocument::parse(*credentials)) client_id = text_in(document->root()["client_id"]);
    auto document = TRY(JsonDocument::parse(integration.settings));
    auto settings = document.root();
    out.member("client_id", client_id);
    if (integration.kind == model::IntegrationKind::opentable) {
        auto rid = settings["rid"];
        out.member("restaurant_id", rid.integer() ? std::to_string(*rid.integer()) : text_in(rid));
        out.member("restaurant_name", text_in(settings["restaurant_name"])).member("time_zone", text_in(settings["time_zone"]));
        out.key("pos_value_from").raw(settings["pos_value_from"].is_array() ? settings["pos_value_from"].text() : "[]");
    } else {
        settings.each_member([&](std::string_view name, JsonNode node) {
            if (!name.ends_with("_url")) out.key(name).raw(node.text());
        });
    }
    out.end_object();
    return {};
}

Result<void> write_counts(JsonWriter& out, store::Transaction& tx, AccountId account, const model::Integration& integration) {
    std::int64_t events = 0, records = 0, excluded = 0, profiles = 0;
    for (auto& metric : TRY(tx.events().metrics(account)))
        if (metric.integration == integration.id && metric.listed) events += metric.events;
    for (auto& count : TRY(tx.integrations().counts(account, integration.id))) {
        if (count.kind == "records") records += count.n;
        if (count.kind == "excluded") excluded += count.n;
        if (count.kind == "profiles") profiles += count.n;
    }
    if (profiles == 0)
        for (auto& run : TRY(tx.integrations().runs(account, integration.id, 1'000))) profiles += run.profiles_created;
    out.key("counts").begin_object().member("profiles", profiles).member("events", events);
    out.member("records", records).member("excluded", excluded).end_object();
    return {};
}

void write_backfill(JsonWriter& out, const Call& call, const model::Run& run) {
    auto stage = stage_in(run);
    auto elapsed_min = double((call.now() - run.started_at).count()) / 60e6;
    Progress progress{.stage = stage.stage, .month = stage.month, .months_done = stage.months_done, .months_total = stage.months_total,
                      .records = run.records};
    if (elapsed_min > 0.05) progress.records_per_minute = double(run.records) / elapsed_min;
    if (run.done > 0.02 && run.done < 1) progress.seconds_left = std::llround(elapsed_min * 60 * (1 - run.done) / run.done);
    if (auto live = call.services.sync.progress(call.account_id(), run.integration)) progress = std::move(*live);
    out.begin_object().member("done", std::clamp(run.done, 0.0, 1.0)).member("stage", progress.stage).member("month", progress.month);
    out.member("months_done", progress.months_done).member("months_total", progress.months_total).member("records", progress.records);
    out.member("records_per_minute", progress.records_per_minute).member("seconds_left", progress.seconds_left);
    write_instant(out, "started_at", run.started_at);
    out.end_object();
}

}  // namespace

std::string_view name_of(Health health) { return healths.name(health); }

std::optional<RunProblem> problem_in(std::string_view error, model::IntegrationStatus status) {
    if (error.empty()) return std::nullopt;
    RunProblem problem{.detail = std::string(error), .http_status = status_in(error)};
    int http = problem.http_status.value_or(0);
    bool refused_client = error.find("refused the client id") != std::string_view::npos;
    if (refused_client || http == 401) problem.code = "credentials_wrong";
    else if (http == 403 || status == model::IntegrationStatus::stopped) problem.code = "access_revoked";
    else if (http == 429) problem.code = "rate_limited";
    else if (http >= 500) problem.code = "vendor_failing";
    else if (http != 0) problem.code = "unexpected_answer";
    else if (error.find("holds no") != std::string_view::npos || error.find("instead of") != std::string_view::npos ||
             error.find("promises") != std::string_view::npos || error.find("JSON") != std::string_view::npos)
        problem.code = "unexpected_answer";
    else if (error.find("asked to stop") != std::string_view::npos || error.find("interrupted") != std::string_view::npos) problem.code = "interrupted";
    else if (error.find("database") != std::string_view::npos || error.find("disk") != std::string_view::npos) problem.code = "internal";
    else problem.code = "unreachable";
    return problem;
}

RunStage stage_in(const model::Run& run) {
    RunStage stage;
    int year = 0, month = 0, done = 0, total = 0;
    if (run.progress.starts_with("reservations")) stage.stage = "reservations";
    else if (!run.progress.starts_with("guests") && !run.progress.empty()) stage.stage = "finishing";
    if (std::sscanf(run.progress.c_str(), "reservations: %4d-%2d (%d of %d months)", &year, &month, &done, &total) == 4) {
        stage.month = fmt::format("{:04}-{:02}", year, month);
        stage.months_done = std::max(0, done - 1);  // the one named is being read
        stage.months_total = total;
    }
    if (run.done >= 1) stage.stage = "finishing";
    return stage;
}

int interval_minutes_of(const model::Integration& integration) {
    auto document = JsonDocument::parse(integration.settings);
    std::int64_t minutes = document ? document->root()["interval_minutes"].integer().value_or(30) : 30;
    return int(std::clamp<std::int64_t>(minutes, 1, 24 * 60));
}

Health health_of(const model::Integration& integration, const std::optional<model::Run>& last_run, int interval_minutes, Instant now) {
    if (integration.status == model::IntegrationStatus::paused) return Health::paused;
    if (integration.status == model::IntegrationStatus::stopped) return Health::stopped;
    if (last_run && last_run->outcome == model::RunOutcome::running)
        return last_run->kind == model::RunKind::backfill ? Health::backfilling : Health::syncing;
    if (last_run && last_run->outcome == model::RunOutcome::failed) return Health::failing;
    if (!integration.last_sync_at) return Health::backfilling;  // its first run is about to begin
    if (now - *integration.last_sync_at > std::chrono::minutes(2 * interval_minutes)) return Health::late;
    return Health::fresh;
}

std::string revision_of(const model::Integration& i) {
    return revision_of(fmt::format("{}\n{}\n{}\n{}\n{}", i.name, i.settings, i.sealed_credentials, i.list.value, int(i.status)));
}

Outcome<model::Integration> integration_in(store::Transaction& tx, const Call& call) {
    auto integration = TRY(tx.integrations().find(call.account_id(), std::string_view(call.path[0])));
    if (!integration || integration->public_id != call.path[0]) return not_found("There is no such integration.");
    return std::move(*integration);
}

Result<void> write_open_integration(JsonWriter& out, store::Transaction& tx, const Call& call, const model::Integration& integration) {
    auto account = call.account_id();
    auto runs = TRY(tx.integrations().runs(account, integration.id, 1));
    auto last_run = runs.empty() ? std::nullopt : std::optional(runs.front());
    int interval = interval_minutes_of(integration);
    auto health = health_of(integration, last_run, interval, call.now());
    out.begin_object().member("id", integration.public_id).member("kind", model::name_of(integration.kind)).member("name", integration.name);
    out.member("revision", revision_of(integration)).member("status", model::name_of(integration.status)).member("health", name_of(health));
    write_instant(out, "created_at", integration.created_at);
    write_instant(out, "history_since", integration.history_since);
    write_instant(out, "last_sync_at", integration.last_sync_at);
    bool is_active = integration.status == model::IntegrationStatus::active;
    write_instant(out, "next_sync_at", is_active ? integration.next_sync_at : std::nullopt);
    out.member("interval_minutes", interval);
    write_text_or_null(out, "notice", integration.notice);
    write_problem(out, problem_in(integration.last_error, integration.status));
    TRY(write_list(out, tx, account, integration.list));
    TRY(write_settings(out, call, integration));
    TRY(write_counts(out, tx, account, integration));
    out.key("backfill");
    bool is_backfilling = last_run && last_run->kind == model::RunKind::backfill && last_run->outcome != model::RunOutcome::succeeded;
    if (is_backfilling) write_backfill(out, call, *last_run);
    else out.value(nullptr);
    return {};
}

Result<void> write_integration(JsonWriter& out, store::Transaction& tx, const Call& call, const model::Integration& integration) {
    TRY(write_open_integration(out, tx, call, integration));
    out.end_object();
    return {};
}

void write_run(JsonWriter& out, const model::Run& run, model::IntegrationStatus status) {
    out.begin_object().member("id", std::to_string(run.id.value)).member("kind", model::name_of(run.kind)).member("outcome", model::name_of(run.outcome));
    write_instant(out, "started_at", run.started_at);
    write_instant(out, "ended_at", run.ended_at);
    out.member("pages", run.pages).member("records", run.records);
    out.member("profiles_created", run.profiles_created).member("profiles_updated", run.profiles_updated);
    out.member("events_created", run.events_created).member("events_updated", run.events_updated).member("events_retracted", run.events_retracted);
    write_problem(out, problem_in(run.error, status));
    out.end_object();
}

}  // namespace regulars::api
