// Segments and consumers of the change log in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/segments.hpp"
#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteSegments final : public Segments {
  public:
    explicit SqliteSegments(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::Segment& segment) override;
    Result<void> update(AccountId account, const model::Segment& segment) override;
    Result<void> remove(AccountId account, SegmentId id) override;
    Result<std::optional<model::Segment>> find(AccountId account, SegmentId id) override;
    Result<std::optional<model::Segment>> find(AccountId account,
                                               std::string_view public_id_or_name) override;
    Result<std::vector<model::Segment>> all(AccountId account) override;
    Result<bool> enter(AccountId account, SegmentId id,
                       const model::SegmentMember& member) override;
    Result<bool> leave(AccountId account, SegmentId id, ProfileId profile) override;
    Result<std::optional<model::SegmentMember>> member(AccountId account, SegmentId id,
                                                       ProfileId profile) override;
    Result<std::vector<model::SegmentMember>> members(AccountId account, SegmentId id,
                                                      ProfileId after, int limit) override;
    Result<std::int64_t> size(AccountId account, SegmentId id) override;
    Result<std::vector<std::pair<SegmentId, model::SegmentMember>>> of_profile(
        AccountId account, ProfileId profile) override;
    Result<void> add_move(AccountId account, SegmentId id, model::SegmentMove& move) override;
    Result<std::vector<model::SegmentMove>> moves(AccountId account, SegmentId id,
                                                  std::int64_t before, int limit) override;
    Result<std::int64_t> trim_moves(AccountId account, SegmentId id, int keep) override;

  private:
    Result<void> count(AccountId account, SegmentId id, std::int64_t delta);
    Session& session_;
    Connection& db_;
};

class SqliteConsumers final : public Consumers {
  public:
    explicit SqliteConsumers(Session& session) : db_(session.db) {}
    Result<Handled> handled(AccountId account, std::string_view consumer) override;
    Result<void> set_handled(AccountId account, std::string_view consumer,
                             const Handled& handled) override;

  private:
    Connection& db_;
};

}  // namespace regulars::store::sqlite
