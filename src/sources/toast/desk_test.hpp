// Orders as texts, and a desk that maps them one after the other as a sync would.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sources/toast/mapping.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {

constexpr const char* bistro = "1ca55347-2a8a-404c-9d69-215242e958ec";
constexpr const char* take_out = "aaaaaaaa-0000-4000-8000-000000000001";
constexpr const char* dine_in = "aaaaaaaa-0000-4000-8000-000000000002";

inline Instant at(std::string_view text) { return parse_instant(text).value(); }

struct LineText {
    std::string guid = "s-1", name = "Coffee", price = "4.50", quantity = "1",
                more;  // `more` with a comma in front, before the others: the first of two counts
    std::string json() const {
        return fmt::format(
            R"({{"guid":"{}"{},"displayName":"{}","item":{{"guid":"item-{}","multiLocationId":"5"}},"itemGroup":{{"guid":"group-1"}},)"
            R"("quantity":{},"price":{},"voided":false,"fulfillmentStatus":"NEW","modifiers":[],"appliedDiscounts":[]}})",
            guid, more, name, guid, quantity, price);
    }
};

struct CheckText {
    std::vector<LineText> lines = {{}};
    std::string
        amount = "4.50",
        tax = "0.50", status = "CLOSED",
        customer =
            R"({"guid":"c-1","firstName":"Ada","lastName":"L","email":"Ada@example.com","phone":"2125550142"})";
    std::string payments, more;
    std::string json() const {
        std::string selections;
        for (auto& line : lines) selections += (selections.empty() ? "" : ",") + line.json();
        return fmt::format(
            R"({{"guid":"k"{},"displayNumber":"7","amount":{},"taxAmount":{},"totalAmount":99.99,"deleted":false,"voided":false,"paymentStatus":"{}",)"
            R"("appliedServiceCharges":[],"appliedDiscounts":[],"selections":[{}],"payments":[{}],"customer":{}}})",
            more, amount, tax, status, selections, payments, customer);
    }
};

struct OrderText {
    std::string guid = "o-1", created = "2026-11-20T18:00:00.000+0000",
                modified = "2026-11-20T18:00:05.000+0000";
    std::string closed, promised, source = "Online", approval = "APPROVED", option = dine_in;
    std::int64_t business_day = 20261120;
    std::vector<CheckText> checks = {{}};
    std::string more;  // further members, with a comma in front
    std::string json() const {
        auto text = [](const std::string& s) {
            return s.empty() ? std::string("null") : '"' + s + '"';
        };
        std::string all;
        for (auto& check : checks) all += (all.empty() ? "" : ",") + check.json();
        return fmt::format(
            R"({{"guid":"{}"{},"entityType":"Order","displayNumber":"12","createdDate":{},"openedDate":{},"modifiedDate":"{}","closedDate":{},)"
            R"("estimatedFulfillmentDate":null,"promisedDate":{},"businessDate":{},"source":"{}","approvalStatus":"{}","numberOfGuests":2,)"
            R"("diningOption":{{"guid":"{}"}},"revenueCenter":null,"restaurantService":null,"deliveryInfo":null,"deleted":false,"voided":false,)"
            R"("deletedDate":"1970-01-01T00:00:00.000+0000","checks":[{}]}})",
            guid, more, text(created), text(created), modified, text(closed), text(promised),
            business_day, source, approval, option, all);
    }
};

inline std::string payment(std::string_view guid, std::string_view type = "CREDIT",
                           std::string_view refund = "") {
    return fmt::format(
        R"({{"guid":"{}","type":"{}","amount":5,"tipAmount":1,"paymentStatus":"CAPTURED","voidInfo":null,{}}})",
        guid, type,
        refund.empty()
            ? R"("refundStatus":"NONE","refund":null)"
            : fmt::format(
                  R"("refundStatus":"PARTIAL","refund":{{"refundAmount":{},"tipRefundAmount":1.00,"refundDate":"2026-11-22T10:00:00.000+0000","refundBusinessDate":20261122}})",
                  refund));
}

