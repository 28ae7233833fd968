// What a definition answers before it is kept: how many, who, why, since when, together with whom.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/buckets.hpp"
#include "api/explaining.hpp"
#include "api/fields.hpp"
#include "api/router.hpp"
#include "api/segment_written.hpp"

namespace regulars::api {
namespace {

constexpr std::int64_t most_days = 1'100;
constexpr std::size_t most_overlaps = 50;

Answer count_segment(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto definition = TRY(definition_in(fields["definition"], "/definition"));
    auto counted = TRY(audience_for(call, definition))->count(definition);
    if (!counted) return refuse(at_definition(counted.error(), "/definition"));
    JsonWriter out;
    out.begin_object()
        .member("count", counted->count)
        .member("of", counted->of)
        .key("sample")
        .begin_array();
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        for (auto id : counted->sample)
            if (auto profile = TRY(tx.profiles().find(call.account_id(), id)))
                write_profile_ref(out, *profile);
        return {};
    }));
    out.end_array().member("took_us", std::int64_t(counted->took.count()));
    write_instant(out, "at", counted->at);
    return json_response(out.member("day_zone", counted->day_zone).end_object());
}

Answer explain_segment(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto segment_id = fields.maybe_text("segment_id", {1, 40});
    auto profile_id = fields.text("profile_id", {1, 40});
    if (segment_id && fields.has("definition"))
        fields.wrong("definition", "is not asked together with segment_id");
    TRY(fields.done());
    std::optional<model::Segment> segment;
    std::optional<model::Profile> profile;
    std::optional<Instant> since;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        profile = TRY(tx.profiles().find(call.account_id(), profile_id));
        if (!profile)
            return refuse(Problem(404, "not_found", "There is no such profile.").at("/profile_id"));
        if (!segment_id) return {};
        segment = TRY(tx.segments().find(call.account_id(), *segment_id));
        if (!segment)
            return refuse(Problem(404, "not_found", "There is no such segment.").at("/segment_id"));
        if (auto member = TRY(tx.segments().member(call.account_id(), segment->id, profile->id)))
            since = member->joined_at;
        return {};
    }));
    auto definition = segment ? TRY(definition_of(*segment))
                              : TRY(definition_in(fields["definition"], "/definition"));
    auto audience = TRY(audience_for(call, definition));
    if (!segment) TRY(must_be_keepable(*audience, definition));
    auto found = TRY(
        why(*audience, call.services.store, call.account(), definition, profile->id, call.now()));
    JsonWriter out;
    out.begin_object().member("is_member", found.is_member);
    write_instant(out, "since", found.is_member ? since : std::nullopt);
    write_instant(out, "next_change_at", found.next_change);
    write_groups(out, found);
    return json_response(out.end_object());
}

Answer grow_segment(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto from = parse_date(fields.text("from", {10, 10})),
         to = parse_date(fields.text("to", {10, 10}));
    auto by = analytics::by_named(fields.text("by", {1, 10}));
    if (!from) fields.wrong("from", "is a day such as 2026-03-15");
    if (!to) fields.wrong("to", "is a day such as 2026-03-15");
    if (from && to && (*to < *from || day_number(*to) - day_number(*from) > most_days))
        fields.wrong("to", "is at most 1,100 days after from");
    if (!by) fields.wrong("by", "is day, week or month");
    TRY(fields.done());
    auto definition = TRY(definition_in(fields["definition"], "/definition"));
    auto zone = TRY(Zone::find(call.account().time_zone));
    // The size at the end of each bucket; of one that is not over, now.
    std::vector<Instant> instants;
    for (auto& bucket :
         analytics::cut({day_number(*from), day_number(*to)}, *by, zone, call.now())) {
        auto end = zone.start_of(date_of_day(bucket.days.last + 1));
        instants.push_back(std::min(end, call.now()));
        if (end >= call.now()) break;
    }
    auto audience = TRY(audience_for(call, definition));
    Instant started = call.now();
    auto sizes = audience->sizes(definition, instants);
    if (!sizes) return refuse(at_definition(sizes.error(), "/definition"));
    Duration took = call.services.clock.now() - started;
    JsonWriter out;
    out.begin_object().key("points").begin_array();
    for (std::size_t i = 0; i < instants.size(); ++i) {
        out.begin_object();
        write_instant(out, "at", instants[i]);
        out.member("count", (*sizes)[i]).end_object();
    }
    out.end_array().member("day_zone", call.account().segment_zone());
    return json_response(out.member("took_us", std::int64_t(took.count())).end_object());
}

Answer overlap_segments(Call& call) {
    auto fields = TRY(Fields::of(call));
    std::vector<std::string> ids;
    fields["with"].each([&](JsonNode node) { ids.emplace_back(node.string().value_or("")); });
    if (!fields["with"].is_array() || ids.size() > most_overlaps)
        fields.wrong("with", "is a list of at most 50 ids");
    TRY(fields.done());
    auto definition = TRY(definition_in(fields["definition"], "/definition"));
    auto overlaps = TRY(audience_for(call, definition, ids))->overlap(definition, ids);
    if (!overlaps) return refuse(at_definition(overlaps.error(), "/definition"));
    JsonWriter out;
    out.begin_object().key("data").begin_array();
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            auto list = TRY(tx.lists().find(call.account_id(), std::string_view(ids[i])));
            auto segment =
                list ? std::nullopt
                     : TRY(tx.segments().find(call.account_id(), std::string_view(ids[i])));
            if (!list && !segment)
                return refuse(Problem(404, "not_found", "There is no such list or segment.")
                                  .at("/with/" + std::to_string(i)));
            out.begin_object()
                .member("id", ids[i])
                .member("name", list ? list->name : segment->name)
                .member("kind", list ? "list" : "segment");
            out.member("members", (*overlaps)[i].members)
                .member("both", (*overlaps)[i].both)
                .end_object();
        }
        return {};
    }));
    return json_response(out.end_array().end_object());
}

constexpr Route table[] = {
    {"POST", "/app/v1/segments/count", Needs::analyst, "segments:read", &count_segment},
    {"POST", "/app/v1/segments/explain", Needs::analyst, "segments:read", &explain_segment},
    {"POST", "/app/v1/segments/growth", Needs::analyst, "segments:read", &grow_segment},
    {"POST", "/app/v1/segments/overlap", Needs::analyst, "segments:read", &overlap_segments},
};

}  // namespace

std::span<const Route> segment_question_routes() { return table; }

}  // namespace regulars::api
