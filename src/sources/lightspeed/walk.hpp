// Follows one of Lightspeed's lists from page to page, past links that cannot be trusted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/time.hpp"
#include "sources/lightspeed/records.hpp"

namespace regulars::sources::lightspeed {

enum class Walked {
    more,
    done,
    stuck  // more is promised, and only what is known comes: an error
};

/// The row's place in a list sorted by id or by time, and its version.
struct Row {
    std::int64_t id = 0;  // 0 for a row without one
    Instant at;           // the sort's time; 0 where it has none
};

/// The list is sorted ascending by id or by a time. The vendor's own `next` is followed on the
/// configured host only; a link that is foreign, known already or brings nothing new is replaced by
/// a filter behind the last row, so a walk ends whatever the links say (quirk L7).
class Walk {
  public:
    enum class By { id, time };
    /// `base` is the path and query of the first page without the filter behind a row; `key` is the
    /// field sorted by ("saleID").
    Walk(std::string origin, std::string base, std::string key, By by, int limit)
        : origin_(std::move(origin)),
          base_(std::move(base)),
          key_(std::move(key)),
          by_(by),
          limit_(limit) {}

    /// Goes on behind an id that an earlier run reached.
    void start_after(std::int64_t id) {
        last_.id = id;
        is_behind_ = id > 0;
    }
    /// Begins with rows of this time.
    void start_at(Instant at) {
        last_.at = at;
        is_behind_ = true;
    }
    /// Path and query of the next page.
    std::string path() const;
    Walked take(const Links& links, std::span<const Row> rows);
    const Row& last() const { return last_; }  // the highest seen

  private:
    std::string followed(std::string_view link) const;

    std::string origin_, base_, key_;
    By by_;
    int limit_;
    Row last_;
    bool is_behind_ = false;                   // the filter behind last_ applies
    std::string next_;                         // a link being followed, or empty
    int idle_ = 0;                             // pages in a row that brought nothing new
    std::unordered_set<std::uint64_t> seen_;   // rows, where times may tie
    std::unordered_set<std::uint64_t> links_;  // followed already; bounded by the pages of a walk
};

}  // namespace regulars::sources::lightspeed
