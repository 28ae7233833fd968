// Reading integrations.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "api/integration_written.hpp"
#include "api/router.hpp"
#include "base/text.hpp"
#include "sources/lightspeed/shops.hpp"
#include "sources/toast/names.hpp"

namespace regulars::api {
namespace {

constexpr int shown_runs = 30;

Answer read_integrations(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto all = TRY(tx.integrations().all(call.account_id()));
        std::ranges::sort(all, {}, [](auto& integration) { return lowered(integration.name); });
        out.begin_object().key("data").begin_array();
        for (auto& integration : all) TRY(write_integration(out, tx, call, integration));
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_integration(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        auto account = call.account_id();
        TRY(write_open_integration(out, tx, call, integration));
        out.key("metrics").begin_array();
        for (auto& metric : TRY(tx.events().metrics(account))) {
            if (metric.integration != integration.id) continue;
            out.begin_object()
                .member("id", metric.public_id)
                .member("name", metric.name)
                .member("listed", metric.listed);
            out.member("events", metric.events);
            write_instant(out, "last_event_at", TRY(tx.charts().last_time(account, metric.id)));
            out.end_object();
        }
        out.end_array().key("exclusions").begin_array();
        for (auto& count : TRY(tx.integrations().counts(account, integration.id)))
            if (count.kind == "excluded")
                out.begin_object()
                    .member("reason", count.name)
                    .member("count", count.n)
                    .end_object();
        out.end_array().key("runs").begin_array();
        for (auto& run : TRY(tx.integrations().runs(account, integration.id, shown_runs)))
            write_run(out, run);
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_excluded(Call& call) {
    auto reason = TRY(call.required("reason", 60));
    int limit = TRY(call.integer("limit", 1, 50, 10));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        out.begin_object().key("data").begin_array();
        for (auto& record :
             TRY(tx.source_records().excluded(call.account_id(), integration.id, reason, limit))) {
            out.begin_object().member("key", record.key);
            write_instant(out, "updated_at", record.updated_at);
            out.member("state", record.state).end_object();
        }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

void write_location(JsonWriter& out, std::string_view id, std::string_view name) {
    out.begin_object().member("id", id).member("name", name.empty() ? id : name).end_object();
}

/// Of Toast, whose restaurants go by GUIDs until it has told their names, and of Lightspeed, whose
/// shops the last sync read.
Answer read_locations(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto integration = TRY(integration_in(tx, call));
        std::map<std::string, std::string, std::less<>> names;
        std::vector<sources::lightspeed::ShopSeen> shops;
        for (auto& cursor : TRY(tx.integrations().cursors(call.account_id(), integration.id))) {
            if (cursor.stream.starts_with("names/"))
                names[cursor.stream.substr(6)] =
                    sources::toast::Names::from(cursor.state).restaurant();
            if (cursor.stream == sources::lightspeed::shops_stream)
                shops = sources::lightspeed::shops_seen(cursor.state);
        }
        auto settings = TRY(JsonDocument::parse(integration.settings));
        out.begin_object().key("data").begin_array();
        settings.root()["restaurants"].each([&](JsonNode guid) {
            std::string id(guid.string().value_or(""));
            write_location(out, id, names[id]);
        });
        for (auto& shop : shops) write_location(out, shop.id, shop.name);
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

constexpr Route table[] = {
    {"GET", "/app/v1/integrations", Needs::analyst, "accounts:read", &read_integrations},
    {"GET", "/app/v1/integrations/{id}", Needs::analyst, "accounts:read", &read_integration},
    {"GET", "/app/v1/integrations/{id}/locations", Needs::analyst, "accounts:read",
     &read_locations},
    {"GET", "/app/v1/integrations/{id}/excluded", Needs::analyst, "accounts:read", &read_excluded},
};

}  // namespace

std::span<const Route> integration_routes() { return table; }

}  // namespace regulars::api
