// Access tokens past a restart: sealed files of the data folder.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/file_lock.hpp"
#include "base/crypto.hpp"
#include "sources/connector.hpp"

namespace regulars::app {

/// One file a key, `token-{hash of the key}`, which only its owner may read; what is lost with it
/// is one sign-in. Thread-safe, and between processes.
class TokenFolder {
  public:
    TokenFolder(std::filesystem::path folder, const Vault& vault)
        : folder_(std::move(folder)), vault_(vault) {}

    /// The token kept last, as long as it need not be renewed.
    std::optional<sources::Token> find(const std::string& key, Instant now) const;
    /// Durably when it returns. The files of tokens that are of no use any more go. By the holder
    /// of the key's lock. Errors: unavailable.
    Result<void> keep(const std::string& key, const sources::Token& token, Instant now) const;
    /// Nothing while somebody else holds it. Errors: unavailable.
    Result<std::optional<FileLock>> try_lock(const std::string& key) const;

  private:
    std::filesystem::path file_of(const std::string& key) const;
    std::optional<sources::Token> read(const std::filesystem::path& file, Instant now) const;
    void let_go(Instant now) const;

    std::filesystem::path folder_;
    const Vault& vault_;
};

}  // namespace regulars::app
