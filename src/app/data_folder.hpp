// A data folder: the database, the key beside it, and the locks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/file_lock.hpp"
#include "base/crypto.hpp"
#include "model/account.hpp"
#include "model/integration.hpp"
#include "store/store.hpp"

namespace regulars::app {

enum class Missing { refuse, make };

class DataFolder {
  public:
    /// Opens the folder's store and key. Several processes may have one folder open. Errors:
    /// not_found (no such folder, with Missing::refuse), and those of the store and the vault.
    static Result<DataFolder> open(const std::filesystem::path& folder, Missing missing);

    const std::filesystem::path& path() const { return path_; }
    store::Store& store() { return *store_; }
    const Vault& vault() const { return vault_; }

    /// The account that commands are about: the one named (by public id or name), else the only
    /// one. Errors: not_found, with what to do.
    Result<model::Account> account(const std::string& named = {});
    /// By name (without case) or public id. Errors: not_found, naming those that exist.
    Result<model::Integration> integration(AccountId account, const std::string& named);

    /// Where an account's audience keeps its snapshot; made when absent.
    std::filesystem::path audience_folder(const model::Account& account) const;

    /// Held by the one server of this folder. Errors: conflict (another server runs here).
    Result<FileLock> lock_for_server();
    /// Held by whoever syncs an integration now; nothing when somebody else does.
    Result<std::optional<FileLock>> lock_for_sync(IntegrationId integration);

  private:
    DataFolder(std::filesystem::path path, std::unique_ptr<store::Store> store, Vault vault)
        : path_(std::move(path)), store_(std::move(store)), vault_(std::move(vault)) {}
    std::filesystem::path path_;
    std::unique_ptr<store::Store> store_;
    Vault vault_;
};

}  // namespace regulars::app
