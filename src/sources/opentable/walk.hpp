// Pages through a list that re-sorts itself while it is read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>

#include "base/json.hpp"
#include "base/time.hpp"
#include "sources/opentable/records.hpp"

namespace regulars::sources::opentable {

/// What paging needs to know of one row.
struct Row {
    std::string_view id;
    std::int64_t version = 0;
    Instant updated_at;
};

enum class Walked {
    more,   // ask for the next page
    again,  // the answer was stale: ask the same once more
    done,
    stuck  // the vendor promises more for ever and never brings anything
};

/// One walk over a vendor's list, by key: each page asks for what was updated after a second before
/// the earliest of the last rows of the page before, so that a row that leaves its place (to stand
/// again at the end) hides no other. By offset only where a page does not advance the key, and
/// where the list is not in ascending order of updates; then that stretch, or the whole walk, is
/// repeated until a pass brings nothing new. See vendor facts O5, O6, O8. The place (after, offset,
/// ordered) survives restarts as JSON; what was seen does not need to.
class Walk {
  public:
    Walk(Instant after, int limit);
    /// Errors: invalid.
    static Result<Walk> from(JsonNode state, int limit);
    void write(JsonWriter& out) const;

    Instant after() const { return after_; }
    std::int64_t offset() const { return offset_; }
    /// Latest update seen, or the start's.
    Instant newest() const { return newest_; }

    Walked take(const Envelope& envelope, std::span<const Row> rows);

  private:
    std::size_t overlap() const;
    Walked end_of_pass();
    bool must_repeat_stretch();
    Walked again();

    int limit_;
    Instant start_, after_, newest_;
    std::int64_t offset_ = 0;
    bool ordered_ = true;
    int passes_ = 0;                 // finished ones of an unordered walk
    std::size_t fresh_in_pass_ = 0;  // rows not seen before, of an unordered walk
    int stretch_passes_ = 0;         // finished ones of the stretch that is paged by offset
    std::size_t stretch_fresh_ = 0;  // rows not seen before, in its present pass
    int stale_ = 0;                  // answers in a row that were asked for again
    int idle_ = 0;                   // pages in a row without anything new
    std::uint64_t last_print_ = 0;   // of the last answer's rows
    std::unordered_set<std::uint64_t> seen_;
};

}  // namespace regulars::sources::opentable
