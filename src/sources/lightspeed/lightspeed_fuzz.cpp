// Fuzzes Lightspeed's parsers and the mapper with any bytes as a page, a token and a refusal; for
// libFuzzer, and replayed as a test.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/oauth.hpp"
#include "sources/lightspeed/walk.hpp"

namespace {

using namespace regulars;
using namespace regulars::sources::lightspeed;

void check(const ingest::Batch& batch) {
    for (auto& event : batch.events) {
        REGULARS_ASSERT(JsonDocument::parse(event.properties).has_value(), "properties are JSON");
        REGULARS_ASSERT(event.properties.size() < (64u << 10), "properties are bounded");
        REGULARS_ASSERT(!event.person.empty() && !event.unique_id.empty(),
                        "an event has a person and a name");
    }
    for (auto& record : batch.records) {
        REGULARS_ASSERT(JsonDocument::parse(record.memo).has_value(), "a memo is JSON");
        REGULARS_ASSERT(record.memo.size() < (64u << 10), "a memo is bounded");
        REGULARS_ASSERT(record.key.size() < 300, "a key is bounded");
    }
}

/// Maps twice, remembering in between: the second time must say nothing new.
template <class Map>
void map_twice(const Settings& settings, const Catalogue& catalogue, Map map) {
    ingest::Batch first, second;
    Mapper once(settings, Instant{}, catalogue, first);
    map(once, nullptr);
    check(first);
    if (first.records.empty()) return;
    Mapper again(settings, Instant{}, catalogue, second);
    map(again, &first.records[0]);
    REGULARS_ASSERT(second.records.empty() && second.events.empty() && second.people.empty(),
                    "the same again is nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Settings settings =
        *settings_from(R"({"account":7,"country":"US","include_zero_value":true})");
    std::string_view body(reinterpret_cast<const char*>(data), size);
    Catalogue catalogue;
    if (auto page = categories_from(body))
        for (auto& item : page->items) catalogue.add(item);
    if (auto page = shops_from(body))
        for (auto& item : page->items) catalogue.add(item);
    if (auto page = items_from(body))
        for (auto& item : page->items) catalogue.add(item);
    Buyer buyer{"8", CustomerStatus::known, "example.com"};
    if (auto page = sales_from(body)) {
        std::vector<Row> rows;
        for (auto& sale : page->items) {
            rows.push_back({std::int64_t(sale.id.size()), sale.updated_at.value_or(Instant{})});
            map_twice(settings, catalogue, [&](Mapper& mapper, const model::SourceRecord* before) {
                mapper.sale(sale, before, buyer, buyer);
            });
            if (sale.shipment)
                map_twice(settings, catalogue,
                          [&](Mapper& mapper, const model::SourceRecord* before) {
                              mapper.shipment(*sale.shipment, &sale, before, buyer);
                          });
        }
        for (auto by : {Walk::By::id, Walk::By::time}) {
            Walk walk("http://a", "/API/V3/Account/7/Sale.json?limit=2", "saleID", by, 2);
            for (int i = 0; i < 8 && walk.take(page->links, rows) == Walked::more; ++i)
                REGULARS_ASSERT(walk.path().starts_with("/API/V3/Account/7/Sale.json?"),
                                "only the list itself is followed");
        }
    }
    if (auto page = customers_from(body))
        for (auto& customer : page->items)
            map_twice(settings, catalogue, [&](Mapper& mapper, const model::SourceRecord* before) {
                mapper.customer(customer, before);
            });
    if (auto page = shipments_from(body))
        for (auto& shipment : page->items)
            map_twice(settings, catalogue, [&](Mapper& mapper, const model::SourceRecord* before) {
                mapper.shipment(shipment, nullptr, before, buyer);
            });
    for (int status : {200, 400}) {
        net::HttpResponse response{.status = status, .body = std::string(body)};
        auto tokens = tokens_from(response, Instant{});
        if (tokens)
            REGULARS_ASSERT(tokens->access.find_first_of("\r\n ") == std::string::npos,
                            "a token fits in a header");
        REGULARS_ASSERT(explain(response).size() < 400, "an explanation is short");
        (void)account_from(response);
    }
    return 0;
}
