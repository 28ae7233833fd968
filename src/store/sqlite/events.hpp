// Metrics and events in SQLite, deduplicated for ever by the hash of their unique id.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteEvents final : public Events {
  public:
    explicit SqliteEvents(Session& session) : session_(session), db_(session.db) {}
    Result<model::Metric> metric(AccountId account, IntegrationId integration, std::string_view name, bool listed,
                                 const std::function<std::string()>& make_public_id) override;
    Result<std::vector<model::Metric>> metrics(AccountId account) override;
    Result<void> count_metric(AccountId account, MetricId id, std::int64_t delta) override;

    Maybe<model::Event> add(AccountId account, model::Event& event) override;
    Maybe<model::Event> find(AccountId account, std::string_view unique_id) override;
    Result<void> update(AccountId account, const model::Event& event) override;
    Result<void> remove(AccountId account, EventId id) override;
    Result<std::int64_t> move(AccountId account, ProfileId from, ProfileId to, std::optional<FacetId> facet) override;
    Result<std::vector<model::Event>> of_facet(AccountId account, ProfileId profile, FacetId facet) override;
    Result<std::vector<model::Event>> of_profile(AccountId account, ProfileId profile, Instant before,
                                                 int limit) override;
    Result<void> each(AccountId account, EventId after, const Visit<model::Event>& visit) override;
    Result<std::int64_t> count(AccountId account) override;

  private:
    Maybe<model::Event> at_hash(AccountId account, std::int64_t unique_hash);
    Result<void> vacate(AccountId account, std::int64_t unique_hash);

    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
