// Who is in a segment, who came and went, and members as a list or a file.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "analytics/ranking.hpp"
#include "api/fields.hpp"
#include "api/list_written.hpp"
#include "api/profile_written.hpp"
#include "api/router.hpp"
#include "api/segment_written.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr int most_found = 500;  // people looked through for a search
constexpr int members_a_step = 10'000;
constexpr std::int64_t most_exported = 250'000;

std::string list_origin(const model::Segment& segment) { return "segment: " + segment.name; }

Result<void> write_member(JsonWriter& out, store::Transaction& tx, const Call& call,
                          const Names& names, const model::SegmentMember& member) {
    auto profile = TRY(tx.profiles().find(call.account_id(), member.profile));
    if (!profile) return {};  // erased a moment ago: the member goes next
    TRY(write_open_profile_row(out, tx, call.account(), names, *profile));
    write_instant(out, "joined_at", member.joined_at);
    out.key("cause");
    TRY(write_cause(out, tx, call.account_id(), names, member.cause, member.event));
    out.end_object();
    return {};
}

/// Answers what `write(tx, segment, names, out)` writes of the segment that the path names.
template <class Write>
Answer of_segment(Call& call, Write write) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        return write(tx, TRY(segment_in(tx, call)), TRY(Names::load(tx, call.account_id())), out);
    }));
    return json_response(out);
}

/// Everybody in the segment, by profile.
Result<std::vector<model::SegmentMember>> members_of(store::Transaction& tx, AccountId account,
                                                     const model::Segment& segment) {
    std::vector<model::SegmentMember> members;
    for (ProfileId after;; after = members.back().profile) {
        auto step = TRY(tx.segments().members(account, segment.id, after, members_a_step));
        members.insert(members.end(), step.begin(), step.end());
        if (step.size() < std::size_t(members_a_step)) return members;
    }
}

struct Placed {
    model::SegmentMember member;
    analytics::Ranked place;
};

/// Of members given by profile, in the definition's order, else who joined last first: those after
/// `after`, at most `limit`. A definition that cannot be asked any longer orders nobody.
Outcome<std::vector<Placed>> in_order(const Call& call, const model::Segment& segment,
                                      const std::vector<model::SegmentMember>& members,
                                      const std::optional<analytics::Ranked>& after,
                                      std::size_t limit) {
    std::vector<analytics::Ranked> ranked;
    auto direction = analytics::Direction::descending;
    auto definition = definition_of(segment);
    if (definition && definition->order_by) {
        std::vector<ProfileId> people;
        for (auto& member : members) people.push_back(member.profile);
        if (auto asked = TRY(audience_of(call))->ranked(*definition, people)) {
            ranked = std::move(*asked);
            direction = analytics::direction_of(*definition);
        }
    }
    if (ranked.empty())
        for (auto& member : members)
            ranked.push_back({double(member.joined_at.us), member.profile});
    std::vector<Placed> placed;
    for (auto& place : analytics::page_of(std::move(ranked), direction, after, limit))
        placed.push_back(
            {*std::ranges::lower_bound(members, place.person, {}, &model::SegmentMember::profile),
             place});
    return placed;
}

Outcome<std::optional<analytics::Ranked>> place_in(const Call& call) {
    auto text = TRY(call.optional("after", 60));
    if (text.empty()) return std::nullopt;
    auto place = analytics::ranked_from(text);
    if (!place) return refuse(Problem(400, "invalid", place.error().message).in("after"));
    return *place;
}

Answer read_members(Call& call) {
    auto q = TRY(call.optional("q", 100));
    auto after = TRY(place_in(call));
    int limit = TRY(call.integer("limit", 1, 100, 50));
    auto account = call.account_id();
    return of_segment(
        call,
        [&](store::Transaction& tx, const model::Segment& segment, const Names& names,
            JsonWriter& out) -> Outcome<void> {
            std::vector<model::SegmentMember> members;
            if (q.empty()) {
                members = TRY(members_of(tx, account, segment));
            } else {
                store::ProfileQuery query{.text = q,
                                          .order = store::ProfileOrder::name,
                                          .direction = store::Direction::ascending,
                                          .limit = most_found};
                for (auto id : TRY(tx.directory().find(account, query)).profiles)
                    if (auto member = TRY(tx.segments().member(account, segment.id, id)))
                        members.push_back(*member);
                std::ranges::sort(members, {}, &model::SegmentMember::profile);
            }
            auto page = TRY(in_order(call, segment, members, after, std::size_t(limit) + 1));
            bool has_more = page.size() > std::size_t(limit);
            if (has_more) page.pop_back();
            out.begin_object().key("data").begin_array();
            for (auto& one : page) TRY(write_member(out, tx, call, names, one.member));
            out.end_array().member("total", std::int64_t(members.size()));
            write_text_or_null(out, "next",
                               has_more ? analytics::text_of(page.back().place) : std::string());
            out.end_object();
            return {};
        });
}

