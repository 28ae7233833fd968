// Fuzzes the parser and the mapper with any bytes as a vendor's page; for libFuzzer, and replayed
// by records_test.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sources/opentable/mapping.hpp"
#include "sources/opentable/walk.hpp"

namespace {

using namespace regulars;
using namespace regulars::sources::opentable;

void check(const ingest::Batch& batch) {
    for (auto& event : batch.events) {
        REGULARS_ASSERT(JsonDocument::parse(event.properties).has_value(), "properties are JSON");
        REGULARS_ASSERT(event.properties.size() < (64u << 10), "properties are bounded");
        REGULARS_ASSERT(!event.person.empty() && !event.unique_id.empty(),
                        "an event has a person and a name");
    }
    for (auto& record : batch.records) {
        REGULARS_ASSERT(JsonDocument::parse(record.memo).has_value(), "a memo is JSON");
        REGULARS_ASSERT(record.memo.size() < (16u << 10), "a memo is bounded");
        REGULARS_ASSERT(record.key.size() < 300, "a key is bounded");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Settings settings = *settings_from(
        R"({"rid":77,"restaurant_name":"R","time_zone":"America/New_York","country":"US","currency":"USD"})");
    std::string_view body(reinterpret_cast<const char*>(data), size);
    if (auto page = reservations_from(body, settings.time_zone)) {
        // Each record twice, remembering in between: the second time must say nothing new.
        for (auto& item : page->items) {
            ingest::Batch first, second;
            Mapper(settings, Instant{}, first).reservation(item, nullptr, GuestStatus::known);
            check(first);
            REGULARS_ASSERT(first.records.size() == 1, "every record is remembered");
            Mapper(settings, Instant{}, second)
                .reservation(item, &first.records[0], GuestStatus::known);
            REGULARS_ASSERT(second.records.empty() && second.events.empty(),
                            "the same again is nothing");
        }
        Walk walk(Instant{}, 4);
        std::vector<Row> rows;
        for (auto& item : page->items)
            rows.push_back({item.id, item.sequence, item.updated_at.value_or(Instant{})});
        for (int i = 0; i < 4; ++i) walk.take(page->envelope, rows);
    }
    for (auto&& page :
         {guests_from(body, settings.time_zone), guest_from(body, settings.time_zone)}) {
        if (!page) continue;
        for (auto& item : page->items) {
            ingest::Batch first, second;
            Mapper(settings, Instant{}, first).guest(item, nullptr);
            check(first);
            REGULARS_ASSERT(first.records.size() == 1, "every record is remembered");
            Mapper(settings, Instant{}, second).guest(item, &first.records[0]);
            REGULARS_ASSERT(second.records.empty() && second.people.empty(),
                            "the same again is nothing");
        }
    }
    return 0;
}
