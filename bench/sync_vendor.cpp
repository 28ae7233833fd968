// Starts the sandbox with as many records of one vendor as wanted, and few of the others.
// SPDX-License-Identifier: Apache-2.0
#include "sync_vendor.hpp"

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "net/curl_client.hpp"
#include "sources/vendors.hpp"

namespace regulars::bench {
namespace {

using model::IntegrationKind;

constexpr const char* vendors_now = "2026-11-20T12:07:30Z";
constexpr int guests = 20'000;
constexpr double in_store = 1.4;  // orders for each one that was placed online

std::vector<std::string> arguments(IntegrationKind kind, std::int64_t records) {
    auto each = [&](IntegrationKind of, double share) {
        return fmt::format("{}", kind == of ? double(records) / guests / share : 0.1);
    };
    return {"sandbox",
            "--listen",
            "127.0.0.1:0",
            "--requests-per-second",
            "0",
            "--speed",
            "0",
            "--locations",
            "1",
            "--shops",
            "1",
            "--days",
            "730",
            "--now",
            vendors_now,
            "--guests",
            std::to_string(guests),
            "--reservations-per-guest",
            each(IntegrationKind::opentable, 1),
            "--orders-per-guest",
            each(IntegrationKind::toast, in_store),
            "--sales-per-guest",
            each(IntegrationKind::lightspeed, 1)};
}

std::string word(JsonNode node, const char* key) {
    return std::string(node[key].string().value_or(""));
}

std::string settings_of(IntegrationKind kind, const std::string& url, JsonNode vendor) {
    JsonWriter out;
    out.begin_object().member("api_url", url);
    JsonNode place;
    vendor["locations"].each([&](JsonNode location) { place = location; });
    if (kind == IntegrationKind::lightspeed) {
        out.member("auth_url", url);
        for (auto key : {"account", "country", "currency"}) out.member(key, word(vendor, key));
    } else if (kind == IntegrationKind::toast) {
        out.key("restaurants").begin_array().value(word(place, "guid")).end_array();
        out.member("max_requests_per_second", 0).member("history_gap_seconds", 0);
    } else {
        out.member("oauth_url", url)
            .member("rid", std::to_string(place["rid"].integer().value_or(0)))
            .member("restaurant_name", word(place, "name"));
        for (auto key : {"time_zone", "country", "currency"}) out.member(key, word(place, key));
        out.member("max_requests_per_second", 0);
    }
    return out.end_object().take();
}

}  // namespace

Vendor::Vendor(IntegrationKind kind, std::int64_t records)
    : kind_(kind),
      process_(must(app::ChildProcess::start(
          arguments(kind, records),
          std::filesystem::canonical("/proc/self/exe").parent_path() / "regulars"))),
      client_(net::make_curl_client()) {
    require(process_.first_line().starts_with("ready "), process_.first_line());
    url_ = process_.first_line().substr(6);
    auto answer = get("/sandbox/credentials");
    auto settings = settings_of(kind, url_, answer.root()[model::name_of(kind)]);
    Instant since = kind == IntegrationKind::opentable
                        ? now() - days(730)
                        : must(sources::connector_of(kind).history_since(settings, now()));
    integration_ = {.public_id = "B",
                    .kind = kind,
                    .name = "Downtown",
                    .settings = std::move(settings),
                    .history_since = since};
}

Instant Vendor::now() const { return must(parse_instant(vendors_now)); }

JsonDocument Vendor::get(const std::string& path) {
    auto response = must(client_->send({.target = url_ + path}, {.timeout = 600s}));
    require(response.status == 200, path);
    return must(JsonDocument::parse(response.body));
}

std::map<std::string, Vendor::Figure> Vendor::truth() {
    auto answer = get(fmt::format("/sandbox/truth/summary?vendor={}&since={}",
                                  model::name_of(kind_), format_iso(integration_.history_since)));
    std::map<std::string, Figure> events;
    answer.root()["items"].each([&](JsonNode location) {
        location["events"].each_member([&](std::string_view metric, JsonNode n) {
            events[std::string(metric)].certain += n.integer().value_or(0);
        });
        location["uncertain_events"].each_member([&](std::string_view metric, JsonNode n) {
            events[std::string(metric)].uncertain += n.integer().value_or(0);
        });
    });
    return events;
}

std::string Vendor::credentials() {
    auto answer = get("/sandbox/credentials");
    JsonNode vendor = answer.root()[model::name_of(kind_)];
    JsonWriter out;
    out.begin_object();
    for (auto key : {"client_id", "client_secret", "refresh_token"})
        if (auto secret = vendor[key].string()) out.member(key, *secret);
    return out.end_object().take();
}

void Vendor::each_row(std::string_view body, const Look& look) const {
    auto document = must(JsonDocument::parse(body));
    auto each = [&](JsonNode list, std::string_view stream, const char* id, const char* time) {
        auto one = [&](JsonNode row) {
            auto changed = row[time].string();  // names have none
            if (changed) look(stream, row[id].string().value_or(""), *changed);
        };
        if (list.is_object())
            one(list);
        else
            list.each(one);
    };
    JsonNode root = document.root();
    switch (kind_) {
        case IntegrationKind::opentable:
            root["items"].each([&](JsonNode row) {
                look(row["scheduled_time"].is_missing() ? "guest" : "reservation",
                     row["id"].string().value_or(""), row["updated_at_utc"].string().value_or(""));
            });
            break;
        case IntegrationKind::toast:
            each(root, "order", "guid", "modifiedDate");
            break;
        case IntegrationKind::lightspeed:
            each(root["Sale"], "sale", "saleID", "timeStamp");
            each(root["Customer"], "customer", "customerID", "timeStamp");
            each(root["ShipTo"], "shipment", "shipToID", "timeStamp");
            break;
    }
}

}  // namespace regulars::bench
