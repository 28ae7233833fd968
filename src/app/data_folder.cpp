// Opening a data folder and finding things in it.
// SPDX-License-Identifier: Apache-2.0
#include "app/data_folder.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/open.hpp"

namespace regulars::app {
namespace {

// Of the writer; each of the four readers takes a quarter. They grow only as far as they are used:
// a search among a million people reads 10 MB of words.
constexpr std::size_t cache_bytes = 256u << 20;

}  // namespace

Result<DataFolder> DataFolder::open(const std::filesystem::path& folder, Missing missing) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
        if (std::filesystem::exists(folder, error))
            return fail(ErrorKind::invalid, "the data folder is a file", folder.string());
        if (missing == Missing::refuse)
            return fail(ErrorKind::not_found,
                        "there is no such data folder; `regulars account create` makes one",
                        folder.string());
        std::filesystem::create_directories(folder, error);
        if (error)
            return fail(ErrorKind::unavailable,
                        "the data folder cannot be made: " + error.message(), folder.string());
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all,
                                     error);  // guests' data is nobody else's
    }
    auto vault = TRY(Vault::open(folder / "secrets.key"));
    auto store =
        TRY(store::open_sqlite({.file = folder / "regulars.db", .cache_bytes = cache_bytes}));
    return DataFolder(folder, std::move(store), std::move(vault));
}

Result<model::Account> DataFolder::account(const std::string& named) {
    std::vector<model::Account> all;
    TRY(store_->read([&](store::Transaction& tx) -> Result<void> {
        all = TRY(tx.accounts().all());
        return {};
    }));
    if (all.empty())
        return fail(ErrorKind::not_found,
                    "there is no account yet; make one with `regulars account create NAME`",
                    path_.string());
    if (named.empty()) {
        if (all.size() == 1) return all.front();
        return fail(ErrorKind::invalid,
                    fmt::format("there are {} accounts; say which with --account", all.size()));
    }
    for (auto& account : all)
        if (account.public_id == named || equals_ignoring_case(account.name, named)) return account;
    return fail(ErrorKind::not_found, fmt::format("there is no account '{}'", named));
}

Result<model::Integration> DataFolder::integration(AccountId account, const std::string& named) {
    std::optional<model::Integration> found;
    std::string known;
    TRY(store_->read([&](store::Transaction& tx) -> Result<void> {
        found = TRY(tx.integrations().find(account, named));
        if (found) return {};
        for (auto& other : TRY(tx.integrations().all(account)))
            known += (known.empty() ? "'" : ", '") + other.name + "'";
        return {};
    }));
    if (found) return *found;
    return fail(ErrorKind::not_found,
                known.empty()
                    ? fmt::format("there is no integration '{}', nor any other", named)
                    : fmt::format("there is no integration '{}'; there are {}", named, known));
}

std::filesystem::path DataFolder::audience_folder(const model::Account& account) const {
    auto folder = path_ / "audience" / account.public_id;
    std::error_code failed;  // a folder that cannot be made shows when the snapshot is written
    std::filesystem::create_directories(folder, failed);
    return folder;
}

Result<FileLock> DataFolder::lock_for_server() {
    auto lock = TRY(FileLock::try_acquire(path_ / "server.lock"));
    if (!lock)
        return fail(ErrorKind::conflict,
                    "another server is running on this data folder; stop it first", path_.string());
    return std::move(*lock);
}

Result<std::optional<FileLock>> DataFolder::lock_for_sync(IntegrationId integration) {
    return FileLock::try_acquire(path_ / fmt::format("sync-{}.lock", integration.value));
}

}  // namespace regulars::app
