// How people look in answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/written.hpp"

namespace regulars::api {

/// The profile that the path names. Errors: 404.
Outcome<model::Profile> profile_in(store::Transaction& tx, const Call& call);
std::string revision_of(const model::Profile& profile);

/// The schema ProfileRow.
Result<void> write_profile_row(JsonWriter& out, store::Transaction& tx,
                               const model::Account& account, const Names& names,
                               const model::Profile& profile);
/// The same with the object left open.
Result<void> write_open_profile_row(JsonWriter& out, store::Transaction& tx,
                                    const model::Account& account, const Names& names,
                                    const model::Profile& profile);
/// The schema Profile.
Result<void> write_profile(JsonWriter& out, store::Transaction& tx, const model::Account& account,
                           const model::Profile& profile, Instant now);
/// The schema EventPage.
Result<void> write_timeline(JsonWriter& out, store::Transaction& tx, AccountId account,
                            const Names& names, ProfileId profile, std::optional<MetricId> metric,
                            const std::optional<store::EventPlace>& place, int limit);
/// Everything known: the profile, and all its events.
Result<void> write_profile_export(JsonWriter& out, store::Transaction& tx,
                                  const model::Account& account, const model::Profile& profile,
                                  Instant now);

}  // namespace regulars::api