constexpr const char* restaurant_text =
    R"({"guid":"1","general":{"name":"Bistro","locationName":"Downtown","timeZone":"America/New_York","closeoutHour":4,"currencyCode":"USD"}})";
inline std::string options_text() {
    return fmt::format(
        R"([{{"guid":"{}","name":"To go","behavior":"TAKE_OUT"}},{{"guid":"{}","name":"Table","behavior":"DINE_IN"}}])",
        take_out, dine_in);
}
constexpr const char* menus_text =
    R"({"lastUpdated":"2026-01-01T00:00:00.000+0000","menus":[{"guid":"m","menuGroups":[{"guid":"group-1","name":"Drinks","masterId":500000004061487708,
    "menuItems":[{"guid":"item-s-1","name":"Coffee","image":"https://images.example/coffee.png"},{"guid":"item-s-2","image":null}],"menuGroups":[{"guid":"group-2","name":"Hot","menuItems":[]}]}]}]})";

/// Maps orders in turn and keeps what a store would.
struct Desk {
    explicit Desk(std::string_view more_settings = "")
        : settings(settings_from(fmt::format(R"({{"restaurants":["{}"],"country":"US"{}}})", bistro,
                                             more_settings))
                       .value()) {
        REGULARS_ASSERT(names.take_restaurant(restaurant_text) &&
                            names.take(NameList::dining_options, options_text()) &&
                            menu.take(menus_text),
                        "the desk is set");
    }

    /// Maps one text; the later list is of this call.
    void map(const std::string& json, const std::vector<std::string>& supplied = {}) {
        later = {};
        ingest::Batch batch;
        auto recall = [this](const std::string& key) -> const model::SourceRecord* {
            auto found = records.find(key);
            return found == records.end() ? nullptr : &found->second;
        };
        Guests guests([&](const std::string& guid) { return recall(guest_record_key(guid)); });
        Order order = order_from(json, 2);
        guests.show(order, restaurant, "");
        for (auto& text : supplied) guests.show(order_from(text, 2), restaurant, "");
        Mapper mapper(
            settings, history_since, restaurant, names, menu, guests,
            [&](const std::string& payment) { return recall(refund_record_key(payment)); }, now,
            batch, later);
        mapper.order(order, recall(order_record_key(order)));
        later.unnamed = guests.finish(batch, later.again);
        for (auto& id : batch.retractions) events.erase(id);
        for (auto& event : batch.events) {
            auto known = events.find(event.unique_id);
            if (known != events.end() && event.timing == ingest::Timing::stays)
                event.time = known->second.time;
            events[event.unique_id] = event;
        }
        for (auto& person : batch.people) people[person.key] = person;
        for (auto& record : batch.records) records[record.key] = record;
        last = std::move(batch);
    }
    void map(const OrderText& order) { map(order.json()); }

    std::string exclusion(const std::string& order = "o-1") {
        return records.at("order/" + order).exclusion;
    }
    std::string id(std::string_view tail, std::string_view order = "o-1") const {
        return fmt::format("toast:{}:{}:{}", bistro, order, tail);
    }
    bool has(std::string_view tail) const { return events.contains(id(tail)); }
    const ingest::EventUpsert& event(std::string_view tail) const { return events.at(id(tail)); }
    /// A property as JSON; "absent" when it is.
    std::string property(std::string_view tail, std::string_view name) const {
        auto document = JsonDocument::parse(event(tail).properties);
        REGULARS_ASSERT(document.has_value(), "properties are JSON");
        JsonNode node = document->root()[name];
        return node.is_missing() ? "absent" : node.text();
    }

    Settings settings;
    std::string restaurant = bistro;
    Names names;
    Menu menu;
    Instant now = at("2026-11-21T12:00:00Z"), history_since = at("2023-11-21T00:00:00Z");
    std::map<std::string, model::SourceRecord> records;
    std::map<std::string, ingest::EventUpsert> events;
    std::map<std::string, ingest::PersonUpsert> people;
    ingest::Batch last;
    Later later;
};

}  // namespace regulars::sources::toast
