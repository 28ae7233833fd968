// Metrics and events in SQLite, deduplicated for ever by the hash of their unique id.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"
#include "store/sqlite/writer_memory.hpp"

namespace regulars::store::sqlite {

class SqliteEvents final : public Events {
  public:
    explicit SqliteEvents(Session& session) : session_(session), db_(session.db) {}
    /// From now on new hashes are told from others there, as far as it can.
    void use(WriterMemory& memory) { memory_ = &memory; }
    Result<model::Metric> metric(AccountId account, IntegrationId integration,
                                 std::string_view name, bool listed,
                                 const std::function<std::string()>& make_public_id) override;
    Result<std::vector<model::Metric>> metrics(AccountId account) override;
    Result<void> count_metric(AccountId account, MetricId id, std::int64_t delta) override;

    Maybe<model::Event> add(AccountId account, model::Event& event) override;
    Maybe<model::Event> find(AccountId account, std::string_view unique_id) override;
    Result<void> update(AccountId account, const model::Event& event) override;
    Result<void> remove(AccountId account, EventId id) override;
    Result<std::int64_t> move(AccountId account, ProfileId from, ProfileId to,
                              std::optional<FacetId> facet) override;
    Result<std::vector<model::Event>> of_facet(AccountId account, ProfileId profile,
                                               FacetId facet) override;
    Result<std::vector<model::Event>> of_profile(AccountId account, ProfileId profile,
                                                 Instant before, int limit) override;
    Result<std::vector<model::Event>> timeline(AccountId account, ProfileId profile,
                                               std::optional<MetricId> metric,
                                               const std::optional<EventPlace>& place,
                                               int limit) override;
    Result<std::vector<model::Event>> feed(AccountId account, MetricId metric,
                                           const std::optional<EventPlace>& place,
                                           int limit) override;
    Result<std::vector<ProfileSum>> sums(AccountId account, ProfileId profile) override;
    Result<void> each(AccountId account, EventId after, const Visit<model::Event>& visit) override;
    Result<void> each_shown(AccountId account, const Visit<ShownEvent>& visit) override;
    Result<std::vector<model::Event>> between(AccountId account, EventId from, EventId to) override;
    Result<std::int64_t> count(AccountId account) override;

  private:
    Maybe<model::Event> at(AccountId account, EventId id);
    Maybe<model::Event> at_hash(AccountId account, std::int64_t unique_hash);
    /// Notes that a stored event came (1), went (-1) or changed hands (0).
    Result<void> note(AccountId account, const model::Event& event, int delta) {
        return session_.note_day(account, event.metric, event.time, event.value, delta);
    }
    /// Gives a hash to an event unless it is another's; says whether.
    Result<bool> take_hash(AccountId account, std::int64_t unique_hash, EventId id);
    Result<void> drop_hash(AccountId account, std::int64_t unique_hash);
    Result<void> vacate(AccountId account, std::int64_t unique_hash);

    Session& session_;
    Connection& db_;
    WriterMemory* memory_ = nullptr;  // of the writer alone
};

}  // namespace regulars::store::sqlite
