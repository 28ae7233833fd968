// Under which of our unique ids an event stands that was given with an id of its sender's own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "model/ids.hpp"

namespace regulars::ingest {

/// A sender's id is unique among one person's events of one metric. The first who brings it has the
/// plain spelling; another person's event under the same id has the person's key in it too. So an
/// event is found again also when profiles have merged since. The metric's number stands last and the
/// key's length before it: no two spell the same.
inline std::string event_id_of(std::string_view given, MetricId metric) { return fmt::format("api:{}:{}", given, metric.value); }
inline std::string event_id_of(std::string_view given, MetricId metric, std::string_view person) {
    return fmt::format("api-{}:{}:{}:{}", person.size(), person, given, metric.value);
}

}  // namespace regulars::ingest
