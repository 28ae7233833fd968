// How segments look in answers, and what their endpoints share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "analytics/asked_for.hpp"
#include "analytics/live_audience.hpp"
#include "api/call.hpp"
#include "api/written.hpp"
#include "model/segment.hpp"

namespace regulars::api {

/// The account's audience. Errors: 503 (it is being read, or this server keeps none).
Outcome<std::shared_ptr<const analytics::LiveAudience>> audience_of(const Call& call);
/// As audience_of, once it knows the groups that are asked for: a list may be a moment old.
Outcome<std::shared_ptr<const analytics::LiveAudience>> audience_for(
    const Call& call, const audience::Definition& definition, std::vector<std::string> groups = {});
/// The segment that the path names. Errors: 404.
Outcome<model::Segment> segment_in(store::Transaction& tx, const Call& call);
/// A definition of a body, at the pointer where it stands. Errors: 400, at the place in it.
Outcome<audience::Definition> definition_in(JsonNode node, std::string_view pointer);
/// A question's refusal, at the definition's pointer.
Problem at_definition(const Error& error, std::string_view pointer);
/// That a definition can be asked here, or only cannot be answered here: then it is kept, and
/// counts nobody. Errors: 400, at the first place of another kind.
Outcome<void> must_be_keepable(const analytics::LiveAudience& audience,
                               const audience::Definition& definition);
/// A definition that was kept.
Result<audience::Definition> definition_of(const model::Segment& segment);

/// The code of a segment that asks for its own members.
inline constexpr std::string_view asks_for_itself = "asks_for_itself";

std::string revision_of(const model::Segment& segment);
/// The schema Segment, with the object left open. `all`: as the transaction has them.
Result<void> write_open_segment(JsonWriter& out, store::Transaction& tx, const Call& call,
                                const model::Segment& segment,
                                const analytics::AskingSegments& all);
/// The schema SegmentCause.
Result<void> write_cause(JsonWriter& out, store::Transaction& tx, AccountId account,
                         const Names& names, model::SegmentCause cause, EventId event);

}  // namespace regulars::api
