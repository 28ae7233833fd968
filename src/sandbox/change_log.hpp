// The order in which a restaurant's records changed, for reading "what is newer than".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sandbox/records.hpp"

namespace regulars::sandbox {

/// One entry for each version, ascending by (updated, sequence). An entry is live while its record
/// still has that sequence; the others are skipped, and cleared away when they are the majority.
class ChangeLog {
  public:
    struct Entry {
        Seconds updated;
        std::uint32_t sequence;
        std::uint32_t index;
    };

    /// Cost: constant; a skewed entry moves back past the few newer ones.
    template <class Record>
    void add(std::uint32_t index, const std::vector<Record>& records) {
        const Record& record = records[index];
        Entry entry{record.updated, record.sequence, index};
        auto at = entries_.end();
        while (at != entries_.begin() && before(entry, *(at - 1))) --at;
        entries_.insert(at, entry);
        if (++added_ > records.size() + 1024) {
            std::erase_if(entries_,
                          [&](const Entry& e) { return records[e.index].sequence != e.sequence; });
            added_ = 0;
        }
    }

    /// Visits live indices with updated > `after` in order, until `visit` returns false.
    template <class Record, class Visit>
    void each_after(Seconds after, const std::vector<Record>& records, Visit visit) const {
        auto at = std::upper_bound(entries_.begin(), entries_.end(), after,
                                   [](Seconds t, const Entry& e) { return t < e.updated; });
        for (; at != entries_.end(); ++at) {
            if (records[at->index].sequence != at->sequence) continue;
            if (!visit(at->index)) return;
        }
    }

  private:
    static bool before(const Entry& a, const Entry& b) {
        return a.updated != b.updated ? a.updated < b.updated : a.sequence < b.sequence;
    }
    std::vector<Entry> entries_;
    std::size_t added_ = 0;  // since the last clearing
};

}  // namespace regulars::sandbox
