// The change log in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"

namespace regulars::store::sqlite {

class SqliteChangeLog final : public ChangeLog {
  public:
    explicit SqliteChangeLog(Session& session) : session_(session), db_(session.db) {}
    Result<void> append(AccountId account, ChangeKind kind, std::int64_t subject, std::int64_t span,
                        Instant at) override;
    Result<std::vector<Change>> after(AccountId account, std::int64_t sequence, int limit) override;
    Result<std::int64_t> last(AccountId account) override;

  private:
    Session& session_;
    Connection& db_;
};

}  // namespace regulars::store::sqlite
