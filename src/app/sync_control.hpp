// The API's port to the runs of integrations.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/ports.hpp"
#include "app/data_folder.hpp"
#include "app/reconciler.hpp"
#include "app/sync_service.hpp"

namespace regulars::app {

/// Thread-safe.
class SyncControl final : public api::SyncControl {
  public:
    SyncControl(DataFolder& folder, SyncService& service, Reconciler& reconciler,
                net::HttpClient& client, Clock& clock)
        : folder_(folder),
          service_(service),
          reconciler_(reconciler),
          client_(client),
          clock_(clock) {}
    Result<void> request_sync(AccountId account, IntegrationId integration) override;
    Result<void> stop(AccountId account, IntegrationId integration) override;
    Result<sources::Trial> try_connection(model::IntegrationKind kind, const std::string& settings,
                                          const std::string& credentials) override;
    Result<void> request_check(AccountId account, IntegrationId integration, LocalDate from,
                               LocalDate to) override {
        return reconciler_.request(account, integration, from, to);
    }
    std::optional<api::Check> check(AccountId, IntegrationId integration) override {
        return reconciler_.state(integration);
    }
    Result<net::HttpResponse> ask_vendor(net::HttpRequest request) override;
    std::optional<model::Run> under_way(AccountId, IntegrationId integration) override {
        return service_.under_way(integration);
    }

  private:
    DataFolder& folder_;
    SyncService& service_;
    Reconciler& reconciler_;
    net::HttpClient& client_;
    Clock& clock_;
};

}  // namespace regulars::app
