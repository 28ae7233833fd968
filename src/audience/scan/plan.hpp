// A question made ready for one index and one instant, and the scan that answers it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "audience/columns/columns.hpp"
#include "audience/compiled.hpp"
#include "audience/scan/row_filter.hpp"
#include "audience/scan/sieve.hpp"

namespace regulars::audience {

/// What plans for several instants share: the answers of filters that do not ask the clock.
using KnownCodes = std::map<const CompiledFilter*, std::shared_ptr<const AcceptedCodes>>;

/// Groups joined by AND, each of sieves joined by OR.
class Plan {
  public:
    /// `is_past`: events after `now` are not known yet.
    Plan(const Columns& columns, const Question& question, Instant now, bool is_past = false,
         KnownCodes* known = nullptr);

    /// The people of 64 that the question holds of.
    std::uint64_t holds(std::uint32_t first) const;
    /// On two threads where that pays: `visit(first, bits)` of every 64 with any, in no order, at
    /// once from both.
    template <class Visit>
    void each(Visit visit) const;
    std::int64_t count() const;

  private:
    struct Group {
        std::vector<std::unique_ptr<Sieve>> sieves;
        double cost_ns = 0, share = 1;  // of those it is asked about, as a sample shows
        std::uint64_t holds(std::uint32_t first, std::uint64_t candidates) const;
        std::uint64_t may_hold(std::uint32_t first, std::uint64_t candidates) const;
    };
    void order();

    const Columns& columns_;
    std::vector<Group> groups_;
};

constexpr std::uint32_t people_a_slice = 1 << 15;  // a hundred microseconds or so

/// Calls `work(first, end)` for slices of [0, end), multiples of 64 but the last end, on two
/// threads where there are many.
void in_slices(std::uint32_t end, std::uint32_t slice,
               const std::function<void(std::uint32_t, std::uint32_t)>& work);

template <class Visit>
void Plan::each(Visit visit) const {
    in_slices(columns_.people().end(), people_a_slice, [&](std::uint32_t from, std::uint32_t to) {
        for (auto first = from; first < to; first += 64) {
            if (auto bits = holds(first)) visit(first, bits);
        }
    });
}

}  // namespace regulars::audience
