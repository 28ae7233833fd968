// The aggregates of one connection, bundled as a Transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/accounts.hpp"
#include "store/sqlite/change_log.hpp"
#include "store/sqlite/charts.hpp"
#include "store/sqlite/consents.hpp"
#include "store/sqlite/directory.hpp"
#include "store/sqlite/events.hpp"
#include "store/sqlite/imports.hpp"
#include "store/sqlite/integrations.hpp"
#include "store/sqlite/lists.hpp"
#include "store/sqlite/merges.hpp"
#include "store/sqlite/outgoing.hpp"
#include "store/sqlite/profiles.hpp"
#include "store/sqlite/reconciliations.hpp"
#include "store/sqlite/segments.hpp"
#include "store/sqlite/suppressions.hpp"

namespace regulars::store::sqlite {

/// Lives as long as its connection; what begins and ends is the database's transaction.
class SqliteTransaction final : public Transaction {
  public:
    explicit SqliteTransaction(Session& session)
        : accounts_(session),
          users_(session),
          sessions_(session),
          api_keys_(session),
          integrations_(session),
          source_records_(session),
          profiles_(session),
          merges_(session),
          directory_(session),
          events_(session),
          charts_(session),
          lists_(session),
          imports_(session),
          consents_(session),
          suppressions_(session),
          confirmations_(session),
          outgoing_(session),
          reconciliations_(session),
          segments_(session),
          consumers_(session),
          changes_(session) {}
    /// What is remembered from one Work to the next; only the writer has it.
    void use(WriterMemory& memory) {
        profiles_.use(memory);
        events_.use(memory);
        source_records_.use(memory);
    }
    Accounts& accounts() override { return accounts_; }
    Users& users() override { return users_; }
    Sessions& sessions() override { return sessions_; }
    ApiKeys& api_keys() override { return api_keys_; }
    Integrations& integrations() override { return integrations_; }
    SourceRecords& source_records() override { return source_records_; }
    Profiles& profiles() override { return profiles_; }
    Merges& merges() override { return merges_; }
    Directory& directory() override { return directory_; }
    Events& events() override { return events_; }
    Charts& charts() override { return charts_; }
    Lists& lists() override { return lists_; }
    Imports& imports() override { return imports_; }
    Consents& consents() override { return consents_; }
    Suppressions& suppressions() override { return suppressions_; }
    Confirmations& confirmations() override { return confirmations_; }
    Outgoing& outgoing() override { return outgoing_; }
    Reconciliations& reconciliations() override { return reconciliations_; }
    Segments& segments() override { return segments_; }
    Consumers& consumers() override { return consumers_; }
    ChangeLog& changes() override { return changes_; }

  private:
    SqliteAccounts accounts_;
    SqliteUsers users_;
    SqliteSessions sessions_;
    SqliteApiKeys api_keys_;
    SqliteIntegrations integrations_;
    SqliteSourceRecords source_records_;
    SqliteProfiles profiles_;
    SqliteMerges merges_;
    SqliteDirectory directory_;
    SqliteEvents events_;
    SqliteCharts charts_;
    SqliteLists lists_;
    SqliteImports imports_;
    SqliteConsents consents_;
    SqliteSuppressions suppressions_;
    SqliteConfirmations confirmations_;
    SqliteOutgoing outgoing_;
    SqliteReconciliations reconciliations_;
    SqliteSegments segments_;
    SqliteConsumers consumers_;
    SqliteChangeLog changes_;
};

/// A connection with everything a Work needs on it.
struct Seat {
    Seat(std::unique_ptr<Connection> connection, const SqliteOptions& options)
        : db(std::move(connection)), session(*db, options), transaction(session) {}
    std::unique_ptr<Connection> db;
    Session session;
    SqliteTransaction transaction;
};

}  // namespace regulars::store::sqlite
