// Answering questions over the columns.
// SPDX-License-Identifier: Apache-2.0
#include "audience/index.hpp"

#include <algorithm>
#include <atomic>
#include <bit>

#include "audience/scan/person_sieves.hpp"
#include "audience/scan/plan.hpp"
#include "audience/scan/sieves.hpp"
#include "audience/scan/standings.hpp"
#include "audience/scan/tally_scan.hpp"
#include "audience/scan/value_counts.hpp"

namespace regulars::audience {

std::int64_t Index::count(const Question& question, Instant now) const {
    return Plan(*columns_, question, now).count();
}

std::vector<ProfileId> Index::members(const Question& question, Instant now) const {
    const auto& people = columns_->people();
    Bits found(people.end());
    std::atomic<std::int64_t> count = 0;
    Plan(*columns_, question, now).each([&](std::uint32_t first, std::uint64_t bits) {
        found.set_word(first / 64, bits);  // each word by one thread
        count += std::popcount(bits);
    });
    std::vector<ProfileId> members;
    members.reserve(std::size_t(count));
    for (std::uint32_t first = 0; first < people.end(); first += 64) {
        each_bit(found.word(first / 64), first, [&](std::size_t ordinal) {
            members.push_back(people.id(std::uint32_t(ordinal)));
        });
    }
    if (!std::ranges::is_sorted(members)) std::ranges::sort(members);
    return members;
}

std::vector<ProfileId> Index::everybody() const {
    std::vector<ProfileId> everybody;
    const auto& people = columns_->people();
    everybody.reserve(std::size_t(people.people()));
    for (std::uint32_t first = 0; first < people.end(); first += 64) {
        each_bit(people.present().word(first / 64), first, [&](std::size_t ordinal) {
            everybody.push_back(people.id(std::uint32_t(ordinal)));
        });
    }
    if (!std::ranges::is_sorted(everybody)) std::ranges::sort(everybody);
    return everybody;
}

Standing Index::stands(const Question& question, ProfileId person, Instant now) const {
    auto ordinal = columns_->people().find(person);
    return ordinal ? Standings(*columns_, question, now).of(*ordinal) : Standing{};
}

std::vector<Standing> Index::stands(const Question& question, std::span<const ProfileId> people,
                                    Instant now) const {
    std::vector<Standing> all(people.size());
    in_slices(std::uint32_t(people.size()), people_a_slice,
              [&](std::uint32_t from, std::uint32_t to) {
                  Standings standings(*columns_, question, now);
                  for (auto i = from; i < to; ++i) {
                      if (auto ordinal = columns_->people().find(people[i]))
                          all[i] = standings.of(*ordinal);
                  }
              });
    return all;
}

std::vector<std::optional<double>> Index::order_figures(const Question& question,
                                                        std::span<const ProfileId> people,
                                                        Instant now) const {
    std::vector<std::optional<double>> figures(people.size());
    const auto& order = question.compiled().order_by;
    if (!order) return figures;
    auto measures = SieveMaker(*columns_, question, now, false, nullptr).measures(order->by);
    in_slices(std::uint32_t(people.size()), people_a_slice,
              [&](std::uint32_t from, std::uint32_t to) {
                  for (auto i = from; i < to; ++i) {
                      if (auto ordinal = columns_->people().find(people[i]))
                          figures[i] = figure(order->by.asked, measures.measured(*ordinal));
                  }
              });
    return figures;
}

std::vector<Orders> Index::orders(const OrdersAsked& asked) const {
    auto extent = extent_of_orders(*columns_, asked.orders, asked.refunds);
    std::vector<std::vector<Orders>> slices(columns_->people().end() / people_a_slice + 1);
    in_slices(columns_->people().end(), people_a_slice, [&](std::uint32_t from, std::uint32_t to) {
        auto& found = slices[from / people_a_slice];
        for (auto first = from; first < to; first += 64) {
            each_bit(columns_->people().present().word(first / 64), first, [&](std::size_t who) {
                auto person = columns_->person(std::uint32_t(who), extent);
                auto theirs =
                    orders_of(person.events, asked.orders, asked.refunds, asked.until, asked.zone);
                if (theirs.count > 0) found.push_back(theirs);
            });
        }
    });
    std::vector<Orders> all;
    for (auto& found : slices) all.insert(all.end(), found.begin(), found.end());
    return all;
}

std::vector<std::int64_t> Index::sizes(const Question& question,
                                       std::span<const Instant> instants) const {
    KnownCodes known;
    std::vector<std::int64_t> sizes;
    sizes.reserve(instants.size());
    for (auto instant : instants)
        sizes.push_back(Plan(*columns_, question, instant, true, &known).count());
    return sizes;
}

Tally Index::tally(const TallyQuestion& question) const { return tally_of(*columns_, question); }

std::vector<ValueCount> Index::values(const ValueQuestion& question) const {
    return values_of(*columns_, question);
}

}  // namespace regulars::audience
