// Who is on a list: pages, adding and removing, growth, CSV.
// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include <fmt/format.h>

#include "analytics/list_growth.hpp"
#include "api/fields.hpp"
#include "api/list_written.hpp"
#include "api/member_rows.hpp"
#include "api/profile_written.hpp"
#include "api/router.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

constexpr int most_exported = 50'000, exported_at_once = 1'000;
constexpr std::int64_t most_days = 1'000;

std::string place_text(const model::Membership& m) {
    return fmt::format("{}.{}", m.joined_at.us, m.profile.value);
}

Outcome<std::optional<store::MemberPlace>> place_in(const Call& call) {
    auto text = TRY(call.optional("after", 60));
    if (text.empty()) return std::nullopt;
    store::MemberPlace place;
    auto dot = text.find('.');
    auto number = [&](std::string_view part, std::int64_t& n) {
        auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), n);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (dot == text.npos || !number(std::string_view(text).substr(0, dot), place.joined_at.us) ||
        !number(std::string_view(text).substr(dot + 1), place.profile.value))
        return refuse(Problem(400, "invalid", "is not the `next` of a page").in("after"));
    return place;
}

Answer read_members(Call& call) {
    auto sort = TRY(call.optional("sort", 20));
    if (!sort.empty() && sort != "joined_at" && sort != "-joined_at")
        return refuse(Problem(400, "invalid", "is joined_at or -joined_at").in("sort"));
    int limit = TRY(call.integer("limit", 1, 100, 50));
    auto place = TRY(place_in(call));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto list = TRY(list_in(tx, call));
        auto names = TRY(Names::load(tx, call.account_id()));
        auto order =
            sort == "joined_at" ? store::JoinOrder::oldest_first : store::JoinOrder::newest_first;
        auto members = TRY(tx.lists().members(call.account_id(), list.id, order, place, limit + 1));
        bool has_more = members.size() > std::size_t(limit);
        if (has_more) members.pop_back();
        out.begin_object().key("data").begin_array();
        for (auto& member : members) {
            auto profile = TRY(tx.profiles().find(call.account_id(), member.profile));
            if (!profile)
                return std::unexpected(
                    Problem(Error{ErrorKind::internal, "a membership belongs to no profile"}));
            out.begin_object().key("profile");
            TRY(write_profile_row(out, tx, call.account(), names, *profile));
            write_instant(out, "joined_at", member.joined_at);
            out.member("how", model::name_of(member.how))
                .member("source", member.source)
                .member("starts_flows", member.starts_flows)
                .end_object();
        }
        out.end_array().member("total", TRY(tx.lists().size(call.account_id(), list.id)));
        out.member("next", has_more ? std::optional(place_text(members.back())) : std::nullopt)
            .end_object();
        return {};
    }));
    return json_response(out);
}

std::vector<ingest::Who> people_in(Fields& fields) {
    std::vector<ingest::Who> people;
    auto take = [&](const char* name, auto place) {
        auto node = fields[name];
        if (node.is_missing()) return;
        if (!node.is_array()) return fields.wrong(name, "is a list of texts");
        std::size_t index = 0;
        node.each([&](JsonNode item) {
            auto text = item.string();
            if (!text || text->empty() || text->size() > 400)
                fields.wrong_at(fmt::format("/{}/{}", name, index), "is a text of 1 to 400 bytes");
            else
                place(people.emplace_back(), std::string(*text));
            ++index;
        });
    };
    take("profiles", [](ingest::Who& who, std::string text) { who.profile_id = std::move(text); });
    take("emails", [](ingest::Who& who, std::string text) { who.email = std::move(text); });
    if (people.empty()) fields.wrong("profiles", "or emails names at least one person");
    if (people.size() > ingest::most_people_at_once)
        fields.wrong("profiles", fmt::format("and emails name at most {} people together",
                                             ingest::most_people_at_once));
    return people;
}

