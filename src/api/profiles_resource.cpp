// People: the searched and sorted list, one with everything, the timeline.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "api/profile_written.hpp"
#include "api/router.hpp"
#include "api/written.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

/// `next` of a page of profiles: the place as JSON in base64.
std::string place_text(const store::ProfilePlace& place) {
    JsonWriter out;
    out.begin_object().member("p", place.profile.value).member("x", place.text);
    if (place.time) out.member("t", place.time->us);
    return base64(out.end_object().take());
}

std::optional<store::ProfilePlace> profile_place_in(std::string_view text) {
    auto json = from_base64(text);
    if (!json) return std::nullopt;
    auto document = JsonDocument::parse(*json, {.max_bytes = 1'000, .max_depth = 2});
    if (!document) return std::nullopt;
    auto root = document->root();
    if (!root["p"].integer() || !root["x"].string()) return std::nullopt;
    store::ProfilePlace place{.text = std::string(*root["x"].string()),
                              .profile = ProfileId{*root["p"].integer()}};
    if (auto us = root["t"].integer()) place.time = Instant{*us};
    return place;
}

Outcome<store::ProfileQuery> query_in(const Call& call) {
    using enum store::ProfileOrder;
    constexpr std::pair<std::string_view, store::ProfileOrder> orders[] = {
        {"name", name}, {"email", email}, {"created_at", created}, {"last_seen_at", last_seen}};
    store::ProfileQuery query{.text = TRY(call.optional("q", 400)),
                              .limit = TRY(call.integer("limit", 1, 100, 50))};
    auto sort = TRY(call.optional("sort", 20));
    if (sort.empty()) sort = "-last_seen_at";
    std::string_view word = sort;
    query.direction =
        word.starts_with('-') ? store::Direction::descending : store::Direction::ascending;
    if (word.starts_with('-')) word.remove_prefix(1);
    auto order =
        std::ranges::find(orders, word, &std::pair<std::string_view, store::ProfileOrder>::first);
    if (order == std::end(orders))
        return refuse(Problem(400, "invalid",
                              "is name, email, created_at or last_seen_at, with - in front or not")
                          .in("sort"));
    query.order = order->second;
    if (auto after = TRY(call.optional("after", 600)); !after.empty()) {
        query.after = profile_place_in(after);
        if (!query.after)
            return refuse(Problem(400, "invalid", "is not the `next` of a page").in("after"));
    }
    return query;
}

Answer read_profiles(Call& call) {
    auto query = TRY(query_in(call));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto hits = TRY(tx.directory().find(call.account_id(), query));
        out.begin_object().key("data").begin_array();
        for (ProfileId id : hits.profiles)
            if (auto profile = TRY(tx.profiles().find(call.account_id(), id)))
                TRY(write_profile_row(out, tx, call.account(), names, *profile));
        out.end_array().member("total", hits.total).member("total_is_exact", hits.total_is_exact);
        if (hits.next)
            out.member("next", place_text(*hits.next));
        else
            out.member("next", nullptr);
        out.end_object();
        return {};
    }));
    return json_response(out);
}

Answer read_profile(Call& call) {
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto profile = TRY(profile_in(tx, call));
        TRY(write_profile(out, tx, call.account(), profile, call.now()));
        return {};
    }));
    return json_response(out);
}

Answer read_timeline(Call& call) {
    auto before = TRY(call.optional("before", 80));
    auto wanted = TRY(call.optional("metric", 40));
    int limit = TRY(call.integer("limit", 1, 100, 25));
    auto place = event_place_in(before);
    if (!before.empty() && !place)
        return refuse(Problem(400, "invalid", "is not the `next` of a page").in("before"));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto profile = TRY(profile_in(tx, call));
        auto names = TRY(Names::load(tx, call.account_id()));
        std::optional<MetricId> metric;
        if (!wanted.empty()) {
            auto* named = names.metric(wanted);
            if (!named)
                return refuse(Problem(400, "invalid", "There is no such metric.").in("metric"));
            metric = named->id;
        }
        TRY(write_timeline(out, tx, call.account_id(), names, profile.id, metric, place, limit));
        return {};
    }));
    return json_response(out);
}

Answer export_profile(Call& call) {
    JsonWriter out;
    std::string public_id;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto profile = TRY(profile_in(tx, call));
        public_id = profile.public_id;
        TRY(write_profile_export(out, tx, call.account(), profile, call.now()));
        return {};
    }));
    auto response = json_response(out);
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"profile-" + public_id + ".json\"");
    return response;
}

constexpr Route table[] = {
    {"GET", "/app/v1/profiles", Needs::analyst, "profiles:read", &read_profiles},
    {"GET", "/app/v1/profiles/{id}", Needs::analyst, "profiles:read", &read_profile},
    {"GET", "/app/v1/profiles/{id}/events", Needs::analyst, "events:read", &read_timeline},
    {"GET", "/app/v1/profiles/{id}/export", Needs::admin, "profiles:read", &export_profile},
};

}  // namespace

std::span<const Route> profile_routes() { return table; }

}  // namespace regulars::api
