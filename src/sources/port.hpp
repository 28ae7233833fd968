// What the runner needs of the rest of the system; the application joins it to ingest.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "ingest/batch.hpp"
#include "model/integration.hpp"
#include "sources/connector.hpp"
#include "sources/lease.hpp"

namespace regulars::sources {

/// Remembers for the runner. Each operation is one transaction. Thread-safe.
class Memory {
  public:
    virtual ~Memory() = default;
    virtual Result<std::vector<model::Cursor>> cursors(AccountId account,
                                                       IntegrationId integration) = 0;
    /// In the order of the keys.
    virtual Result<std::vector<std::optional<model::SourceRecord>>> recall(
        AccountId account, IntegrationId integration, std::span<const std::string> keys) = 0;
    /// All of the Batches, in their order, or nothing. Errors: conflict (a cursor moved since it
    /// was read).
    virtual Result<ingest::Applied> apply(std::span<const ingest::Batch> batches) = 0;
    virtual Result<model::Run> start_run(AccountId account, IntegrationId integration,
                                         model::RunKind kind) = 0;
    virtual Result<void> finish_run(AccountId account, const model::Run& run,
                                    std::optional<Instant> next_sync_at,
                                    model::IntegrationStatus status) = 0;
};

/// Keeps credentials that a vendor replaced, and access tokens under a Dialect's token_key past a
/// restart. Thread-safe.
class CredentialKeeper {
  public:
    virtual ~CredentialKeeper() = default;
    /// Puts `after` in place of `before`, durably when it returns. Errors: conflict (others than
    /// `before` are kept by now: somebody else renewed them), not_found. With `after` equal to
    /// `before` it writes nothing, and says whether those are still the ones.
    virtual Result<void> replace(AccountId account, IntegrationId integration,
                                 const std::string& before, const std::string& after) = 0;

    /// The token that is kept under a key, as long as it need not be renewed.
    virtual std::optional<Token> token(const std::string& /*key*/, Instant /*now*/) {
        return std::nullopt;
    }
    /// Durably when it returns, in place of an earlier one. Errors: unavailable.
    virtual Result<void> keep_token(const std::string& /*key*/, const Token&, Instant /*now*/) {
        return {};
    }
    /// Held by the one who signs in for a key; null while somebody else does. Errors: unavailable.
    virtual Result<std::unique_ptr<Lease>> try_sign_in(const std::string& /*key*/) {
        return std::make_unique<Lease>();
    }
};

/// Memory over anything with these operations, such as ingest::Ingest.
template <class Door>
class MemoryOver final : public Memory {
  public:
    explicit MemoryOver(Door& door) : door_(door) {}
    Result<std::vector<model::Cursor>> cursors(AccountId account,
                                               IntegrationId integration) override {
        return door_.cursors(account, integration);
    }
    Result<std::vector<std::optional<model::SourceRecord>>> recall(
        AccountId account, IntegrationId integration, std::span<const std::string> keys) override {
        return door_.recall(account, integration, keys);
    }
    Result<ingest::Applied> apply(std::span<const ingest::Batch> batches) override {
        return door_.apply(batches);
    }
    Result<model::Run> start_run(AccountId account, IntegrationId integration,
                                 model::RunKind kind) override {
        return door_.start_run(account, integration, kind);
    }
    Result<void> finish_run(AccountId account, const model::Run& run,
                            std::optional<Instant> next_sync_at,
                            model::IntegrationStatus status) override {
        return door_.finish_run(account, run, next_sync_at, status);
    }

  private:
    Door& door_;
};

}  // namespace regulars::sources
