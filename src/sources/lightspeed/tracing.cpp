// Takes unique ids and records' keys apart.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/tracing.hpp"

#include <fmt/format.h>

#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/plan.hpp"

namespace regulars::sources::lightspeed {

model::Tracer tracer_of(const Settings& settings) {
    model::Tracer tracer{.metrics = {"Placed Order", "Refunded Order"}};
    tracer.trace = [prefix = fmt::format("lsr:{}:", settings.account)](
                       const model::Event& event) -> std::optional<model::EventTrace> {
        model::EventTrace trace{.value = event.value};
        std::string_view id = event.unique_id;
        auto end = id.rfind(':');
        bool is_sales = id.ends_with(":placed") || id.ends_with(":refunded");
        if (is_sales && id.starts_with(prefix) && end >= prefix.size())
            trace.record = sale_record_key(id.substr(prefix.size(), end - prefix.size()));
        if (trace.value && id.ends_with(":refunded")) trace.value->minor = -trace.value->minor;
        return trace;
    };
    tracer.recall = [settings](const model::SourceRecord& record) -> model::RecordTrace {
        auto buyer = sale_memo_from(record.memo).buyer;
        if (buyer.empty()) return {};
        return {.persons = {person_key(settings, buyer)}};
    };
    return tracer;
}

std::vector<model::Cursor> sales_again(std::span<const model::Cursor> cursors,
                                       std::span<const model::Difference> differences) {
    const Settings settings;
    auto plan = Plan::from(cursors, settings);
    if (!plan) return {};  // the next run reads the same cursors and says what is wrong
    const std::string stream = sale_record_key("");
    for (auto& difference : differences)
        if (difference.record.starts_with(stream))
            plan->revisit_sale(difference.record.substr(stream.size()));
    model::Cursor cursor{.stream = std::string(Plan::revisit_stream),
                         .state = plan->revisit_state()};
    for (auto& known : cursors)
        if (known.stream == Plan::revisit_stream) cursor.version = known.version;
    return {std::move(cursor)};
}

}  // namespace regulars::sources::lightspeed
