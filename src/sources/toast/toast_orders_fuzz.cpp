// Fuzzes lists, orders and their mapping with any bytes as a vendor's page.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

#include "sources/toast/links.hpp"
#include "sources/toast/mapping.hpp"
#include "sources/toast/page.hpp"
#include "sources/toast/walk.hpp"

namespace {

using namespace regulars;
using namespace regulars::sources::toast;

void check(const ingest::Batch& batch) {
    for (auto& event : batch.events) {
        REGULARS_ASSERT(JsonDocument::parse(event.properties).has_value(), "properties are JSON");
        REGULARS_ASSERT(event.properties.size() < (64u << 10), "properties are bounded");
        REGULARS_ASSERT(!event.person.empty() && !event.unique_id.empty(),
                        "an event has a person and a name");
    }
    for (auto& record : batch.records) {
        REGULARS_ASSERT(JsonDocument::parse(record.memo).has_value(), "a memo is JSON");
        REGULARS_ASSERT(record.key.size() < 300, "a key is bounded");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Settings settings = *settings_from(
        R"({"restaurants":["1ca55347-2a8a-404c-9d69-215242e958ec"],"sources":["*"],"product_per":"unit"})");
    static const Names names;
    static const Menu menu;
    std::string_view body(reinterpret_cast<const char*>(data), size);
    ToastPage page, payments;
    KnownTexts texts;
    auto rows = read_orders(page, body, 2, texts);
    if (rows) {
        Walk walk(4);
        for (int i = 0; i < 4; ++i) static_cast<void>(walk.take(*rows, false));
    }
    static_cast<void>(read_payments(payments, body));
    static_cast<void>(payment_from(body, 3));
    has_next_link({{"link", std::string(body)}});
    // Each order twice, remembering in between: the second time must say nothing new.
    for (auto& order : page.orders) {
        std::map<std::string, model::SourceRecord> records;
        auto recall = [&](const std::string& key) -> const model::SourceRecord* {
            auto found = records.find(key);
            return found == records.end() ? nullptr : &found->second;
        };
        for (int round = 0; round < 2; ++round) {
            ingest::Batch batch;
            Later later;
            Guests guests([&](const std::string& guid) { return recall(guest_record_key(guid)); });
            guests.show(order, settings.restaurants[0], "US");
            Mapper mapper(
                settings, Instant{}, settings.restaurants[0], names, menu, guests,
                [&](const std::string& payment) { return recall(refund_record_key(payment)); },
                Instant::from_seconds(2'000'000'000), batch, later);
            mapper.order(order, recall(order_record_key(order)));
            guests.finish(batch, later.again);
            check(batch);
            REGULARS_ASSERT(
                round == 0 ? !batch.records.empty() : batch.events.empty() && batch.people.empty(),
                "every order is remembered, and the same again is nothing");
            for (auto& record : batch.records) records[record.key] = record;
        }
    }
    return 0;
}
