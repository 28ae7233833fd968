// Remembers how segments grew, which costs a pass over the index for each week.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::api {

/// Of the definitions asked for last, at most 500. Thread-safe; asks without its lock.
class GrowthMemory {
  public:
    /// What `ask()` gave for this definition while the audience was at the same number of the
    /// change log, at most ten minutes ago; else what it gives now.
    template <class Ask>
    std::vector<std::int64_t> growth(AccountId account, const std::string& definition,
                                     std::int64_t sequence, Instant now, Ask ask) {
        std::pair key(account, definition);
        {
            std::lock_guard lock(mutex_);
            auto known = known_.find(key);
            if (known != known_.end() && known->second.sequence == sequence &&
                now - known->second.at < lasts)
                return known->second.sizes;
        }
        auto sizes = ask();
        std::lock_guard lock(mutex_);
        if (known_.size() >= most) known_.clear();
        known_[std::move(key)] = {sequence, now, sizes};
        return sizes;
    }

  private:
    static constexpr std::size_t most = 500;
    static constexpr Duration lasts = std::chrono::minutes(10);
    struct Known {
        std::int64_t sequence = 0;
        Instant at;
        std::vector<std::int64_t> sizes;
    };
    std::mutex mutex_;  // guards what follows
    std::map<std::pair<AccountId, std::string>, Known> known_;
};

}  // namespace regulars::api