template <class Change>
Answer edit_members(Call& call, Change change) {
    auto fields = TRY(Fields::of(call));
    auto people = people_in(fields);
    TRY(fields.done());
    auto list = TRY(call.read(
        [&](store::Transaction& tx) -> Outcome<model::List> { return list_in(tx, call); }));
    auto edited = TRY(change(call.services.ingest.subscriptions(), list.id, people));
    JsonWriter out;
    out.begin_object()
        .member("changed", edited.changed)
        .member("unchanged", edited.unchanged)
        .member("created", edited.created);
    write_refusals(out, edited.refused);
    return json_response(out.end_object());
}

Answer add_members(Call& call) {
    return edit_members(call, [&](auto&& doing, ListId list, auto& people) {
        return doing.add_to_list(call.account_id(), list, people, act_of(call));
    });
}

Answer remove_members(Call& call) {
    return edit_members(call, [&](auto&& doing, ListId list, auto& people) {
        return doing.take_off_list(call.account_id(), list, people, act_of(call));
    });
}

Answer read_growth(Call& call) {
    auto day_in = [&](const char* name) -> Outcome<LocalDate> {
        auto day = parse_date(TRY(call.required(name, 20)));
        if (!day) return refuse(Problem(400, "invalid", "is a day, YYYY-MM-DD").in(name));
        return *day;
    };
    auto from = TRY(day_in("from")), to = TRY(day_in("to"));
    if (to < from || day_number(to) - day_number(from) >= most_days)
        return refuse(Problem(400, "invalid",
                              fmt::format("is a day from `from` on, at most {} days", most_days))
                          .in("to"));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto list = TRY(list_in(tx, call));
        auto zone = TRY(Zone::find(call.account().time_zone));
        out.begin_object().key("data").begin_array();
        for (auto& day : analytics::growth(TRY(tx.lists().movements(call.account_id(), list.id)),
                                           zone, from, to))
            out.begin_object()
                .member("day", format_iso(day.day))
                .member("members", day.members)
                .member("joined", day.joined)
                .member("left", day.left)
                .end_object();
        out.end_array().end_object();
        return {};
    }));
    return json_response(out);
}

Answer export_members(Call& call) {
    auto place = TRY(place_in(call));
    std::string text = member_csv_head, next, name;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto list = TRY(list_in(tx, call));
        name = list.public_id;
        for (int n = 0; n < most_exported;) {
            auto members =
                TRY(tx.lists().members(call.account_id(), list.id, store::JoinOrder::oldest_first,
                                       place, exported_at_once));
            for (auto& member : members) text += TRY(csv_line(tx, call.account_id(), member));
            n += int(members.size());
            if (members.size() < std::size_t(exported_at_once)) return {};
            place = store::MemberPlace{members.back().joined_at, members.back().profile};
            next = place_text(members.back());
        }
        if (TRY(tx.lists().members(call.account_id(), list.id, store::JoinOrder::oldest_first,
                                   place, 1))
                .empty())
            next.clear();
        return {};
    }));
    net::HttpResponse response{
        .status = 200,
        .headers = {{"Content-Type", "text/csv; charset=utf-8"},
                    {"Content-Disposition", "attachment; filename=\"list-" + name + ".csv\""}},
        .body = std::move(text)};
    if (!next.empty()) response.headers.emplace_back("X-Next", next);
    return response;
}

constexpr Route table[] = {
    {"GET", "/app/v1/lists/{id}/members", Needs::analyst, "lists:read", &read_members},
    {"POST", "/app/v1/lists/{id}/members", Needs::admin, "lists:write", &add_members},
    {"POST", "/app/v1/lists/{id}/members/remove", Needs::admin, "lists:write", &remove_members},
    {"GET", "/app/v1/lists/{id}/members.csv", Needs::admin, "lists:read", &export_members},
    {"GET", "/app/v1/lists/{id}/growth", Needs::analyst, "lists:read", &read_growth},
};

}  // namespace

std::span<const Route> list_member_routes() { return table; }

}  // namespace regulars::api
