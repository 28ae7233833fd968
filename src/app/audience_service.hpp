// Keeps every account's audience true, in one thread beside the server.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>

#include "analytics/live_audience.hpp"
#include "api/ports.hpp"
#include "app/data_folder.hpp"
#include "base/env.hpp"

namespace regulars::app {

/// Thread-safe.
class AudienceService final : public api::AudienceControl {
  public:
    AudienceService(DataFolder& folder, Clock& clock) : folder_(folder), clock_(clock) {}
    /// None until it has been read once.
    std::shared_ptr<const analytics::LiveAudience> audience(AccountId account) override;
    /// Opens what is there and follows it until stopped; then keeps snapshots for the next start.
    void run(std::stop_token stop);

  private:
    struct Kept {
        std::shared_ptr<analytics::LiveAudience> audience;
        std::filesystem::path folder;
        std::int64_t saved_sequence = -1;
        Instant saved_at;
    };
    Result<void> open_new(std::stop_token stop);
    void follow(Kept& kept, std::stop_token stop);
    void save(Kept& kept);

    DataFolder& folder_;
    Clock& clock_;
    std::map<AccountId, Kept> kept_;  // of the one thread
    std::mutex mutex_;                // guards shown_
    std::map<AccountId, std::shared_ptr<const analytics::LiveAudience>> shown_;
};

}  // namespace regulars::app
