// How lists look in answers, and what editing many people at once answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "ingest/subscriptions.hpp"
#include "store/group_name.hpp"
#include "store/store.hpp"

namespace regulars::api {

/// The list that the path names. Errors: 404.
Outcome<model::List> list_in(store::Transaction& tx, const Call& call);
/// A name that a list or segment may have (see store::claim_group_name). Errors: 409 name_taken,
/// 400, at /name.
Outcome<std::string> claim_name(store::Transaction& tx, const Call& call, std::string_view name,
                                store::Named of = {});
/// Of what a PATCH may change.
std::string revision_of(const model::List& list);
/// The schema List. `integrations`: all of the account's.
void write_list(JsonWriter& out, const model::List& list, std::int64_t profiles,
                const std::vector<model::Integration>& integrations);
/// By whom a change is made: the user, or the key.
ingest::Act act_of(const Call& call);
/// The schema EntryError of each.
void write_refusals(JsonWriter& out, const std::vector<ingest::Refusal>& refused);

}  // namespace regulars::api
