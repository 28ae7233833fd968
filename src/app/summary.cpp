// Collecting and printing the summary.
// SPDX-License-Identifier: Apache-2.0
#include "app/summary.hpp"

#include <fmt/format.h>

namespace regulars::app {
namespace {

std::string distance(Instant now, std::optional<Instant> then) {
    if (!then) return "never";
    auto seconds = (*then - now).count() / 1'000'000;
    auto size = seconds < 0 ? -seconds : seconds;
    auto text = size < 90      ? fmt::format("{} s", size)
                : size < 5'400 ? fmt::format("{} min", size / 60)
                               : fmt::format("{} h", size / 3'600);
    return seconds < 0 ? text + " ago" : "in " + text;
}

std::string worded(std::string_view reason) {
    std::string text(reason);
    for (char& c : text)
        if (c == '_') c = ' ';
    return text;
}

}  // namespace

Result<Summary> summarize(store::Store& store, AccountId account) {
    Summary summary;
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        auto metrics = TRY(tx.events().metrics(account));
        for (auto& integration : TRY(tx.integrations().all(account))) {
            IntegrationSummary one{.integration = integration};
            for (auto& count : TRY(tx.integrations().counts(account, integration.id))) {
                if (count.kind == "records") one.records.emplace_back(count.name, count.n);
                if (count.kind == "excluded") one.excluded.emplace_back(count.name, count.n);
            }
            for (auto& metric : metrics)
                if (metric.integration == integration.id) one.metrics.push_back(metric);
            auto runs = TRY(tx.integrations().runs(account, integration.id, 1));
            if (!runs.empty()) one.last_run = runs.front();
            summary.integrations.push_back(std::move(one));
        }
        for (auto& metric : metrics) summary.events += metric.events;
        summary.profiles = TRY(tx.profiles().count(account));
        return {};
    }));
    return summary;
}

std::string text_of_records(const IntegrationSummary& one) {
    std::string text;
    for (auto& [stream, n] : one.records)
        text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", n, worded(stream),
                            n == 1 ? "" : "s");
    return text.empty() ? "nothing read yet" : text;
}

std::string text_of(const IntegrationSummary& one, Instant now) {
    auto& integration = one.integration;
    auto text =
        fmt::format("{} ({}, {}): {}; last sync {}, next {}\n", integration.name,
                    model::display_name(integration.kind), model::name_of(integration.status),
                    text_of_records(one), distance(now, integration.last_sync_at),
                    distance(now, integration.next_sync_at));
    for (auto& metric : one.metrics)
        text += fmt::format("  {:<28}{:>9}\n", metric.name, metric.events);
    for (auto& [reason, n] : one.excluded)
        text += fmt::format("  excluded: {:<18}{:>9}\n", worded(reason), n);
    if (!integration.notice.empty()) text += fmt::format("  notice: {}\n", integration.notice);
    if (!integration.last_error.empty())
        text += fmt::format("  error: {}\n", integration.last_error);
    return text;
}

std::string text_of(const Summary& summary, Instant now) {
    std::string text;
    for (auto& one : summary.integrations) text += text_of(one, now);
    return text + fmt::format("{} profiles, {} events at {}\n", summary.profiles, summary.events,
                              format_iso(now.floor_seconds()));
}

void write(JsonWriter& out, const IntegrationSummary& one) {
    auto& integration = one.integration;
    auto instant = [&](const char* name, std::optional<Instant> t) {
        out.key(name).value(t ? std::optional(format_iso(*t)) : std::nullopt);
    };
    out.begin_object();
    out.member("id", integration.public_id)
        .member("kind", model::name_of(integration.kind))
        .member("name", integration.name);
    out.member("status", model::name_of(integration.status));
    out.key("settings").raw(integration.settings);
    out.key("records").begin_object();
    for (auto& [stream, n] : one.records) out.member(stream, n);
    out.end_object().key("events").begin_object();
    for (auto& metric : one.metrics) out.member(metric.name, metric.events);
    out.end_object().key("excluded").begin_object();
    for (auto& [reason, n] : one.excluded) out.member(reason, n);
    out.end_object();
    instant("created_at", integration.created_at);
    instant("history_since", integration.history_since);
    instant("last_sync_at", integration.last_sync_at);
    instant("next_sync_at", integration.next_sync_at);
    out.member("notice", integration.notice).member("last_error", integration.last_error);
    out.key("last_run");
    if (auto& run = one.last_run) {
        out.begin_object()
            .member("kind", model::name_of(run->kind))
            .member("outcome", model::name_of(run->outcome));
        instant("started_at", run->started_at);
        instant("ended_at", run->ended_at);
        out.member("pages", run->pages)
            .member("records", run->records)
            .member("events_created", run->events_created);
        out.member("progress", run->progress)
            .member("done", run->done)
            .member("error", run->error)
            .end_object();
    } else {
        out.value(nullptr);
    }
    out.end_object();
}

}  // namespace regulars::app
