// Unseals what is stored, compares it, and stores what is new.
// SPDX-License-Identifier: Apache-2.0
#include "app/vault_keeper.hpp"

#include "app/held_lock.hpp"

namespace regulars::app {

Result<void> VaultKeeper::replace(AccountId account, IntegrationId integration,
                                  const std::string& before, const std::string& after) {
    auto sealed = before == after ? std::nullopt : std::optional(vault_.seal(after));
    auto is_before = [&](const std::string& stored) -> Result<bool> {
        return equals_in_constant_time(TRY(vault_.unseal(stored)), before);
    };
    return ingest_.replace_credentials(account, integration, is_before, sealed);
}

Result<std::unique_ptr<sources::Lease>> VaultKeeper::try_sign_in(const std::string& key) {
    return held(TRY(tokens_.try_lock(key)));
}

}  // namespace regulars::app
