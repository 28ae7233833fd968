// Asking the cheapest and most telling group first, over slices of people.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/plan.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <thread>

#include "audience/scan/sieves.hpp"

namespace regulars::audience {
namespace {

constexpr std::uint32_t sample_blocks = 8;  // of 64 people

}  // namespace

void in_slices(std::uint32_t end, std::uint32_t slice,
               const std::function<void(std::uint32_t, std::uint32_t)>& work) {
    std::atomic<std::uint32_t> next_slice = 0;
    auto run = [&] {
        for (;;) {
            auto from = std::uint64_t(next_slice.fetch_add(1, std::memory_order_relaxed)) * slice;
            if (from >= end) return;
            work(std::uint32_t(from), std::uint32_t(std::min<std::uint64_t>(end, from + slice)));
        }
    };
    if (end <= 2 * slice) return run();
    std::jthread second(run);
    run();
}

Plan::Plan(const Columns& columns, const Question& question, Instant now, bool is_past,
           KnownCodes* known)
    : columns_(columns) {
    SieveMaker maker(columns, question, now, is_past, known);
    for (const auto& conditions : question.compiled().groups) {
        auto& group = groups_.emplace_back();
        for (const auto& condition : conditions) group.sieves.push_back(maker.sieve(condition));
        std::ranges::stable_sort(group.sieves, {},
                                 [](const auto& sieve) { return sieve->cost_ns(); });
        for (const auto& sieve : group.sieves) group.cost_ns += sieve->cost_ns();
    }
    if (groups_.size() > 1) order();
}

std::uint64_t Plan::Group::holds(std::uint32_t first, std::uint64_t candidates) const {
    std::uint64_t in = 0;
    for (const auto& sieve : sieves) {
        auto left = candidates & ~in;
        if (left == 0) break;
        in |= sieve->holds(first, left);
    }
    return in;
}

std::uint64_t Plan::Group::may_hold(std::uint32_t first, std::uint64_t candidates) const {
    std::uint64_t in = 0;
    for (const auto& sieve : sieves) in |= sieve->may_hold(first, candidates);
    return in;
}

/// A group is worth its cost by how many it leaves out.
void Plan::order() {
    auto end = columns_.people().end();
    auto step = std::max<std::uint32_t>(1, end / 64 / sample_blocks) * 64;
    for (auto& group : groups_) {
        std::int64_t asked = 0, held = 0;
        for (std::uint32_t first = 0; first < end && asked < sample_blocks * 64; first += step) {
            auto present = columns_.people().present().word(first / 64);
            asked += std::popcount(present);
            held += std::popcount(group.holds(first, present));
        }
        group.share = asked > 0 ? double(held) / double(asked) : 1;
    }
    std::ranges::stable_sort(
        groups_, {}, [](const Group& group) { return group.cost_ns / (1.01 - group.share); });
}

std::uint64_t Plan::holds(std::uint32_t first) const {
    auto in = columns_.people().present().word(first / 64);
    if (groups_.size() > 1) {
        for (const auto& group : groups_) in = group.may_hold(first, in);
    }
    for (const auto& group : groups_) {
        if (in == 0) break;
        in = group.holds(first, in);
    }
    return in;
}

std::int64_t Plan::count() const {
    std::atomic<std::int64_t> sum = 0;
    in_slices(columns_.people().end(), people_a_slice, [&](std::uint32_t from, std::uint32_t to) {
        std::int64_t n = 0;
        for (auto first = from; first < to; first += 64) n += std::popcount(holds(first));
        sum += n;
    });
    return sum;
}

}  // namespace regulars::audience
