// What a run knows of remembered records without asking for them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/generations.hpp"
#include "base/hash_filter.hpp"
#include "model/integration.hpp"

namespace regulars::sources {

/// Holds good while nobody but this run changes the integration's records; a second run would make
/// the first one's cursors conflict. Not thread-safe.
///
/// A first backfill asks for each record it reads, and hardly any is remembered: a filter of the
/// keys that were applied answers for the others. And it asks again and again for the guests of its
/// records: those are held. Limits: 8 MiB of filter (at 4 million keys it is wrong, and the record
/// asked for, about once in a thousand), and 2 × most_held records.
class Recollection {
  public:
    static constexpr std::size_t most_held = 16'384;
    enum class Beginning { with_nothing, with_some };  // remembered, when the run began

    explicit Recollection(Beginning beginning);

    /// Whether certainly nothing is remembered under a key.
    bool is_new(std::string_view key) const;
    /// What is remembered, or null where it must be asked for. Valid until the next call.
    const model::SourceRecord* find(const std::string& key) { return held_.find(key); }
    /// It was asked for, and this was found.
    void hold(const model::SourceRecord& record) { held_.put(record.key, record); }
    /// It is remembered from now on.
    void applied(const model::SourceRecord& record);

  private:
    bool filters_;        // all that is remembered went through the filter
    HashFilter applied_;  // keys
    Generations<std::string, model::SourceRecord> held_{most_held};
};

}  // namespace regulars::sources
