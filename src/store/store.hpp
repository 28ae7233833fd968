// Durable state behind one interface: transactions over small aggregates, whatever the database.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/account.hpp"
#include "model/consent.hpp"
#include "model/event.hpp"
#include "model/import.hpp"
#include "model/integration.hpp"
#include "model/profile.hpp"
#include "store/lists.hpp"
#include "store/merges.hpp"
#include "store/outgoing.hpp"
#include "store/reconciliations.hpp"
#include "store/segments.hpp"
#include "store/suppressions.hpp"

namespace regulars::store {

template <class T>
using Maybe = Result<std::optional<T>>;
/// Receives rows one at a time; an error stops the walk and is passed on.
template <class T>
using Visit = std::function<Result<void>(const T&)>;

// Every operation names its account; none can reach another's rows. Lists come back in a stated
// order. `add` fills in the id. Errors of all: unavailable (disk full, database locked, read-only),
// internal (the database is damaged); `add` and `update` also conflict (a unique name is taken).

class Accounts {
  public:
    virtual ~Accounts() = default;
    virtual Result<void> add(model::Account& account) = 0;
    virtual Result<void> update(const model::Account& account) = 0;
    virtual Maybe<model::Account> find(AccountId id) = 0;
    virtual Maybe<model::Account> find(std::string_view public_id) = 0;
    virtual Result<std::vector<model::Account>> all() = 0;  // by id
};

class Users {
  public:
    virtual ~Users() = default;
    virtual Result<void> add(AccountId account, model::User& user) = 0;
    virtual Maybe<model::User> find(AccountId account, std::string_view email) = 0;
    virtual Maybe<model::User> find(AccountId account, UserId id) = 0;
    virtual Result<std::vector<model::User>> all(AccountId account) = 0;  // by id
    virtual Result<void> update(AccountId account, const model::User& user) = 0;
    /// Their sessions end with them.
    virtual Result<void> remove(AccountId account, UserId id) = 0;
};

/// Who is signed in. Tokens are kept as SHA-256 only.
class Sessions {
  public:
    virtual ~Sessions() = default;
    virtual Result<void> add(AccountId account, const model::Session& session) = 0;
    virtual Maybe<model::Session> find(AccountId account, std::string_view token_sha256) = 0;
    virtual Result<void> extend(AccountId account, std::string_view token_sha256, Instant expires_at) = 0;
    virtual Result<void> remove(AccountId account, std::string_view token_sha256) = 0;
    /// Ends a user's sessions but the one named (empty: all of them).
    virtual Result<void> remove_of(AccountId account, UserId user, std::string_view but_token_sha256) = 0;
    virtual Result<void> remove_expired(AccountId account, Instant now) = 0;
};

class ApiKeys {
  public:
    virtual ~ApiKeys() = default;
    virtual Result<void> add(AccountId account, model::ApiKey& key) = 0;
    virtual Maybe<model::ApiKey> find(AccountId account, std::string_view sha256) = 0;
    virtual Result<void> revoke(AccountId account, ApiKeyId id, Instant at) = 0;
    virtual Result<std::vector<model::ApiKey>> all(AccountId account) = 0;
};

class Integrations {
  public:
    virtual ~Integrations() = default;
    virtual Result<void> add(AccountId account, model::Integration& integration) = 0;
    virtual Result<void> update(AccountId account, const model::Integration& integration) = 0;
    virtual Maybe<model::Integration> find(AccountId account, IntegrationId id) = 0;
    virtual Maybe<model::Integration> find(AccountId account, std::string_view name_or_public_id) = 0;
    virtual Result<std::vector<model::Integration>> all(AccountId account) = 0;  // by id
    /// Removes the integration, its cursors, records, runs and counts; its metrics, events and
    /// facets stay. (Erasing those too is ingest's.)
    virtual Result<void> remove(AccountId account, IntegrationId id) = 0;

    virtual Result<std::vector<model::Cursor>> cursors(AccountId account, IntegrationId id) = 0;
    /// Writes `state` and version + 1. Errors: conflict when the stored version is another.
    virtual Result<void> move_cursor(AccountId account, IntegrationId id, const model::Cursor& cursor) = 0;

    virtual Result<void> add_run(AccountId account, model::Run& run) = 0;
    virtual Result<void> update_run(AccountId account, const model::Run& run) = 0;
    virtual Maybe<model::Run> find_run(AccountId account, IntegrationId id, RunId run) = 0;
    virtual Result<std::vector<model::Run>> runs(AccountId account, IntegrationId id, int limit) = 0;  // newest first

