// A person's events lie side by side in order of time: so who is counted already is known without a
// set.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/tally_scan.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include "audience/scan/count_sieve.hpp"
#include "audience/scan/plan.hpp"
#include "audience/scan/shown_property.hpp"
#include "audience/scan/time_cutter.hpp"

namespace regulars::audience {
namespace {

constexpr unsigned second_bits = 12, micro_bits = 32;  // a little more than an hour

struct Cell {
    std::uint32_t events = 0, people = 0, valued = 0;
    std::int64_t amount = 0;  // thousandths
    void add(const Cell& other) {
        events += other.events, people += other.people, valued += other.valued;
        amount += other.amount;
    }
};

/// One thread's.
struct Sums {
    std::size_t groups;
    std::vector<Cell> stretches;  // and everything, behind them
    std::vector<Cell> cells;      // by stretch, then group; people of the whole time behind them
    std::vector<std::int64_t> weights;
    std::vector<Cell> currencies;  // over the whole time

    void add(const Sums& other) {
        auto add_all = [](auto& to, const auto& from) {
            for (std::size_t i = 0; i < to.size(); ++i) {
                if constexpr (requires { to[i].events; })
                    to[i].add(from[i]);
                else
                    to[i] += from[i];
            }
        };
        add_all(stretches, other.stretches), add_all(cells, other.cells);
        add_all(weights, other.weights), add_all(currencies, other.currencies);
    }
};

/// What a question looks at, joined to the columns of one layout.
template <class Rows>
struct Joined {
    std::vector<ShownFilter::Joined<Rows>> filters;
    std::optional<ShownProperty::Column<Rows>> groups, weights;
    bool passes(std::size_t row) const {
        return std::ranges::all_of(filters, [&](const auto& filter) { return filter.has(row); });
    }
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
        seconds_.emplace(std::move(seconds), second_bits);
        micros_.emplace(std::move(micros), micro_bits);
    }

