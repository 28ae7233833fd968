// GET /health: whether the server works, for machines that watch it.
// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"
#include "api/written.hpp"

namespace regulars::api {
namespace {

Answer health(Call& call) {
    JsonWriter out;
    out.begin_object().member("status", "ok").member("version", call.services.version);
    out.member("schema_version", call.services.store.schema_version())
        .member("now", format_iso(call.now()));
    out.member("uptime_s",
               std::chrono::duration_cast<std::chrono::seconds>(call.now() - call.shared.started_at)
                   .count());
    out.key("integrations").begin_array();
    auto read = call.read([&](store::Transaction& tx) -> Outcome<void> {
        for (auto& account : TRY(tx.accounts().all())) {
            for (auto& integration : TRY(tx.integrations().all(account.id))) {
                out.begin_object()
                    .member("name", integration.name)
                    .member("status", model::name_of(integration.status));
                write_instant(out, "last_sync_at", integration.last_sync_at);
                write_instant(out, "next_sync_at", integration.next_sync_at);
                out.end_object();
            }
        }
        return {};
    });
    if (read) return json_response(out.end_array().end_object());
    JsonWriter sick;
    sick.begin_object().member("status", "unavailable").member("version", call.services.version);
    return json_response(sick.member("now", format_iso(call.now())).end_object(), 503);
}

constexpr Route table[] = {{"GET", "/health", Needs::nobody, "", &health}};

}  // namespace

std::span<const Route> health_routes() { return table; }

}  // namespace regulars::api