    /// Named totals of an integration, kept by ingest: ("excluded", "walk_in_without_guest"),
    /// ("records", "reservation"), ("profiles", "") …
    virtual Result<void> count(AccountId account, IntegrationId id, std::string_view kind, std::string_view name,
                               std::int64_t delta) = 0;
    struct Count {
        std::string kind, name;
        std::int64_t n = 0;
        bool operator==(const Count&) const = default;
    };
    virtual Result<std::vector<Count>> counts(AccountId account, IntegrationId id) = 0;  // by kind, name; n != 0
};

class SourceRecords {
  public:
    virtual ~SourceRecords() = default;
    virtual Maybe<model::SourceRecord> find(AccountId account, IntegrationId id, std::string_view key) = 0;
    /// Inserts or replaces by key; gives back what stood there. An equal record is not written again.
    virtual Maybe<model::SourceRecord> put(AccountId account, IntegrationId id, const model::SourceRecord& record) = 0;
    /// Up to `limit` records with this exclusion, newest updated_at first.
    virtual Result<std::vector<model::SourceRecord>> excluded(AccountId account, IntegrationId id,
                                                              std::string_view exclusion, int limit) = 0;
};

/// Which facet a key names, and whose it is: all that an event needs to know of its person.
struct FacetPlace {
    FacetId facet;
    ProfileId profile;
    bool operator==(const FacetPlace&) const = default;
};

/// Somebody who is perhaps new, with the one facet that says so; without ids.
struct Newcomer {
    model::Profile profile;
    model::Facet facet;
    std::string other_key;  // under which the person may have been forgotten too, or empty
};

/// Newcomers whose rows and index entries are made ready and sorted, away from the writer's thread.
/// Belongs to the store that made it.
inline constexpr std::size_t most_newcomers = 1'000'000;  // at once
class PreparedNewcomers {
  public:
    virtual ~PreparedNewcomers() = default;
    /// Which of them come first, second …: an order that suits the store.
    virtual std::span<const std::size_t> order() const = 0;
};

class Profiles {
  public:
    virtual ~Profiles() = default;
    virtual Result<void> add(AccountId account, model::Profile& profile) = 0;
    virtual Result<void> update(AccountId account, const model::Profile& profile) = 0;
    virtual Result<void> remove(AccountId account, ProfileId id) = 0;
    virtual Maybe<model::Profile> find(AccountId account, ProfileId id) = 0;
    virtual Maybe<model::Profile> find(AccountId account, std::string_view public_id) = 0;
    virtual Result<std::int64_t> count(AccountId account) = 0;
    /// By id, starting after `after`.
    virtual Result<void> each(AccountId account, ProfileId after, const Visit<model::Profile>& visit) = 0;

    virtual Result<std::optional<ProfileId>> owner(AccountId account, const model::Identifier& identifier) = 0;
    /// Points an identifier at a profile, whoever had it.
    virtual Result<void> assign(AccountId account, const model::Identifier& identifier, ProfileId profile) = 0;
    /// Points an identifier at a profile unless it has an owner.
    virtual Result<void> assign_free(AccountId account, const model::Identifier& identifier, ProfileId profile) = 0;
    virtual Result<void> release(AccountId account, const model::Identifier& identifier) = 0;
    /// The owners of many identifiers, in their order; cheaper than asking one by one.
    virtual Result<std::vector<std::optional<ProfileId>>> owners(AccountId account, std::span<const model::Identifier> identifiers) = 0;
    /// Adds those who are new, each with its facet, and points the facet's identifiers at them. Who
    /// has an identifier that is owned or that one prepared before them has, or a key that was
    /// forgotten, is left out. Gives back the new profiles' ids in the newcomers' `order`, without
    /// gaps, and nothing for those left out.
    virtual Result<std::vector<std::optional<ProfileId>>> add_newcomers(AccountId account, const PreparedNewcomers& newcomers) = 0;
    virtual Result<std::vector<model::Identifier>> identifiers(AccountId account, ProfileId id) = 0;  // sorted

