// Makes a data folder with a large account that one can sign in to.
// SPDX-License-Identifier: Apache-2.0
//
// large_account FOLDER [PROFILES [EVENTS]]: two years that end now, and owner@example.com with the
// password large-account. The integration is paused, so that a server never asks its vendor.
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "app/data_folder.hpp"
#include "base/crypto.hpp"
#include "base/env.hpp"
#include "large_account.hpp"

namespace {

using namespace regulars;

Result<void> make(const std::filesystem::path& path, const bench::LargeAccount& wanted) {
    if (std::filesystem::exists(path / "regulars.db"))
        return fail(ErrorKind::conflict, "there is an account already", path.string());
    auto folder = TRY(app::DataFolder::open(path, app::Missing::make));
    TRY(bench::fill(folder.store(), wanted));
    auto account = TRY(folder.account());
    auto integration = TRY(folder.integration(account.id, "Downtown"));
    integration.sealed_credentials =
        folder.vault().seal(R"({"client_id":"bench","client_secret":"bench"})");
    return folder.store().write([&](store::Transaction& tx) -> Result<void> {
        TRY(tx.integrations().update(account.id, integration));
        model::User owner{.email = "owner@example.com",
                          .name = "Owner",
                          .password_hash = hash_password("large-account"),
                          .created_at = wanted.until};
        return tx.users().add(account.id, owner);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "usage: large_account FOLDER [PROFILES [EVENTS]]\n");
        return 2;
    }
    start_crypto();
    bench::LargeAccount wanted{.until = RealClock().now().floor_seconds()};
    if (argc > 2) wanted.profiles = std::atoll(argv[2]);
    if (argc > 3) wanted.events = std::atoll(argv[3]);
    auto made = make(argv[1], wanted);
    if (!made) fmt::print(stderr, "large_account: {}\n", made.error().text());
    return made ? 0 : 1;
}
