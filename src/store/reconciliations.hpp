// What reconciliation found, day by day.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/reconciliation.hpp"

namespace regulars::store {

/// What reconciliation found of an integration's days, by day and place. Errors and
/// thread-safety as all of store.hpp.
class Reconciliations {
  public:
    virtual ~Reconciliations() = default;
    /// Puts what was found of these days, both inclusive, in the place of what stood there.
    virtual Result<void> replace(AccountId account, IntegrationId integration, LocalDate from,
                                 LocalDate to, std::span<const model::ReconciledDay> days) = 0;
    /// Without the differences' names.
    virtual Result<std::vector<model::ReconciledDay>> days(AccountId account,
                                                           IntegrationId integration,
                                                           LocalDate from, LocalDate to) = 0;
    /// One day's places, differences included.
    virtual Result<std::vector<model::ReconciledDay>> day(AccountId account,
                                                          IntegrationId integration,
                                                          LocalDate day) = 0;
    /// Days on which something differs, newest first, at most `limit`.
    virtual Result<std::vector<LocalDate>> differing(AccountId account, IntegrationId integration,
                                                     int limit) = 0;
};

}  // namespace regulars::store
