// The answer that says who is signed in, which setting up and signing in give too.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"

namespace regulars::api {

/// The schema Session. Nobody: first_start where nobody can sign in yet and setting up is allowed.
Result<void> write_session(JsonWriter& out, store::Transaction& tx, const Call& call,
                           const std::optional<Caller>& caller);
/// Whether there is anybody who could sign in.
Result<bool> has_users(store::Transaction& tx);

}  // namespace regulars::api
