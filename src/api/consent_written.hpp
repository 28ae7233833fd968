// How consent looks in answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "store/store.hpp"

namespace regulars::api {

/// The schema ConsentDetail: each channel, lists left alone, confirmations asked for, the ledger.
Result<void> write_consent_detail(JsonWriter& out, store::Transaction& tx, AccountId account,
                                  const model::Profile& profile, Instant now);
/// The schema ConsentRules.
void write(JsonWriter& out, const model::ConsentRules& rules);
std::string revision_of(const model::ConsentRules& rules);

}  // namespace regulars::api
