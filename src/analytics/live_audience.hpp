// An account's audience, kept true: the index and the tracker follow the store's change log.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "analytics/people.hpp"
#include "analytics/ranking.hpp"
#include "audience/index.hpp"
#include "audience/tracker.hpp"
#include "base/env.hpp"
#include "store/store.hpp"

namespace regulars::analytics {

/// Of a definition's order; ascending, by id, where it has none.
Direction direction_of(const audience::Definition& definition);

/// How a definition's count came about.
struct Counted {
    std::int64_t count = 0, of = 0;
    std::vector<ProfileId> sample;  // the first 10 in the definition's order, else by id
    Duration took{};
    Instant at;
    std::string day_zone;
};

/// One account's. What it knows is the store's as of a number of the change log; who came and went
/// is written to the store in the transaction that moves that number on, so that a crash at any
/// instant loses and doubles nothing. One thread keeps it true; questions come from any.
class LiveAudience {
  public:
    LiveAudience(store::Store& store, AccountId account, Clock& clock)
        : store_(store), account_(account), clock_(clock) {}

    /// Reads the snapshot in `folder` and what changed since, or everything where there is none
    /// that can be used; then lets the segments' members be those that they are now: what time and
    /// the log did since they were last written is told as of when it happened. A snapshot that is
    /// damaged or of another version is read past. Errors: the store's, cancelled.
    Result<void> open(const std::filesystem::path& folder, std::stop_token stop = {});
    /// As `open`, for questions only: nothing is written.
    Result<void> open_to_ask(const std::filesystem::path& folder, std::stop_token stop = {});
    /// Takes the next changes of the log, at most 4,096; whether there were any.
    Result<bool> follow();
    /// Lets time act up to now.
    Result<void> tick();
    /// Before `open`: reads where postal codes lie from a file (see audience::PostalCodes); none:
    /// distances stay unasked.
    Result<void> read_postal_codes(const std::filesystem::path& file);
    /// Sums everybody up anew for predictions and scores, and lets segments that ask for them be
    /// what they are by it. Cost: everybody once, about 10 us each. The one thread's.
    Result<void> sum_up();
    /// Whether the sums are missing, a day old, or of a tenth fewer events than there are now (but
    /// then at most a twentieth of the time is spent on them).
    bool is_sum_due() const;
    /// When time acts next.
    std::optional<Instant> next() const;
    /// Writes the snapshot, beside and renamed. Cost: one pass over the index.
    Result<void> save(const std::filesystem::path& folder) const;

    /// Questions; errors: invalid with the JSON pointer (see audience::Question::ask).
    Result<Counted> count(const audience::Definition& definition) const;
    Result<Counted> count(const audience::Definition& definition, Instant at) const;
    /// In the definition's order; where it has none, by id.
    Result<std::vector<ProfileId>> members(const audience::Definition& definition,
                                           Instant at) const;
    /// These people with what the definition orders them by now, for page_of; the figure is nothing
    /// where it orders by nothing. Cost: about 0.04 us each, of 8 events, on two threads.
    Result<std::vector<Ranked>> ranked(const audience::Definition& definition,
                                       std::span<const ProfileId> people) const;
    Result<std::vector<std::int64_t>> sizes(const audience::Definition& definition,
                                            std::span<const Instant> instants) const;
    /// What a metric's events add up to.
    audience::Tally tally(const audience::TallyQuestion& question) const;
    /// The values that a property has (see audience::Index::values).
    std::vector<audience::ValueCount> values(const audience::ValueQuestion& question) const;
    /// Waits until this is true up to a number of the change log, at most so long; whether it is.
    bool reaches(std::int64_t sequence, Duration at_most) const;
    /// Before a question: waits until the lists and segments it names are known here, of those that
    /// the store has by now; at most 2 s. Not inside of a transaction.
    Result<void> catch_up_with(std::span<const std::string> groups) const;
    /// Of each group (a list's or a segment's public id): its members, and those of them who
    /// satisfy the definition.
    struct Overlap {
        std::int64_t members = 0, both = 0;
    };
    Result<std::vector<Overlap>> overlap(const audience::Definition& definition,
                                         std::span<const std::string> groups) const;
    /// Reads the person from the store; exact. At another instant than now: by what they are and
    /// belong to now.
    Result<audience::Explanation> explain(const audience::Definition& definition, ProfileId person,
                                          Instant at) const;
    /// Whether a definition could be asked here; the error otherwise.
    Result<void> check(const audience::Definition& definition) const;
    /// Why it could not: the first error of each condition, and of the ordering. Empty: it could.
    std::vector<Error> faults(const audience::Definition& definition) const;

    std::int64_t people() const;
    std::int64_t events() const;
    std::size_t memory_bytes() const;
    std::int64_t sequence() const;  // of the change log, up to which this is true

  private:
    /// What a stretch of the change log asks for.
    struct Stretch;
    struct Followed {
        SegmentId id;
        std::int64_t version = 0;
    };
    Result<void> load(const std::filesystem::path& folder, std::stop_token stop);
    Result<void> build(std::stop_token stop);
    Result<void> read_catalog(store::Transaction& tx);
    Result<void> follow_segment(store::Transaction& tx, const model::Segment& segment,
                                audience::Cause cause, Instant now);
    /// Of a definition that nobody satisfies because it cannot be asked.
    void let_out(const std::string& segment, const std::vector<ProfileId>& members,
                 audience::Cause cause, Instant now);
    Result<void> follow_segments(store::Transaction& tx, Instant now);
    /// Makes the sums that the members are from, where any are; needs the log up to them.
    Result<void> sum_up_as_before();
    void sum_up_as_of(Instant instant);
    Result<void> collect(store::Transaction& tx, Stretch& stretch, std::int64_t until) const;
    void take_in(const Stretch& stretch, Instant now);
    void let_time_act(Instant now);
    Result<void> flush();
    void note(std::vector<audience::Transition> moves);
    Result<audience::Question> ask(const audience::Definition& definition) const;
    std::vector<ProfileId> first_of(const audience::Question& question,
                                    std::vector<ProfileId> people, Instant at,
                                    std::size_t limit) const;

    store::Store& store_;
    AccountId account_;
    Clock& clock_;
    mutable std::shared_mutex mutex_;  // guards what follows; only the one thread changes it
    mutable std::condition_variable_any moved_on_;
    audience::Index index_;
    audience::Catalog catalog_;
    std::int64_t sequence_ = 0;
    // Of the one thread alone.
    std::unique_ptr<audience::Tracker> tracker_;
    std::shared_ptr<const audience::Population> population_;
    std::shared_ptr<const audience::PostalCodes> postal_codes_;
    Instant catalog_read_at_;
    std::map<std::string, Followed> followed_;   // by public id
    std::set<SegmentId> asking_for_themselves_;  // and so not kept, until another is changed
    std::vector<audience::Transition> moves_;    // not yet in the store
    std::map<SegmentId, std::int64_t>
        versions_;              // whose members are known now, not yet in the store
    std::int64_t handled_ = 0;  // as the store has it
    Instant true_at_;           // up to which time has acted on the members
    struct Sums {
        Instant at;
        std::int64_t events = 0;
        Duration took{};
    };
    std::optional<Sums> sums_;
    bool is_asking_only_ = false;
};

}  // namespace regulars::analytics
