// Names of events and people that were given with ids of their sender's own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "model/ids.hpp"

namespace regulars::ingest {

/// A file's events hang on facets of its own, so that they can be taken back; who they speak of has
/// the same name in every file ("api:email:ana@x.example").
inline std::string key_of(ImportId import, std::string_view person) {
    return fmt::format("import:{}:{}", import.value, person);
}
/// The name without the import; empty for a key of another make.
inline std::string_view person_in(std::string_view key) {
    auto at = key.starts_with("import:") ? key.find(":api:") : key.npos;
    return at == key.npos ? std::string_view() : key.substr(at + 1);
}

/// A sender's id is unique among one person's events of one metric. The first who brings it has the
/// plain spelling; another person's event under the same id has the person's key in it too. So an
/// event is found again also when profiles have merged since. The metric's number stands last and
/// the key's length before it: no two spell the same.
inline std::string event_id_of(std::string_view given, MetricId metric) {
    return fmt::format("api:{}:{}", given, metric.value);
}
inline std::string event_id_of(std::string_view given, MetricId metric, std::string_view person) {
    return fmt::format("api-{}:{}:{}:{}", person.size(), person, given, metric.value);
}

}  // namespace regulars::ingest
