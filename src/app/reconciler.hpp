// Checks days in the background: every night by itself, and when somebody asks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "api/ports.hpp"
#include "app/data_folder.hpp"
#include "app/sync_service.hpp"
#include "base/env.hpp"

namespace regulars::app {

/// One check at a time, in one thread. Thread-safe.
class Reconciler {
  public:
    Reconciler(DataFolder& folder, SyncService& service, Clock& clock)
        : folder_(folder), service_(service), clock_(clock) {}

    /// Asks for a check as soon as may be. Errors: conflict (one of this integration waits or is
    /// under way), exhausted (16 wait).
    Result<void> request(AccountId account, IntegrationId integration, LocalDate from,
                         LocalDate to);
    /// The check that waits or is under way, or the last one that failed.
    std::optional<api::Check> state(IntegrationId integration);

    /// Checks what is asked for and what is due, until stopped.
    void run(std::stop_token stop);
    /// Checks what is due now, in this thread: of each active integration that has synced, once its
    /// business day is over, the last seven days and those that still differ. Says how many
    /// integrations were checked. A failure waits an hour.
    Result<int> run_due(std::stop_token stop = {});

  private:
    struct Asked {
        AccountId account;
        IntegrationId integration;
        LocalDate from, to;
    };
    struct Due {
        AccountId account;
        model::Integration integration;
        LocalDate from, to;
        std::vector<LocalDate> differing;  // outside of them
    };
    Result<std::vector<Due>> due();
    bool check(const Asked& asked, std::stop_token stop);
    void note(const Asked& asked, std::string stage, std::string error = {});

    DataFolder& folder_;
    SyncService& service_;
    Clock& clock_;
    std::mutex mutex_;  // guards what follows
    std::deque<Asked> queue_;
    std::map<IntegrationId, api::Check> states_;
    std::map<IntegrationId, Instant> not_before_;
    std::map<IntegrationId, int> failures_;  // in a row
};

}  // namespace regulars::app