    virtual Maybe<model::Facet> find_facet(AccountId account, std::string_view key) = 0;
    virtual Maybe<FacetPlace> place_of_facet(AccountId account, std::string_view key) = 0;
    virtual Result<std::vector<model::Facet>> facets(AccountId account, ProfileId id) = 0;  // by id
    /// An integration's facets, at most `limit`, by id.
    virtual Result<std::vector<model::Facet>> facets_of(AccountId account, IntegrationId integration, int limit) = 0;
    /// An import's facets, at most `limit`, by id.
    virtual Result<std::vector<model::Facet>> facets_of(AccountId account, ImportId import, int limit) = 0;
    virtual Result<void> add_facet(AccountId account, model::Facet& facet) = 0;
    virtual Result<void> update_facet(AccountId account, const model::Facet& facet) = 0;
    virtual Result<void> remove_facet(AccountId account, FacetId id) = 0;

    /// A forgotten person's keys, kept as SHA-256 only, so that no later page makes them again.
    virtual Result<void> forget_key(AccountId account, std::string_view key, Instant at) = 0;
    virtual Result<bool> is_forgotten(AccountId account, std::string_view key) = 0;
    /// Puts a removed profile back under its own number.
    virtual Result<void> restore(AccountId account, const model::Profile& profile) = 0;
};

/// Where a page of events ended; events at the same instant are told apart.
struct EventPlace {
    Instant time;
    ProfileId profile;
    EventId event;
    bool operator==(const EventPlace&) const = default;
};

/// A profile's events of one metric whose values have one currency.
struct ProfileSum {
    MetricId metric;
    std::optional<Currency> currency;  // none: events without a value
    std::int64_t events = 0;
    std::int64_t minor = 0;            // sum of the values
    Instant first, last;
    bool operator==(const ProfileSum&) const = default;
};

class Events {
  public:
    virtual ~Events() = default;
    /// By integration and name, made when absent (public_id is then used).
    virtual Result<model::Metric> metric(AccountId account, IntegrationId integration, std::string_view name, bool listed,
                                         const std::function<std::string()>& make_public_id) = 0;
    virtual Result<std::vector<model::Metric>> metrics(AccountId account) = 0;  // by id
    virtual Result<void> count_metric(AccountId account, MetricId id, std::int64_t delta) = 0;

