// Adds a chart up, block by block of people: the rows in time are gathered, filtered and joined to
// groups and values, each step over all of a batch before the next begins.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/tally_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <mutex>

#include "audience/scan/chart_sums.hpp"
#include "audience/scan/count_sieve.hpp"
#include "audience/scan/plan.hpp"
#include "audience/scan/row_batch.hpp"
#include "audience/scan/shown_property.hpp"
#include "audience/scan/time_cutter.hpp"

namespace regulars::audience {
namespace {

constexpr std::uint32_t slice = 1 << 13;  // people: a hundred microseconds or so
constexpr int many_of_a_block =
    16;  // of 64 people: from there on all their rows are read in one go

/// What a question looks at, joined to the columns of one layout.
template <class Rows>
struct Joined {
    std::vector<ShownFilter::Joined<Rows>> filters;
    std::optional<ShownProperty::Column<Rows>> groups, weights;
};

/// What one thread works with.
struct Desk {
    std::uint32_t people = 0;  // of a block, so far
    RowBatch<std::uint32_t> seconds;
    RowBatch<std::int64_t> micros;
    std::array<std::uint32_t, RowBatch<std::int64_t>::most> keys;
    std::array<CountedValue, RowBatch<std::int64_t>::most> values;
};

struct Ranking : Desk {
    explicit Ranking(std::size_t keys_in_all) : events_of(keys_in_all) {}
    std::vector<std::uint32_t> events_of;  // by key
};

struct Adding : Desk {
    Adding(std::size_t stretches, const ChartGroups& groups, std::size_t currencies,
           bool has_weights)
        : sums(stretches, groups), weights(has_weights ? stretches : 0), others(currencies) {}
    ChartSums sums;
    std::vector<std::int64_t> weights;
    std::vector<CountedValue> others;  // by currency that was not asked for
};

class Scan {
  public:
    Scan(const Columns& columns, const TallyQuestion& question, const MetricRows& rows)
        : columns_(columns), question_(question), rows_(rows) {
        filters_.reserve(question.filters.size());
        for (const auto& filter : question.filters) filters_.emplace_back(columns, filter);
        if (question.group_by) groups_.emplace(columns, *question.group_by);
        if (question.weight) weights_.emplace(columns, question.weight->property);
        join(rows.folded(), folded_);
        join(rows.loose(), loose_);
        auto ours = std::ranges::find(columns.currencies(), question.currency);
        currency_ = std::size_t(ours - columns.currencies().begin());
        std::vector<std::uint32_t> seconds;
        std::vector<std::int64_t> micros;
        for (auto bound : question.bounds) {
            seconds.push_back(second_of(bound.us, rows.folded().time_base));
            micros.push_back(bound.us);
        }
        seconds_.emplace(std::move(seconds));
        micros_.emplace(std::move(micros));
    }

    Tally tally() const {
        std::optional<ShownProperty::Grouping> few, grouping;
        if (groups_) few = groups_->grouping_of_few(stretches());
        if (groups_ && !few) grouping = groups_->grouping(events_by_key(), stretches());
        auto& used = few ? few : grouping;
        Tally tally;
        ChartGroups groups;
        if (used) {
            tally.groups = std::move(used->groups);
            groups = ChartGroups(tally.groups.size(), std::move(used->bits_of));
        }
        add_up(groups, tally);
        if (few) rank(tally.groups);
        return tally;
    }

  private:
    std::size_t stretches() const { return question_.bounds.size() - 1; }

    template <class Rows>
    void join(const Rows& rows, std::optional<Joined<Rows>>& joined) const {
        joined.emplace();
        for (const auto& filter : filters_) joined->filters.emplace_back(rows, filter);
        if (groups_) joined->groups.emplace(rows, *groups_);
        if (weights_) joined->weights.emplace(rows, *weights_);
    }

    /// `visit(rows, joined, batch, cutter)` of those of the rows [range) that are in time and under
    /// the filters. `starts`: where each person's begin.
    template <class Rows, class Time, class Visit>
    void each_batch(const Rows& rows, const Joined<Rows>& joined, const Time* times,
                    const TimeCutter<Time>& cutter, Range range,
                    std::span<const std::uint32_t> starts, Desk& desk, RowBatch<Time>& batch,
                    Visit visit) const {
        for (auto begin = range.begin; begin < range.end;) {
            auto end = std::uint32_t(
                std::min<std::size_t>(range.end, std::size_t(begin) + RowBatch<Time>::most));
            auto here = std::size_t(std::ranges::lower_bound(starts, end) - starts.begin());
            batch.take(times, begin, end, cutter.begin(), cutter.end(), starts.first(here),
                       desk.people);
            starts = starts.subspan(here);
            begin = end;
            for (const auto& filter : joined.filters) filter.narrow(batch, desk.keys.data());
            if (batch.size() > 0) visit(rows, joined, batch, cutter);
        }
    }

