// Keeps credentials that a vendor replaced, sealed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/crypto.hpp"
#include "ingest/ingest.hpp"
#include "sources/port.hpp"

namespace regulars::app {

/// Compares and replaces in one transaction of the store. Thread-safe.
class VaultKeeper final : public sources::CredentialKeeper {
  public:
    VaultKeeper(ingest::Ingest& ingest, const Vault& vault) : ingest_(ingest), vault_(vault) {}
    Result<void> replace(AccountId account, IntegrationId integration, const std::string& before,
                         const std::string& after) override;

  private:
    ingest::Ingest& ingest_;
    const Vault& vault_;
};

}  // namespace regulars::app