Answer read_activity(Call& call) {
    auto after = TRY(call.optional("after", 40));
    int limit = TRY(call.integer("limit", 1, 100, 50));
    auto account = call.account_id();
    return of_segment(
        call,
        [&](store::Transaction& tx, const model::Segment& segment, const Names& names,
            JsonWriter& out) -> Outcome<void> {
            auto moves = TRY(tx.segments().moves(account, segment.id, number_in(after), limit + 1));
            bool has_more = moves.size() > std::size_t(limit);
            if (has_more) moves.pop_back();
            out.begin_object().key("data").begin_array();
            for (auto& move : moves) {
                auto profile = TRY(tx.profiles().find(account, move.profile));
                if (!profile) continue;  // erased since: who it was is not told
                out.begin_object().key("profile");
                write_profile_ref(out, *profile);
                out.member("what", move.has_entered ? "entered" : "left");
                write_instant(out, "at", move.at);
                out.key("cause");
                TRY(write_cause(out, tx, account, names, move.cause, move.event));
                out.end_object();
            }
            out.end_array();
            write_text_or_null(out, "next",
                               has_more ? std::to_string(moves.back().number) : std::string());
            out.end_object();
            return {};
        });
}

/// The members of now, step by step: each step is a transaction of its own.
template <class Take>
Outcome<void> each_step(Call& call, SegmentId segment, Take take) {
    for (ProfileId after;;) {
        std::vector<model::SegmentMember> step;
        TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
            step = TRY(tx.segments().members(call.account_id(), segment, after, members_a_step));
            return {};
        }));
        if (!step.empty()) TRY(take(step));
        if (step.size() < std::size_t(members_a_step)) return {};
        after = step.back().profile;
    }
}

Answer snapshot_segment(Call& call) {
    auto fields = TRY(Fields::of(call));
    model::List list{.public_id = call.shared.new_short_id(),
                     .name = fields.text("name", {1, 100}),
                     .opt_in = model::OptIn::single_opt_in,
                     .created_at = call.now()};
    TRY(fields.done());
    model::Segment segment;
    TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
        segment = TRY(segment_in(tx, call));
        list.name = TRY(claim_name(tx, call, list.name));
        TRY(tx.lists().add(call.account_id(), list));
        return {};
    }));
    std::int64_t joined = 0;
    TRY(each_step(
        call, segment.id, [&](const std::vector<model::SegmentMember>& step) -> Outcome<void> {
            TRY(call.write([&](store::Transaction& tx) -> Outcome<void> {
                for (auto& member : step) {
                    if (!TRY(tx.profiles().find(call.account_id(), member.profile))) continue;
                    model::Membership membership{.list = list.id,
                                                 .profile = member.profile,
                                                 .joined_at = call.now(),
                                                 .source = list_origin(segment)};
                    if (!TRY(tx.lists().join(call.account_id(), membership))) continue;
                    TRY(tx.changes().append(call.account_id(), store::ChangeKind::membership,
                                            member.profile.value, 1, call.now()));
                    ++joined;
                }
                return {};
            }));
            return {};
        }));
    JsonWriter out;
    write_list(out, list, joined, {});
    return json_response(out, 201);
}

Answer export_members(Call& call) {
    model::Segment segment;
    std::vector<Placed> everybody;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        segment = TRY(segment_in(tx, call));
        if (TRY(tx.segments().size(call.account_id(), segment.id)) > most_exported)
            return refuse(
                409, "too_many_members",
                "More than 250,000 members: `regulars segment members` writes them on the server.");
        auto members = TRY(members_of(tx, call.account_id(), segment));
        everybody = TRY(in_order(call, segment, members, std::nullopt, members.size()));
        return {};
    }));
    std::string csv = "Profile ID,Email,Phone,First name,Last name,Joined at\r\n";
    for (std::size_t from = 0; from < everybody.size(); from += members_a_step)
        TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
            auto end = std::min(everybody.size(), from + std::size_t(members_a_step));
            for (auto i = from; i < end; ++i) {
                auto& member = everybody[i].member;
                auto profile = TRY(tx.profiles().find(call.account_id(), member.profile));
                if (!profile) continue;
                auto& said = profile->fields;
                csv +=
                    fmt::format("{},{},{},{},{},{}\r\n", profile->public_id, csv_field(said.email),
                                csv_field(said.phone), csv_field(said.first_name),
                                csv_field(said.last_name), format_iso(member.joined_at));
            }
            return {};
        }));
    auto name = fmt::format("segment-{}.csv", segment.public_id);
    return net::HttpResponse{
        .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                    {"Content-Disposition", "attachment; filename=\"" + name + "\""}},
        .body = std::move(csv)};
}

constexpr Route table[] = {
    {"GET", "/app/v1/segments/{id}/members", Needs::analyst, "segments:read", &read_members},
    {"GET", "/app/v1/segments/{id}/activity", Needs::analyst, "segments:read", &read_activity},
    {"POST", "/app/v1/segments/{id}/snapshot", Needs::admin, "lists:write", &snapshot_segment},
    {"GET", "/app/v1/segments/{id}/export", Needs::admin, "segments:read", &export_members},
};

}  // namespace

std::span<const Route> segment_member_routes() { return table; }

}  // namespace regulars::api