    /// Inserts unless the unique id exists: then returns the stored event and writes nothing.
    /// An inserted event's id is filled in; ids grow in the order of insertion, without gaps inside
    /// a transaction.
    virtual Maybe<model::Event> add(AccountId account, model::Event& event) = 0;
    virtual Maybe<model::Event> find(AccountId account, std::string_view unique_id) = 0;
    virtual Result<void> update(AccountId account, const model::Event& event) = 0;
    virtual Result<void> remove(AccountId account, EventId id) = 0;
    /// Moves events to another profile: all of `from`, or only those of one facet.
    virtual Result<std::int64_t> move(AccountId account, ProfileId from, ProfileId to, std::optional<FacetId> facet) = 0;
    /// A facet's events, by id.
    virtual Result<std::vector<model::Event>> of_facet(AccountId account, ProfileId profile, FacetId facet) = 0;
    /// A profile's events, newest first, at most `limit`, older than `before`.
    virtual Result<std::vector<model::Event>> of_profile(AccountId account, ProfileId profile, Instant before, int limit) = 0;
    /// Newest first, after `place` (none: from the newest); of one metric where one is named.
    virtual Result<std::vector<model::Event>> timeline(AccountId account, ProfileId profile, std::optional<MetricId> metric,
                                                       const std::optional<EventPlace>& place, int limit) = 0;
    /// A metric's events, newest first, after `place`.
    virtual Result<std::vector<model::Event>> feed(AccountId account, MetricId metric, const std::optional<EventPlace>& place,
                                                   int limit) = 0;
    /// What a profile's events add up to, by metric and currency.
    virtual Result<std::vector<ProfileSum>> sums(AccountId account, ProfileId profile) = 0;
    /// By id, starting after `after`.
    virtual Result<void> each(AccountId account, EventId after, const Visit<model::Event>& visit) = 0;
    /// Those with ids from … to, both included, by id.
    virtual Result<std::vector<model::Event>> between(AccountId account, EventId from, EventId to) = 0;
    virtual Result<std::int64_t> count(AccountId account) = 0;
};

/// A metric's events of one day of the account's zone whose values have one currency.
struct DayCount {
    MetricId metric;
    std::int64_t day = 0;              // day_number
    std::optional<Currency> currency;  // none: events without a value
    std::int64_t events = 0;
    std::int64_t minor = 0;            // sum of the values
    /// Grows whenever an event of this metric, day and currency was added, changed, moved to another
    /// person or removed; the row stays when its events are gone. So the greatest stamp of a metric's
    /// day is another if anything in that day is.
    std::int64_t stamp = 0;
    bool operator==(const DayCount&) const = default;
};

struct Occurrence {
    Instant time;
    ProfileId profile;
};

/// Counts by day, kept in the transaction that changes the events; see docs/decisions/0004-charts.md.
/// A Work's own changes are in `days` when it ends, not before.
class Charts {
  public:
    virtual ~Charts() = default;
    /// Days from … to, both included, by metric, day and currency; of one metric, or of all.
    virtual Result<std::vector<DayCount>> days(AccountId account, std::optional<MetricId> metric, std::int64_t from,
                                               std::int64_t to) = 0;
    /// Who did it when, in [from, until), by time.
    virtual Result<void> occurrences(AccountId account, MetricId metric, Instant from, Instant until,
                                     const Visit<Occurrence>& visit) = 0;
    /// Whole events in [from, until), by time.
    virtual Result<void> events(AccountId account, MetricId metric, Instant from, Instant until,
                                const Visit<model::Event>& visit) = 0;
    virtual Result<std::optional<Instant>> first_time(AccountId account, MetricId metric) = 0;
    virtual Result<std::optional<Instant>> last_time(AccountId account, MetricId metric) = 0;
    /// People whose first event of all lies in [from, until). Cost: 0.1 us a person.
    virtual Result<std::int64_t> new_people(AccountId account, Instant from, Instant until) = 0;
};

enum class ProfileOrder { name, email, created, last_seen };
enum class Direction { ascending, descending };

/// Where a page of profiles ended: its last profile and what it was sorted by.
struct ProfilePlace {
    std::string text;             // name and email: the folded text; empty otherwise
    std::optional<Instant> time;  // last_seen; none: never seen
    ProfileId profile;
    bool operator==(const ProfilePlace&) const = default;
};

struct ProfileQuery {
    std::string text;  // what people type; empty: everybody
    ProfileOrder order = ProfileOrder::last_seen;
    Direction direction = Direction::descending;
    std::optional<ProfilePlace> after;
    int limit = 50;
};

struct ProfileHits {
    std::vector<ProfileId> profiles;
    std::int64_t total = 0;  // how many match
    bool total_is_exact = true;
    std::optional<ProfilePlace> next;
};

/// Finds people by what is typed: the beginnings of a name's words (accents and case aside), of an
/// email, the first or last digits of a phone. Those without name, email or event come last in
/// either direction. Thread-safety and errors as all.
class Directory {
  public:
    virtual ~Directory() = default;
    virtual Result<ProfileHits> find(AccountId account, const ProfileQuery& query) = 0;
};

class Consents {
  public:
    virtual ~Consents() = default;
    virtual Result<void> add(AccountId account, model::ConsentEntry& entry) = 0;
    /// In the order recorded.
    virtual Result<std::vector<model::ConsentEntry>> ledger(AccountId account, ProfileId profile) = 0;
    /// The derived state, kept beside the ledger for reading.
    virtual Result<void> set(AccountId account, ProfileId profile, model::Channel channel, const model::Consent& consent) = 0;
    virtual Result<model::Consent> of(AccountId account, ProfileId profile, model::Channel channel) = 0;
    /// The states of profiles from … to, both included, by profile, then channel.
    virtual Result<void> between(AccountId account, ProfileId from, ProfileId to,
                                 const std::function<Result<void>(ProfileId, model::Channel, const model::Consent&)>& visit) = 0;
    virtual Result<void> move(AccountId account, ProfileId from, ProfileId to) = 0;
    /// Moves one line of the ledger; the derived states stay as they are.
    virtual Result<void> move_entry(AccountId account, ProfileId from, std::int64_t entry, ProfileId to) = 0;
    virtual Result<void> remove(AccountId account, ProfileId profile) = 0;
    /// Removes a profile's entries from this source, as undoing an import does; how many.
    virtual Result<std::int64_t> remove_of(AccountId account, ProfileId profile, std::string_view source) = 0;
    /// The account's choices; the usual ones where it never chose.
    virtual Result<model::ConsentRules> rules(AccountId account) = 0;
    virtual Result<void> set_rules(AccountId account, const model::ConsentRules& rules) = 0;
};

/// Files of people and what came of them. Names are unique in the account.
class Imports {
  public:
    virtual ~Imports() = default;
    virtual Result<void> add(AccountId account, model::Import& import) = 0;
    virtual Result<void> update(AccountId account, const model::Import& import) = 0;
    virtual Maybe<model::Import> find(AccountId account, ImportId id) = 0;
    virtual Maybe<model::Import> find(AccountId account, std::string_view public_id) = 0;
    virtual Result<std::vector<model::Import>> all(AccountId account, int limit) = 0;  // newest first
    /// Its problems go with it; what it brought stays.
    virtual Result<void> remove(AccountId account, ImportId id) = 0;

