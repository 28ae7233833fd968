// Confirmations and outgoing mail in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteConfirmations final : public Confirmations {
  public:
    explicit SqliteConfirmations(Session& session) : db_(session.db) {}
    Result<void> add(AccountId account, const model::Confirmation& confirmation) override;
    Maybe<model::Confirmation> find(AccountId account, std::string_view public_id) override;
    Result<std::vector<model::Confirmation>> of_email(AccountId account,
                                                      std::string_view email) override;
    Result<void> note_confirmed(AccountId account, std::string_view public_id, Instant at) override;
    Result<void> remove_of(AccountId account, std::string_view email) override;
    Result<void> remove_expired(AccountId account, Instant before) override;

  private:
    Connection& db_;
};

class SqliteOutgoing final : public Outgoing {
  public:
    explicit SqliteOutgoing(Session& session) : session_(session), db_(session.db) {}
    Result<void> add(AccountId account, model::OutgoingMail& mail) override;
    Result<std::vector<model::OutgoingMail>> after(AccountId account, std::int64_t after,
                                                   int limit) override;
    Result<std::int64_t> count(AccountId account) override;
    Result<void> remove(AccountId account, std::int64_t id) override;
    Result<void> remove_to(AccountId account, std::string_view recipient) override;
    Result<void> remove_expired(AccountId account, Instant now) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
