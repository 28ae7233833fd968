// Counts by day, and a metric's events by time, in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteCharts final : public Charts {
  public:
    explicit SqliteCharts(Session& session) : db_(session.db) {}
    Result<std::vector<DayCount>> days(AccountId account, std::optional<MetricId> metric,
                                       std::int64_t from, std::int64_t to) override;
    Result<void> occurrences(AccountId account, MetricId metric, Instant from, Instant until,
                             const Visit<Occurrence>& visit) override;
    Result<void> events(AccountId account, MetricId metric, Instant from, Instant until,
                        const Visit<model::Event>& visit) override;
    Result<std::optional<Instant>> first_time(AccountId account, MetricId metric) override;
    Result<std::optional<Instant>> last_time(AccountId account, MetricId metric) override;
    Result<std::int64_t> new_people(AccountId account, Instant from, Instant until) override;

  private:
    Connection& db_;
};

}  // namespace regulars::store::sqlite
