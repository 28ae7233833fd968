// One integration a restaurant of OpenTable, one of Toast, one of Lightspeed.
// SPDX-License-Identifier: Apache-2.0
#include "app/demo_connections.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "app/integration_setup.hpp"
#include "base/crypto.hpp"
#include "base/json_text.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {
namespace {

using model::IntegrationKind;

std::string client_of(JsonNode vendor) {
    JsonWriter out;
    out.begin_object()
        .member("client_id", text_in(vendor["client_id"]))
        .member("client_secret", text_in(vendor["client_secret"]));
    for (auto* more : {"refresh_token", "webhook_secret"})
        if (auto secret = vendor[more].string()) out.member(more, *secret);
    return out.end_object().take();
}

void list_opentable(JsonNode vendor, std::vector<sources::SetUp>& wanted) {
    vendor["locations"].each([&](JsonNode location) {
        JsonWriter out;
        out.begin_object()
            .member("oauth_url", text_in(vendor["oauth_url"]))
            .member("api_url", text_in(vendor["api_url"]));
        out.member("rid", std::to_string(location["rid"].integer().value_or(0)))
            .member("restaurant_name", text_in(location["name"]));
        out.member("time_zone", text_in(location["time_zone"]))
            .member("country", text_in(location["country"]))
            .end_object();
        wanted.push_back(
            {IntegrationKind::opentable, text_in(location["name"]), out.take(), client_of(vendor)});
    });
}

void list_toast(JsonNode vendor, std::vector<sources::SetUp>& wanted) {
    if (vendor["locations"].size() == 0) return;
    JsonWriter out;
    out.begin_object()
        .member("api_url", text_in(vendor["api_url"]))
        .key("restaurants")
        .begin_array();
    vendor["locations"].each([&](JsonNode location) { out.value(text_in(location["guid"])); });
    out.end_array().key("sources").begin_array().value("*").end_array().end_object();
    wanted.push_back({IntegrationKind::toast, demo_toast, out.take(), client_of(vendor)});
}

void list_lightspeed(JsonNode vendor, std::vector<sources::SetUp>& wanted) {
    if (!vendor.is_object()) return;
    JsonWriter out;
    out.begin_object()
        .member("auth_url", text_in(vendor["auth_url"]))
        .member("api_url", text_in(vendor["api_url"]))
        .member("account", text_in(vendor["account"]));
    out.member("country", text_in(vendor["country"]))
        .member("currency", text_in(vendor["currency"]))
        .end_object();
    wanted.push_back({IntegrationKind::lightspeed, "The shops", out.take(), client_of(vendor)});
}

/// The account with its owner and its lists: for subscribers, and for the shops' customers.
Result<model::Account> account_of(store::Transaction& tx, Instant now, Random& random,
                                  const std::string& password_hash) {
    if (auto accounts = TRY(tx.accounts().all()); !accounts.empty()) return accounts.front();
    model::Account account{.public_id = make_short_id(random),
                           .name = "Demo Restaurants",
                           .time_zone = "America/New_York",
                           .created_at = now};
    TRY(tx.accounts().add(account));
    model::User owner{.email = demo_email,
                      .name = "Demo Owner",
                      .password_hash = password_hash,
                      .created_at = now};
    TRY(tx.users().add(account.id, owner));
    for (auto* name : {"OpenTable Subscribers", "Shop Customers"}) {
        model::List list{.public_id = make_short_id(random),
                         .name = name,
                         .opt_in = model::OptIn::single_opt_in,
                         .created_at = now};
        TRY(tx.lists().add(account.id, list));
    }
    return account;
}

/// The list that the integration's people join, or empty.
std::string list_for(const std::vector<model::List>& lists, IntegrationKind kind) {
    if (kind == IntegrationKind::toast) return {};
    auto* name = kind == IntegrationKind::opentable ? "OpenTable Subscribers" : "Shop Customers";
    auto found = std::ranges::find(lists, name, &model::List::name);
    return found == lists.end() ? std::string() : found->public_id;
}

/// Reservations without a value get that of the party's order in the same house.
Result<void> take_values_from_toast(store::Transaction& tx, AccountId account, JsonNode vendor) {
    auto all = TRY(tx.integrations().all(account));
    auto toast = std::ranges::find(all, IntegrationKind::toast, &model::Integration::kind);
    if (toast == all.end()) return {};
    std::map<std::string, std::string> houses;  // Toast's, by OpenTable's number
    vendor["locations"].each([&](JsonNode location) {
        houses[std::to_string(location["rid"].integer().value_or(0))] = text_in(location["guid"]);
    });
    for (auto& integration : all) {
        if (integration.kind != IntegrationKind::opentable) continue;
        auto settings = TRY(JsonDocument::parse(integration.settings));
        auto house = houses.find(text_in(settings.root()["rid"]));
        if (house == houses.end()) continue;
        JsonWriter out;
        out.begin_object()
            .key("pos_value_from")
            .begin_array()
            .value(toast->public_id + "/" + house->second)
            .end_array()
            .end_object();
        integration.settings = TRY(sources::merged(integration.settings, out.text()));
        TRY(tx.integrations().update(account, integration));
    }
    return {};
}

}  // namespace

Result<model::Account> connect_demo(DataFolder& folder, JsonNode credentials, Instant now,
                                    Random& random) {
    model::Account account;
    std::vector<model::List> lists;
    bool is_first_start = false;
    TRY(folder.store().read([&](store::Transaction& tx) -> Result<void> {
        is_first_start = TRY(tx.accounts().all()).empty();
        return {};
    }));
    // Slow on purpose, so not inside the transaction and only for an owner who is made.
    auto password_hash = is_first_start ? hash_password(demo_password) : std::string();
    TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
        account = TRY(account_of(tx, now, random, password_hash));
        lists = TRY(tx.lists().all(account.id));
        return {};
    }));
    std::vector<sources::SetUp> wanted;
    list_opentable(credentials["opentable"], wanted);
    list_toast(credentials["toast"], wanted);
    list_lightspeed(credentials["lightspeed"], wanted);
    for (auto& chosen : wanted) {
        auto known = folder.integration(account.id, chosen.name);
        if (!known) {
            TRY(add_integration(folder, account, chosen, list_for(lists, chosen.kind), now,
                                random));
            continue;
        }
        TRY(folder.store().write([&](store::Transaction& tx) -> Result<void> {
            auto integration = TRY(tx.integrations().find(account.id, known->id));
            integration->settings = TRY(sources::merged(integration->settings, chosen.settings));
            return tx.integrations().update(account.id, *integration);
        }));
    }
    if (is_first_start)
        TRY(folder.store().write([&](store::Transaction& tx) {
            return take_values_from_toast(tx, account.id, credentials["toast"]);
        }));
    return account;
}

}  // namespace regulars::app
