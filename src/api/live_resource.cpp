// The number that open pages watch.
// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

namespace regulars::api {
namespace {

Answer read_live(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        bool is_syncing = false;
        for (auto& integration : TRY(tx.integrations().all(call.account_id())))
            for (auto& run : TRY(tx.integrations().runs(call.account_id(), integration.id, 1)))
                is_syncing |= run.outcome == model::RunOutcome::running;
        out.begin_object()
            .member("version", TRY(tx.changes().last(call.account_id())))
            .member("syncing", is_syncing);
        out.member("now", format_iso(call.now())).end_object();
        return {};
    }));
    return json_response(out);
}

constexpr Route table[] = {{"GET", "/app/v1/live", Needs::analyst, "", &read_live}};

}  // namespace

std::span<const Route> live_routes() { return table; }

}  // namespace regulars::api
