// Asking for runs, stopping them, and trying connections.
// SPDX-License-Identifier: Apache-2.0
#include "app/sync_control.hpp"

#include "sources/vendors.hpp"

namespace regulars::app {

Result<void> SyncControl::request_sync(AccountId account, IntegrationId id) {
    return folder_.store().write([&](store::Transaction& tx) -> Result<void> {
        auto integration = TRY(tx.integrations().find(account, id));
        if (!integration) return fail(ErrorKind::not_found, "there is no such integration");
        integration->next_sync_at = clock_.now();
        return tx.integrations().update(account, *integration);
    });
}

Result<void> SyncControl::stop(AccountId, IntegrationId integration) {
    return service_.stop(integration);
}

Result<sources::Trial> SyncControl::try_connection(model::IntegrationKind kind,
                                                   const std::string& settings,
                                                   const std::string& credentials) {
    return sources::connector_of(kind).try_connection(settings, credentials, client_, clock_, {});
}

Result<net::HttpResponse> SyncControl::ask_vendor(net::HttpRequest request) {
    return client_.send(std::move(request), {.timeout = 20s, .max_body_bytes = 1u << 20});
}

}  // namespace regulars::app
