// Fuzzes the readers of JSON lines: what they accept keeps the rules, what they refuse has a
// reason.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/json.hpp"
#include "base/text.hpp"
#include "ingest/event_lines.hpp"
#include "ingest/profile_lines.hpp"

using namespace regulars;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto now = Instant::from_seconds(1'700'000'000);
    const model::Account account;
    LineReader lines(std::make_unique<TextSource>(text), 4'096);
    Line line;
    std::int64_t last = 0;
    for (auto more = lines.next(line); more && *more; more = lines.next(line)) {
        REGULARS_ASSERT(line.number == last + 1 && line.text.size() <= 4'096,
                        "lines are numbered and bounded");
        last = line.number;
        std::vector<ingest::LineProblem> notes;
        auto event = ingest::read_event_line(line, account, now, notes);
        if (event) {
            REGULARS_ASSERT(
                !event->person.empty() && !event->metric.empty() && !event->unique_id.empty(),
                "an event has a person, a metric and an id");
            REGULARS_ASSERT(
                event->time == event->time.floor_seconds() && event->time <= now + days(365),
                "its time is in whole seconds, and not far off");
            REGULARS_ASSERT(std::ranges::is_sorted(event->identifiers),
                            "its identifiers are sorted");
            auto properties = JsonDocument::parse(event->properties);
            REGULARS_ASSERT(properties && properties->root().is_object(),
                            "its properties are a JSON object");
        } else {
            REGULARS_ASSERT(!event.error().reason.empty() && event.error().line == line.number,
                            "a refusal has a line and a reason");
            REGULARS_ASSERT(is_utf8(event.error().value) && event.error().value.size() <= 80,
                            "and a short value");
        }
        ingest::ImportedRows rows;
        ingest::read_profile_line(line, account.country, rows);
        REGULARS_ASSERT(rows.people.size() + std::size_t(rows.skipped) == 1,
                        "a line is a person or is skipped");
        for (auto& person : rows.people) {
            REGULARS_ASSERT(!person.identifiers.empty() && !person.key.empty() &&
                                std::ranges::is_sorted(person.identifiers),
                            "a person has sorted identifiers");
            REGULARS_ASSERT(model::person_fields_from(model::to_json(person.fields))
                                    .value_or(model::PersonFields{}) == person.fields,
                            "what is stored reads back the same");
        }
    }
    return 0;
}
