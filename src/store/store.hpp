// Durable state behind one interface: transactions over small aggregates, whatever the database.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/accounts.hpp"
#include "store/change_log.hpp"
#include "store/charts.hpp"
#include "store/consents.hpp"
#include "store/directory.hpp"
#include "store/events.hpp"
#include "store/imports.hpp"
#include "store/integrations.hpp"
#include "store/lists.hpp"
#include "store/merges.hpp"
#include "store/outgoing.hpp"
#include "store/profiles.hpp"
#include "store/reconciliations.hpp"
#include "store/segments.hpp"
#include "store/suppressions.hpp"

namespace regulars::store {

/// The aggregates inside one transaction; valid only during the call that received it.
class Transaction {
  public:
    virtual ~Transaction() = default;
    virtual Accounts& accounts() = 0;
    virtual Users& users() = 0;
    virtual Sessions& sessions() = 0;
    virtual ApiKeys& api_keys() = 0;
    virtual Integrations& integrations() = 0;
    virtual SourceRecords& source_records() = 0;
    virtual Profiles& profiles() = 0;
    virtual Merges& merges() = 0;
    virtual Directory& directory() = 0;
    virtual Events& events() = 0;
    virtual Charts& charts() = 0;
    virtual Lists& lists() = 0;
    virtual Imports& imports() = 0;
    virtual Consents& consents() = 0;
    virtual Suppressions& suppressions() = 0;
    virtual Confirmations& confirmations() = 0;
    virtual Outgoing& outgoing() = 0;
    virtual Reconciliations& reconciliations() = 0;
    virtual Segments& segments() = 0;
    virtual Consumers& consumers() = 0;
    virtual ChangeLog& changes() = 0;
};

using Work = std::function<Result<void>(Transaction&)>;

/// A database of accounts. Thread-safe.
class Store {
  public:
    virtual ~Store() = default;
    /// Runs `work` in the one writer's next transaction. Success means committed and on disk; an
    /// error (from work or commit) means nothing of it happened. `work` may share its commit with
    /// others' but never sees them half done. Errors: the work's, unavailable, internal.
    virtual Result<void> write(const Work& work) = 0;
    /// Runs `work` on a snapshot. Writing through it is a programmer's error.
    virtual Result<void> read(const Work& work) = 0;
    /// Makes `count` newcomers (at most most_newcomers) ready to be added, asking for one after the
    /// other. Cost: some 15 us each, on the caller's thread; it neither reads nor writes the
    /// database.
    virtual std::unique_ptr<PreparedNewcomers> prepare(
        std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer) const = 0;
    /// A consistent copy while in use, made beside and renamed into place; refuses an existing
    /// file.
    virtual Result<void> backup(const std::filesystem::path& file) = 0;
    /// Findings of an integrity check, empty when all is well. Cost: reads the whole database.
    virtual Result<std::vector<std::string>> check() = 0;
    /// Waits until something was committed through this store after the `seen`th commit, at most
    /// `at_most`; returns how many commits there were. Start with 0.
    virtual std::uint64_t wait_for_commit(std::uint64_t seen, Duration at_most) = 0;
    /// The schema's version after opening.
    virtual int schema_version() const = 0;
};

}  // namespace regulars::store
