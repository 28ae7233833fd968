// Everybody of one account in memory, in columns: counts and members of any segment in
// milliseconds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audience/question.hpp"
#include "audience/reference.hpp"
#include "audience/tally.hpp"

namespace regulars::audience {

class Columns;

/// Which values of a property are asked for.
struct ValueQuestion {
    std::vector<MetricId> metrics;  // whose events'; none: a property of people's own
    std::string property;
    std::string part;  // of the text, case ignored
    std::size_t most = 50;
};
/// A text that a property shows, and of how many events or people.
struct ValueCount {
    std::string text;
    std::int64_t count = 0;
    bool operator==(const ValueCount&) const = default;
};
/// Of more distinct values only so many, the most frequent, are looked at.
constexpr std::size_t most_values_looked_at = 100'000;

/// Rebuilt from the store, never the truth; agrees with the reference on everybody at every
/// instant. One column set a metric: an offset per person, then times, values and dictionary-coded
/// properties of each person's events in order of time. Whoever changed since the columns were made
/// stands apart in rows of their own, which are folded in behind. One writer at a time; readers
/// share.
class Index {
  public:
    Index();
    ~Index();
    Index(Index&&) noexcept;
    Index& operator=(Index&&) noexcept;

    /// Makes this person's whole row true: inserts or replaces.
    void put(const Person& person);
    void remove(ProfileId person);
    /// Adds an event to a person that is known, in place of one of the same metric and id, and
    /// returns true; false: put() the person instead.
    bool add(ProfileId person, const PersonEvent& event);
    /// Says who is in a group whose members are decided by following it. From the first call on,
    /// what put() says of this group is passed over.
    void set_member(const std::string& group, ProfileId person, std::optional<Instant> joined_at);
    std::vector<ProfileId> in_group(const std::string& group) const;  // in no order
    std::optional<Instant> member_since(const std::string& group, ProfileId person) const;
    /// Folds what stands apart into the columns, on two threads. Cost: one pass over the metrics
    /// concerned. A metric of which half stands apart is folded by itself.
    void fold();

    std::int64_t people() const;
    std::vector<ProfileId> everybody() const;  // by id
    std::int64_t events() const;
    /// As it was put, in the given order of events and groups.
    std::optional<Person> person(ProfileId person) const;
    std::size_t memory_bytes() const;

    /// How many are in, on two threads. Cost: one pass over the columns that the question names.
    std::int64_t count(const Question& question, Instant now) const;
    std::vector<ProfileId> members(const Question& question, Instant now) const;  // by id
    /// Of nobody that is known: not in, for ever.
    Standing stands(const Question& question, ProfileId person, Instant now) const;
    /// Of many, in their order; cheaper than one by one.
    std::vector<Standing> stands(const Question& question, std::span<const ProfileId> people,
                                 Instant now) const;
    /// What the question orders each of these people by (see order_figure), in their order; of
    /// nobody that is known, and where it orders by nothing: nothing. Cost: one person as for the
    /// condition that measures the same.
    std::vector<std::optional<double>> order_figures(const Question& question,
                                                     std::span<const ProfileId> people,
                                                     Instant now) const;
    /// The orders of each who has any, by the order in which they came to be known, on two threads.
    /// Cost: half a microsecond a person, and as for their events of those metrics.
    std::vector<Orders> orders(const OrdersAsked& asked) const;
    /// The size at each instant, as if nothing after it had happened. Events count by their time;
    /// what keeps no history (properties, consent) counts as it is now.
    std::vector<std::int64_t> sizes(const Question& question,
                                    std::span<const Instant> instants) const;

    /// What a metric's events add up to. Of people that are known alone. Cost: 2 to 5 ns an event
    /// of the metric on two threads, and as much again to rank groups.
    Tally tally(const TallyQuestion& question) const;
    /// The texts a property shows, however long ago: the most frequent first, among equals by text.
    /// Each item of a list is one. Cost: some 5 ns an event of the metrics, or a person; 0.1 us a
    /// value that is looked at.
    std::vector<ValueCount> values(const ValueQuestion& question) const;

    /// Writes a file beside and renames it into place; `sequence` is the change log's number up to
    /// which the index is true. Reading refuses a file that is damaged or of another version.
    Result<void> save(const std::filesystem::path& file, std::int64_t sequence) const;
    static Result<std::pair<Index, std::int64_t>> load(const std::filesystem::path& file);

  private:
    friend class Filling;
    explicit Index(std::unique_ptr<Columns> columns);
    std::unique_ptr<Columns> columns_;
};

}  // namespace regulars::audience