    /// The folded rows of people [from, to), none of whom stands apart.
    template <class Visit>
    void each_folded(Desk& desk, std::uint32_t from, std::uint32_t to, Visit visit) const {
        const auto& folded = rows_.folded();
        if (std::size_t(from) + 1 >= folded.starts.size()) return;
        to = std::min(to, std::uint32_t(folded.starts.size() - 1));
        Range range{folded.starts[from], folded.starts[to]};
        std::span starts(folded.starts.data() + from, to - from);
        if (folded.is_seconds)
            each_batch(folded, *folded_, folded.seconds.data(), *seconds_, range, starts, desk,
                       desk.seconds, visit);
        else
            each_batch(folded, *folded_, folded.micros.data(), *micros_, range, starts, desk,
                       desk.micros, visit);
    }

    /// The rows of 64 people, of whom `possible` may have some in time.
    template <class Visit>
    void each_of_block(Desk& desk, std::uint32_t first, std::uint64_t possible, Visit visit) const {
        desk.people = 0;
        auto apart = rows_.apart().word(first / 64);
        auto folded = possible & ~apart;
        if (apart == 0 && std::popcount(folded) >= many_of_a_block) folded = ~std::uint64_t(0);
        for (unsigned from = 0; folded >> from != 0;) {
            from += unsigned(std::countr_zero(folded >> from));
            auto to = from + unsigned(std::countr_one(folded >> from));
            each_folded(desk, first + from, first + to, visit);
            if (to == 64) break;
            from = to;
        }
        const auto& loose = rows_.loose();
        each_bit(apart, first, [&](std::size_t ordinal) {
            auto range = rows_.loose_range(std::uint32_t(ordinal));
            each_batch(loose, *loose_, loose.times.data(), *micros_, range, {&range.begin, 1}, desk,
                       desk.micros, visit);
        });
    }

    /// `work(one, rows, joined, batch, cutter)` of batches of rows, people blocks one after the
    /// other with `begin(one)` before each; each thread with one of `make()`, and `gather(one)` of
    /// each of those.
    template <class Make, class Begin, class Work, class Gather>
    void each_row(Make make, Begin begin, Work work, Gather gather) const {
        using One = decltype(make());
        std::mutex mutex;
        std::vector<One> idle;
        in_slices(columns_.people().end(), slice, [&](std::uint32_t from, std::uint32_t to) {
            One own;
            {
                std::lock_guard lock(mutex);
                if (!idle.empty()) own = std::move(idle.back()), idle.pop_back();
            }
            if (!own) own = make();
            for (auto first = from; first < to; first += 64) {
                auto possible = rows_.possible_since(first, question_.bounds.front().us);
                if (possible == 0) continue;
                begin(*own);
                each_of_block(*own, first, possible,
                              [&](const auto& rows, const auto& joined, auto& batch,
                                  const auto& cutter) { work(*own, rows, joined, batch, cutter); });
            }
            std::lock_guard lock(mutex);
            idle.push_back(std::move(own));
        });
        for (auto& one : idle) gather(*one);
    }

    static void rank(std::vector<TallyGroup>& groups) {
        std::erase_if(groups, [](const auto& group) { return group.total.events == 0; });
        std::ranges::sort(groups, [](const auto& a, const auto& b) {
            return a.total.events != b.total.events ? a.total.events > b.total.events
                                                    : a.text < b.text;
        });
    }

    std::vector<std::uint32_t> events_by_key() const {
        std::vector<std::uint32_t> all(groups_->keys());
        each_row([&] { return std::make_unique<Ranking>(all.size()); }, [](Ranking&) {},
                 [](Ranking& own, const auto&, const auto& joined, auto& batch, const auto&) {
                     joined.groups->read(batch.rows(), own.keys.data());
                     for (std::size_t i = 0; i < batch.size(); ++i) ++own.events_of[own.keys[i]];
                 },
                 [&](const Ranking& own) {
                     for (std::size_t key = 0; key < all.size(); ++key)
                         all[key] += own.events_of[key];
                 });
        return all;
    }

    /// Reads the values in the currency asked for, and counts the others; whether there may be any.
    template <class Rows>
    bool read_values(Adding& own, const Rows& rows, std::span<const std::uint32_t> at) const {
        if (rows.values.size() == 0) return false;
        auto* values = own.values.data();
        rows.read_values(at, values);
        if (rows.has_one_currency() && rows.currency(0) == currency_) return true;
        for (std::size_t i = 0; i < at.size(); ++i) {
            if (values[i].count == 0) continue;
            auto currency = rows.currency(at[i]);
            if (currency == currency_) continue;
            auto& other = own.others[currency];
            ++other.count, other.amount += values[i].amount;
            values[i] = {};
        }
        return true;
    }

