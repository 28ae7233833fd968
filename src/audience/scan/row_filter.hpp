// The filters of a condition on events, as sets of codes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "audience/columns/columns.hpp"

namespace regulars::audience {

/// Which codes of a dictionary satisfy something. Small dictionaries are asked value by value
/// beforehand; of large ones only what is met, since a window meets few of them.
class AcceptedCodes {
  public:
    using Accepts = std::function<bool(const model::Property* value)>;  // null: not set
    AcceptedCodes(const Dictionary* values, Accepts accepts);
    bool has(std::uint32_t code) const {
        if (!lazy_) return accepted_.has(code);
        auto known = lazy_[code].load(std::memory_order_relaxed);
        return known != unknown ? known == yes : ask(code);
    }
    /// All of them where there are fewer than 64: a bit a code.
    std::optional<std::uint64_t> few() const {
        return !lazy_ && (!values_ || values_->size() < 64) ? std::optional(accepted_.word(0))
                                                            : std::nullopt;
    }
    /// Where no row has the property.
    bool has_unset() const { return accepted_.has(0); }

  private:
    enum : std::uint8_t { unknown, no, yes };
    bool ask(std::uint32_t code) const;

    const Dictionary* values_;
    Accepts accepts_;
    Bits accepted_;
    std::unique_ptr<std::atomic<std::uint8_t>[]> lazy_;
};

struct RowFilter {
    std::uint32_t property = 0;
    std::shared_ptr<const AcceptedCodes> accepted;
};

/// Filters joined to the columns of one layout of one metric.
template <class Rows>
class JoinedFilters {
  public:
    JoinedFilters(const Rows& rows, const std::vector<RowFilter>& filters) {
        for (const auto& filter : filters) {
            auto few = filter.accepted->few();
            joined_.push_back({rows.column(filter.property), few ? nullptr : filter.accepted.get(),
                               few.value_or(0)});
        }
    }
    bool has(std::size_t row) const {
        for (const auto& [column, accepted, few] : joined_) {
            auto code = column[row];
            if (accepted ? !accepted->has(code) : (few >> code & 1) == 0) return false;
        }
        return true;
    }
    bool empty() const { return joined_.empty(); }

  private:
    struct Joined {
        typename Rows::CodeColumn column;
        const AcceptedCodes* accepted;  // null: `few` says it
        std::uint64_t few;
    };
    std::vector<Joined> joined_;
};

}  // namespace regulars::audience
