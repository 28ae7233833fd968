// Keeps days in memory as long as the store says they have not changed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analytics/buckets.hpp"
#include "analytics/day.hpp"
#include "model/account.hpp"

namespace regulars::analytics {

/// What a count needs of each day.
enum class Depth { people, whole };

/// Thread-safe; holds no lock while it reads the store. Lets go of the metrics that were used
/// longest ago when it grows past its limit.
class DayCache {
  public:
    explicit DayCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    /// The range's days in order; null where nothing happened. `counts` are the metric's rows of at
    /// least that range, read in the same transaction.
    Result<std::vector<std::shared_ptr<const Day>>> days(store::Transaction& tx, const model::Account& account, MetricId metric,
                                                         DayRange range, const std::vector<store::DayCount>& counts, Depth depth,
                                                         const std::set<std::string>& properties);
    std::size_t bytes() const;

  private:
    using Key = std::tuple<AccountId, std::string, MetricId>;  // another zone has other days
    struct Metric {
        std::map<std::int64_t, std::shared_ptr<const Day>> days;
        std::size_t bytes = 0;
        std::list<Key>::iterator used;
    };
    void keep(const Key& key, std::int64_t day, std::shared_ptr<const Day> read);
    void shrink(const Key& but);

    const std::size_t most_bytes_;
    mutable std::mutex mutex_;  // guards what follows
    std::map<Key, Metric> metrics_;
    std::list<Key> order_;  // most recently used first
    std::size_t bytes_ = 0;
};

}  // namespace regulars::analytics