    void add_up(const ChartGroups& groups, Tally& tally) const {
        auto currencies = columns_.currencies().size();
        std::vector<std::int64_t> weight_of;
        for (std::size_t key = 0; weights_ && key < weights_->keys(); ++key)
            weight_of.push_back(question_.weight->of(weights_->texts(key)));
        auto make = [&] {
            return std::make_unique<Adding>(stretches(), groups, currencies, bool(weights_));
        };
        auto all = make();
        each_row(
            make, [](Adding& own) { own.sums.forget_people(); },
            [&](Adding& own, const auto& rows, const auto& joined, auto& batch,
                const auto& cutter) {
                auto at = batch.rows();
                auto tags = batch.tags();
                cutter.cut(batch.times(), tags.data());
                if (weights_) {
                    joined.weights->read(at, own.keys.data());
                    for (std::size_t i = 0; i < at.size(); ++i)
                        own.weights[stretch_of(tags[i])] += weight_of[own.keys[i]];
                }
                if (groups.count > 0) joined.groups->read(at, own.keys.data());
                bool has_values = read_values(own, rows, at);
                own.sums.add({.tags = tags,
                              .keys = own.keys.data(),
                              .values = has_values ? own.values.data() : nullptr});
            },
            [&](const Adding& own) {
                all->sums.add(own.sums);
                for (std::size_t i = 0; i < own.weights.size(); ++i)
                    all->weights[i] += own.weights[i];
                for (std::size_t c = 0; c < currencies; ++c) {
                    all->others[c].count += own.others[c].count;
                    all->others[c].amount += own.others[c].amount;
                }
            });
        finish(*all, tally);
    }

    void finish(const Adding& all, Tally& tally) const {
        auto factor_of = [](Currency currency) {
            std::int64_t factor = 1;
            for (int digits = currency.exponent(); digits < 3; ++digits) factor *= 10;
            return factor;
        };
        auto factor = factor_of(question_.currency);
        auto told = [&](const ChartCell& cell) {
            return TallySums{.events = cell.events(),
                             .people = cell.people(),
                             .valued = cell.value.count,
                             .minor = cell.value.amount / factor};
        };
        // What is unique over the whole time is counted; the rest adds up.
        auto totaled = [&](std::int64_t people, const std::vector<TallySums>& stretches) {
            TallySums total{.people = people};
            for (const auto& one : stretches) {
                total.events += one.events, total.valued += one.valued;
                total.minor += one.minor, total.weight += one.weight;
            }
            return total;
        };
        for (std::size_t i = 0; i < stretches(); ++i) {
            tally.stretches.push_back(told(all.sums.stretch(i)));
            if (weights_) tally.stretches.back().weight = all.weights[i];
        }
        tally.total = totaled(all.sums.people(), tally.stretches);
        for (std::size_t g = 0; g < tally.groups.size(); ++g) {
            auto& group = tally.groups[g];
            for (std::size_t i = 0; i < stretches(); ++i)
                group.stretches[i] = told(all.sums.cell(i, g));
            group.total = totaled(all.sums.people(g), group.stretches);
        }
        for (std::size_t c = 0; c < all.others.size(); ++c) {
            auto currency = columns_.currencies()[c];
            if (all.others[c].count == 0) continue;
            tally.other_minor[currency] = all.others[c].amount / factor_of(currency);
        }
    }

    const Columns& columns_;
    const TallyQuestion& question_;
    const MetricRows& rows_;
    std::vector<ShownFilter> filters_;
    std::optional<ShownProperty> groups_, weights_;
    std::optional<Joined<FoldedRows>> folded_;
    std::optional<Joined<LooseRows>> loose_;
    std::size_t currency_;  // whose values are added up, or one past all that there are
    std::optional<TimeCutter<std::uint32_t>> seconds_;  // since the columns' base
    std::optional<TimeCutter<std::int64_t>> micros_;
};

}  // namespace

Tally tally_of(const Columns& columns, const TallyQuestion& question) {
    REGULARS_ASSERT(question.bounds.size() >= 2 && question.bounds.size() <= 65'536 &&
                        std::ranges::is_sorted(question.bounds),
                    "a tally has 1 to 65,535 stretches in order");
    if (auto* rows = columns.metric(question.metric)) return Scan(columns, question, *rows).tally();
    Tally none;
    none.stretches.resize(question.bounds.size() - 1);
    return none;
}

}  // namespace regulars::audience