    Tally tally() {
        std::optional<ShownProperty::Grouping> few, grouping;
        if (groups_) few = groups_->grouping_of_few(stretches());
        if (groups_ && !few) grouping = groups_->grouping(events_by_key(), stretches());
        auto& used = few ? few : grouping;
        Tally tally;
        if (used) {
            tally.groups = std::move(used->groups);
            bits_of_ = std::move(used->bits_of);
        }
        finish(sums(tally.groups.size()), tally);
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

    /// `visit(rows, joined, row, stretch)` of a person's events in time and under the filters.
    template <class Visit>
    void each_row(std::uint32_t ordinal, Visit visit) const {
        auto walk = [&](const auto& rows, const auto& joined, Range range, const auto& cutter,
                        auto time_of) {
            auto row = range.begin;
            while (row < range.end && time_of(row) < cutter.begin()) ++row;
            for (; row < range.end; ++row) {
                auto time = time_of(row);
                if (time >= cutter.end()) return;
                if (!joined.filters.empty() && !joined.passes(row)) continue;
                visit(rows, joined, row, cutter(time));
            }
        };
        const auto& folded = rows_.folded();
        if (rows_.is_apart(ordinal)) {
            const auto& loose = rows_.loose();
            walk(loose, *loose_, rows_.loose_range(ordinal), *micros_,
                 [&](auto row) { return loose.time_us(row); });
        } else if (folded.is_seconds) {
            walk(folded, *folded_, folded.range(ordinal), *seconds_,
                 [seconds = folded.seconds.data()](auto row) { return seconds[row]; });
        } else {
            walk(folded, *folded_, folded.range(ordinal), *micros_,
                 [&](auto row) { return folded.micros[row]; });
        }
    }

    /// `work(one, first, possible)` of every 64 people of whom some may have events in time, each
    /// thread with one made from `fresh`; `gather(one)` of each of those.
    template <class Made, class Work, class Gather>
    void each_block(const Made& fresh, Work work, Gather gather) const {
        std::mutex mutex;
        std::vector<std::unique_ptr<Made>> idle;
        in_slices(columns_.people().end(), [&](std::uint32_t from, std::uint32_t to) {
            std::unique_ptr<Made> own;
            {
                std::lock_guard lock(mutex);
                if (!idle.empty()) own = std::move(idle.back()), idle.pop_back();
            }
            if (!own) own = std::make_unique<Made>(fresh);
            for (auto first = from; first < to; first += 64) {
                auto possible = rows_.possible_since(first, question_.bounds.front().us);
                if (possible != 0) work(*own, first, possible);
            }
            std::lock_guard lock(mutex);
            idle.push_back(std::move(own));
        });
        for (auto& one : idle) gather(*one);
    }
    /// The same, one by one.
    template <class Made, class Work, class Gather>
    void each_person(const Made& fresh, Work work, Gather gather) const {
        each_block(
            fresh,
            [&](Made& own, std::uint32_t first, std::uint64_t possible) {
                each_bit(possible, first,
                         [&](std::size_t ordinal) { work(own, std::uint32_t(ordinal)); });
            },
            gather);
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
        auto count = [&](std::vector<std::uint32_t>& own, std::uint32_t ordinal) {
            each_row(ordinal, [&](const auto&, const auto& joined, auto row, auto) {
                ++own[(*joined.groups)[row]];
            });
        };
        auto gather = [&](const std::vector<std::uint32_t>& own) {
            for (std::size_t key = 0; key < all.size(); ++key) all[key] += own[key];
        };
        const auto& folded = rows_.folded();
        if (!folded.is_seconds || !filters_.empty()) {
            each_person(all, count, gather);
            return all;
        }
        // Whose events they are does not matter here: rows of 64 people in one go.
        each_block(
            all,
            [&](std::vector<std::uint32_t>& own, std::uint32_t first, std::uint64_t possible) {
                auto end = std::size_t(first) + 64;
                if (rows_.apart().word(first / 64) != 0 || end >= folded.starts.size()) {
                    each_bit(possible, first,
                             [&](std::size_t ordinal) { count(own, std::uint32_t(ordinal)); });
                    return;
                }
                const auto* seconds = folded.seconds.data();
                const auto& keys = *folded_->groups;
                auto begin_s = seconds_->begin(), length = seconds_->end() - begin_s;
                for (auto row = folded.starts[first]; row < folded.starts[end]; ++row) {
                    if (seconds[row] - begin_s < length) ++own[keys[row]];
                }
            },
            gather);
        return all;
    }

    Sums sums(std::size_t groups) const {
        Sums all{.groups = groups,
                 .stretches = std::vector<Cell>(stretches() + 1),
                 .cells = std::vector<Cell>((stretches() + 1) * groups),
                 .weights = std::vector<std::int64_t>(weights_ ? stretches() : 0),
                 .currencies = std::vector<Cell>(columns_.currencies().size())};
        std::vector<std::int64_t> weight_of;
        for (std::size_t key = 0; weights_ && key < weights_->keys(); ++key)
            weight_of.push_back(question_.weight->of(weights_->texts(key)));
        each_person(
            Sums(all),
            [&](Sums& own, std::uint32_t ordinal) { add_person(own, ordinal, weight_of); },
            [&](const Sums& own) { all.add(own); });
        return all;
    }

    void add_person(Sums& own, std::uint32_t ordinal,
                    const std::vector<std::int64_t>& weight_of) const {
        const auto none = stretches();
        auto last = none;
        unsigned in_stretch = 0, ever = 0;  // groups in which they are counted
        each_row(ordinal, [&](const auto& rows, const auto& joined, auto row, std::size_t stretch) {
            auto& sum = own.stretches[stretch];
            ++sum.events;
            sum.people += stretch != last;
            if (stretch != last) last = stretch, in_stretch = 0;
            auto amount = rows.value(row);
            bool is_ours = false;
            if (amount != no_value) {
                auto currency = rows.currency(row);
                auto& of_currency = own.currencies[currency];
                ++of_currency.valued, of_currency.amount += amount;
                is_ours = currency == currency_;
            }
            if (!is_ours) amount = 0;
            sum.valued += is_ours, sum.amount += amount;
            if (weights_) own.weights[stretch] += weight_of[(*joined.weights)[row]];
            if (own.groups == 0) return;
            auto bits = bits_of_[(*joined.groups)[row]];
            each_bit(bits, 0, [&](std::size_t group) {
                auto& cell = own.cells[stretch * own.groups + group];
                ++cell.events;
                cell.people += ~in_stretch >> group & 1;
                cell.valued += is_ours, cell.amount += amount;
            });
            in_stretch |= bits, ever |= bits;
        });
        own.stretches[none].people += last != none;
        each_bit(ever, 0,
                 [&](std::size_t group) { ++own.cells[none * own.groups + group].people; });
    }

    void finish(const Sums& sums, Tally& tally) const {
        auto factor_of = [](Currency currency) {
            std::int64_t factor = 1;
            for (int digits = currency.exponent(); digits < 3; ++digits) factor *= 10;
            return factor;
        };
        auto factor = factor_of(question_.currency);
        auto told = [&](const Cell& cell) {
            return TallySums{.events = cell.events,
                             .people = cell.people,
                             .valued = cell.valued,
                             .minor = cell.amount / factor};
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
            tally.stretches.push_back(told(sums.stretches[i]));
            if (weights_) tally.stretches.back().weight = sums.weights[i];
        }
        tally.total = totaled(sums.stretches.back().people, tally.stretches);
        for (std::size_t g = 0; g < tally.groups.size(); ++g) {
            auto& group = tally.groups[g];
            for (std::size_t i = 0; i < stretches(); ++i)
                group.stretches[i] = told(sums.cells[i * sums.groups + g]);
            group.total =
                totaled(sums.cells[stretches() * sums.groups + g].people, group.stretches);
        }
        for (std::size_t c = 0; c < sums.currencies.size(); ++c) {
            auto currency = columns_.currencies()[c];
            if (c == currency_ || sums.currencies[c].valued == 0) continue;
            tally.other_minor[currency] = sums.currencies[c].amount / factor_of(currency);
        }
    }

    const Columns& columns_;
    const TallyQuestion& question_;
    const MetricRows& rows_;
    std::vector<ShownFilter> filters_;
    std::optional<ShownProperty> groups_, weights_;
    std::vector<std::uint16_t> bits_of_;  // by key: a bit for each group
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
