// An event's columns and how a row of them is read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.hpp"
#include "store/sqlite/connection.hpp"

namespace regulars::store::sqlite {

#define REGULARS_EVENT_COLUMNS \
    "event_id, metric_id, profile_id, facet_id, time, value, currency, unique_id, properties"

/// The value whose minor units stand in `column` and whose currency in the next.
inline Result<std::optional<Money>> read_value(Query& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Money{row.integer(column), TRY(Currency::parse(row.text(column + 1)))};
}

inline Result<model::Event> read_event(Query& row) {
    model::Event e;
    row.into(e.id, e.metric, e.profile, e.facet, e.time);
    e.value = TRY(read_value(row, 5));
    e.unique_id = row.text(7);
    e.properties = row.text(8);
    return e;
}

}  // namespace regulars::store::sqlite
