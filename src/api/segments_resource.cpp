// Segments: listed, made, changed, removed.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analytics/asked_for.hpp"
#include "api/fields.hpp"
#include "api/list_written.hpp"
#include "api/router.hpp"
#include "api/segment_written.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr std::size_t most_segments = 1'000;
constexpr TextLimits name_limits{1, 100}, description_limits{0, 1'000};

Result<void> write_detail(JsonWriter& out, store::Transaction& tx, const Call& call,
                          const model::Segment& segment) {
    auto all = TRY(analytics::AskingSegments::read(tx, call.account_id()));
    TRY(write_open_segment(out, tx, call, segment, all));
    out.key("definition").raw(segment.definition).end_object();
    return {};
}

Answer read_segments(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto segments = TRY(tx.segments().all(call.account_id()));
        std::ranges::sort(segments, {}, [](auto& segment) { return lowered(segment.name); });
        auto all = TRY(analytics::AskingSegments::read(tx, call.account_id()));
        out.begin_object().key("data").begin_array();
        for (auto& segment : segments) {
            TRY(write_open_segment(out, tx, call, segment, all));
            out.end_object();
        }
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_segment(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto segment = TRY(segment_in(tx, call));
        TRY(write_detail(out, tx, call, segment));
        return {};
    }));
    return json_response(out);
}

Answer add_segment(Call& call) {
    auto fields = TRY(Fields::of(call));
    model::Segment segment{.name = fields.text("name", name_limits),
                           .created_at = call.now(),
                           .updated_at = call.now()};
    segment.description = fields.maybe_text("description", description_limits).value_or("");
    segment.is_starred = fields["starred"].boolean().value_or(false);
    TRY(fields.done());
    auto definition = TRY(definition_in(fields["definition"], "/definition"));
    TRY(must_be_keepable(*TRY(audience_for(call, definition)), definition));
    segment.definition = fields["definition"].text();
    segment.public_id = call.shared.new_short_id();
    JsonWriter out;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        if (TRY(tx.segments().all(call.account_id())).size() >= most_segments)
            return refuse(409, "limit_reached", "An organization has at most 1,000 segments.");
        segment.name = TRY(claim_name(tx, call, segment.name));
        TRY(tx.segments().add(call.account_id(), segment));
        TRY(tx.changes().append(call.account_id(), store::ChangeKind::segment, segment.id.value, 1,
                                call.now()));
        TRY(write_detail(out, tx, call, segment));
        return {};
    }));
    return json_response(out, 201);
}

Answer change_segment(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto revision = fields.text("revision", {1, 40});
    auto name = fields.maybe_text("name", name_limits);
    auto description = fields.maybe_text("description", description_limits);
    auto is_starred = fields["starred"].boolean(), is_active = fields["is_active"].boolean();
    TRY(fields.done());
    std::optional<std::string> definition;
    std::optional<audience::Definition> asked;
    if (fields.has("definition")) {
        asked = TRY(definition_in(fields["definition"], "/definition"));
        TRY(must_be_keepable(*TRY(audience_for(call, *asked)), *asked));
        definition = fields["definition"].text();
    }
    JsonWriter out;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto segment = TRY(segment_in(tx, call));
        if (revision_of(segment) != revision)
            return refuse(409, "changed_meanwhile",
                          "Somebody else changed this segment; look at it again.");
        if (name && *name != segment.name)
            segment.name = TRY(claim_name(tx, call, *name, {.segment = segment.id}));
        if (description) segment.description = *description;
        if (is_starred) segment.is_starred = *is_starred;
        bool asks_anew = (definition && *definition != segment.definition) ||
                         (is_active && *is_active != segment.is_active);
        bool was_followed = segment.followed_version == segment.version;
        if (asked) {
            auto all = TRY(analytics::AskingSegments::read(tx, call.account_id()));
            if (auto free = all.refuse_circle(segment, *asked); !free)
                return refuse(Problem(409, std::string(asks_for_itself), free.error().message)
                                  .at("/definition" + free.error().where));
        }
        if (definition) segment.definition = *definition;
        if (is_active) segment.is_active = *is_active;
        ++segment.version;
        // Another name changes nobody's membership.
        if (!asks_anew && was_followed) segment.followed_version = segment.version;
        segment.updated_at = call.now();
        TRY(tx.segments().update(call.account_id(), segment));
        TRY(tx.changes().append(call.account_id(), store::ChangeKind::segment, segment.id.value, 1,
                                call.now()));
        TRY(write_detail(out, tx, call, segment));
        return {};
    }));
    return json_response(out);
}

Answer remove_segment(Call& call) {
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        auto segment = TRY(segment_in(tx, call));
        auto free = analytics::refuse_while_asked_for(tx, call.account_id(), segment.public_id);
        if (!free && free.error().kind == ErrorKind::conflict)
            return refuse(409, "in_use", free.error().message);
        TRY(free);
        TRY(tx.segments().remove(call.account_id(), segment.id));
        TRY(tx.changes().append(call.account_id(), store::ChangeKind::segment, segment.id.value, 1,
                                call.now()));
        return {};
    }));
    return no_content();
}

constexpr Route table[] = {
    {"GET", "/app/v1/segments", Needs::analyst, "segments:read", &read_segments},
    {"POST", "/app/v1/segments", Needs::admin, "segments:write", &add_segment},
    {"GET", "/app/v1/segments/{id}", Needs::analyst, "segments:read", &read_segment},
    {"PATCH", "/app/v1/segments/{id}", Needs::admin, "segments:write", &change_segment},
    {"DELETE", "/app/v1/segments/{id}", Needs::admin, "segments:write", &remove_segment},
};

}  // namespace

std::span<const Route> segment_routes() { return table; }

}  // namespace regulars::api
