// An audience for tests, which has read all there is whenever it is asked for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

#include "analytics/live_audience.hpp"
#include "api/ports.hpp"

namespace regulars::api {

/// Of one account; reads `postal-codes.csv` of its folder where there is one.
class FollowedAudience final : public AudienceControl {
  public:
    FollowedAudience(store::Store& store, Clock& clock, std::filesystem::path folder)
        : store_(store), clock_(clock), folder_(std::move(folder)) {}
    std::shared_ptr<const analytics::LiveAudience> audience(AccountId account) override {
        ++asked;
        if (!live_) {
            live_ = std::make_shared<analytics::LiveAudience>(store_, account, clock_);
            EXPECT_TRUE(live_->read_postal_codes(folder_ / "postal-codes.csv"));
            EXPECT_TRUE(live_->open(folder_));
        }
        while (!is_stuck && live_->follow().value()) {
        }
        return live_;
    }
    int asked = 0;
    bool is_stuck = false;

  private:
    store::Store& store_;
    Clock& clock_;
    std::filesystem::path folder_;
    std::shared_ptr<analytics::LiveAudience> live_;
};

}  // namespace regulars::api
