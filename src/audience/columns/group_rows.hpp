// Who belongs to one list or segment, and since when.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "audience/columns/number_map.hpp"
#include "base/time.hpp"

namespace regulars::audience {

/// Folded members sorted by ordinal, and what changed since beside them.
class GroupRows {
  public:
    std::optional<Instant> joined_at(std::uint32_t ordinal) const {
        if (auto* change = changes_.find(ordinal))
            return *change == left ? std::nullopt : std::optional(Instant{*change});
        auto at = std::ranges::lower_bound(ordinals_, ordinal);
        if (at == ordinals_.end() || *at != ordinal) return std::nullopt;
        return Instant{joined_[std::size_t(at - ordinals_.begin())]};
    }
    void set(std::uint32_t ordinal, std::optional<Instant> joined) {
        if (joined || joined_at(ordinal)) changes_[ordinal] = joined ? joined->us : left;
        if (changes_.size() > 4096 + ordinals_.size() / 2) fold();
    }
    void fold();
    /// `visit(ordinal, joined)` of each member, in no order.
    template <class Visit>
    void each(Visit visit) const {
        for (std::size_t i = 0; i < ordinals_.size(); ++i) {
            if (!changes_.find(ordinals_[i])) visit(ordinals_[i], Instant{joined_[i]});
        }
        changes_.each([&](std::int64_t ordinal, std::int64_t joined) {
            if (joined != left) visit(std::uint32_t(ordinal), Instant{joined});
        });
    }
    std::size_t memory_bytes() const {
        return ordinals_.capacity() * 4 + joined_.capacity() * 8 + changes_.memory_bytes();
    }

    template <class File>
    void exchange(File& file) {
        file(ordinals_), file(joined_), file(changes_);
    }

  private:
    static constexpr std::int64_t left = INT64_MIN;
    std::vector<std::uint32_t> ordinals_;
    std::vector<std::int64_t> joined_;  // microseconds
    NumberMap<std::int64_t> changes_;
};

inline void GroupRows::fold() {
    std::vector<std::pair<std::uint32_t, std::int64_t>> members;
    each([&](std::uint32_t ordinal, Instant joined) { members.emplace_back(ordinal, joined.us); });
    std::ranges::sort(members);
    ordinals_.clear(), joined_.clear();
    ordinals_.reserve(members.size()), joined_.reserve(members.size());
    for (auto [ordinal, joined] : members) ordinals_.push_back(ordinal), joined_.push_back(joined);
    changes_.clear();
}

}  // namespace regulars::audience