    virtual Result<void> add_problem(AccountId account, ImportId id, const model::ImportProblem& problem) = 0;
    virtual Result<void> remove_problems(AccountId account, ImportId id) = 0;
    virtual Result<std::int64_t> count_problems(AccountId account, ImportId id) = 0;
    /// In the order added, at most `limit`.
    virtual Result<std::vector<model::ImportProblem>> problems(AccountId account, ImportId id, int limit) = 0;
};

enum class ChangeKind { profile, profile_removed, events, event_updated, event_removed, membership, consent, integration, merge, segment };

/// One line of an account's change log. `span` consecutive subjects changed, from `subject` on.
struct Change {
    std::int64_t sequence = 0;
    ChangeKind kind = ChangeKind::profile;
    std::int64_t subject = 0;
    std::int64_t span = 1;
    Instant at;
    bool operator==(const Change&) const = default;
};

class ChangeLog {
  public:
    virtual ~ChangeLog() = default;
    /// Takes the account's next number; number order is commit order.
    virtual Result<void> append(AccountId account, ChangeKind kind, std::int64_t subject, std::int64_t span, Instant at) = 0;
    virtual Result<std::vector<Change>> after(AccountId account, std::int64_t sequence, int limit) = 0;
    virtual Result<std::int64_t> last(AccountId account) = 0;
};

/// The aggregates inside one transaction; valid only during the call that received it.
class Transaction {
  public:
    virtual ~Transaction() = default;
    virtual Accounts& accounts() = 0;
    virtual Users& users() = 0;
    virtual Sessions& sessions() = 0;
    virtual ApiKeys& api_keys() = 0;
    virtual Integrations& integrations() = 0;
    virtual SourceRecords& source_records() = 0;
    virtual Profiles& profiles() = 0;
    virtual Merges& merges() = 0;
    virtual Directory& directory() = 0;
    virtual Events& events() = 0;
    virtual Charts& charts() = 0;
    virtual Lists& lists() = 0;
    virtual Imports& imports() = 0;
    virtual Consents& consents() = 0;
    virtual Suppressions& suppressions() = 0;
    virtual Confirmations& confirmations() = 0;
    virtual Outgoing& outgoing() = 0;
    virtual Reconciliations& reconciliations() = 0;
    virtual Segments& segments() = 0;
    virtual Consumers& consumers() = 0;
    virtual ChangeLog& changes() = 0;
};

using Work = std::function<Result<void>(Transaction&)>;

/// A database of accounts. Thread-safe.
class Store {
  public:
    virtual ~Store() = default;
    /// Runs `work` in the one writer's next transaction. Success means committed and on disk; an
    /// error (from work or commit) means nothing of it happened. `work` may share its commit with
    /// others' but never sees them half done. Errors: the work's, unavailable, internal.
    virtual Result<void> write(const Work& work) = 0;
    /// Runs `work` on a snapshot. Writing through it is a programmer's error.
    virtual Result<void> read(const Work& work) = 0;
    /// Makes `count` newcomers (at most most_newcomers) ready to be added, asking for one after the other. Cost: some 15 us
    /// each, on the caller's thread; it neither reads nor writes the database.
    virtual std::unique_ptr<PreparedNewcomers> prepare(std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer) const = 0;
    /// A consistent copy while in use, made beside and renamed into place; refuses an existing file.
    virtual Result<void> backup(const std::filesystem::path& file) = 0;
    /// Findings of an integrity check, empty when all is well. Cost: reads the whole database.
    virtual Result<std::vector<std::string>> check() = 0;
    /// Waits until something was committed through this store after the `seen`th commit, at most
    /// `at_most`; returns how many commits there were. Start with 0.
    virtual std::uint64_t wait_for_commit(std::uint64_t seen, Duration at_most) = 0;
    /// The schema's version after opening.
    virtual int schema_version() const = 0;
};

}  // namespace regulars::store
