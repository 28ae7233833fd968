// Keeps credentials that a vendor replaced, and access tokens, sealed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "app/token_folder.hpp"
#include "base/crypto.hpp"
#include "ingest/ingest.hpp"
#include "sources/port.hpp"

namespace regulars::app {

/// Compares and replaces credentials in one transaction of the store; tokens are files of
/// `folder`. Thread-safe.
class VaultKeeper final : public sources::CredentialKeeper {
  public:
    VaultKeeper(ingest::Ingest& ingest, const Vault& vault, std::filesystem::path folder)
        : ingest_(ingest), vault_(vault), tokens_(std::move(folder), vault) {}
    Result<void> replace(AccountId account, IntegrationId integration, const std::string& before,
                         const std::string& after) override;
    std::optional<sources::Token> token(const std::string& key, Instant now) override {
        return tokens_.find(key, now);
    }
    Result<void> keep_token(const std::string& key, const sources::Token& token,
                            Instant now) override {
        return tokens_.keep(key, token, now);
    }
    Result<std::unique_ptr<sources::Lease>> try_sign_in(const std::string& key) override;

  private:
    ingest::Ingest& ingest_;
    const Vault& vault_;
    TokenFolder tokens_;
};

}  // namespace regulars::app
