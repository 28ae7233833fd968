// Looks for damage and for rows that contradict each other.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <fmt/format.h>

#include "store/sqlite/sqlite_store.hpp"

namespace regulars::store::sqlite {
namespace {

// A damaged database has as many findings as rows; the first ones tell enough.
constexpr int max_findings_each = 20;

/// One invariant: the rows that break it, as columns for the sentence.
struct Invariant {
    const char* sentence;  // with {} for the account and {} for the row
    Sql sql;               // account, row
};

constexpr Invariant invariants[] = {
    {"account {}: event {} belongs to no profile",
     "SELECT e.account_id, e.event_id FROM events e LEFT JOIN profiles p ON p.account_id = "
     "e.account_id "
     "AND p.profile_id = e.profile_id WHERE p.profile_id IS NULL"},
    {"account {}: event {} belongs to no metric",
     "SELECT e.account_id, e.event_id FROM events e LEFT JOIN metrics m ON m.account_id = "
     "e.account_id "
     "AND m.metric_id = e.metric_id WHERE m.metric_id IS NULL"},
    {"account {}: event {} belongs to its profile through a facet that is not the profile's",
     "SELECT e.account_id, e.event_id FROM events e LEFT JOIN facets f ON f.account_id = "
     "e.account_id "
     "AND f.facet_id = e.facet_id AND f.profile_id = e.profile_id WHERE e.facet_id <> 0 AND "
     "f.facet_id IS NULL"},
    {"account {}: metric {} counts another number of events than it has",
     "SELECT m.account_id, m.metric_id FROM metrics m LEFT JOIN (SELECT account_id, metric_id, "
     "count(*) AS n "
     "FROM events GROUP BY account_id, metric_id) e ON e.account_id = m.account_id AND e.metric_id "
     "= m.metric_id "
     "WHERE m.events <> coalesce(e.n, 0)"},
    {"account {}: metric {} has another number of events in its days",
     "SELECT m.account_id, m.metric_id FROM metrics m LEFT JOIN (SELECT account_id, metric_id, "
     "count(*) AS n "
     "FROM events GROUP BY account_id, metric_id) e ON e.account_id = m.account_id AND e.metric_id "
     "= m.metric_id "
     "LEFT JOIN (SELECT account_id, metric_id, sum(events) AS n FROM metric_days GROUP BY "
     "account_id, metric_id) d "
     "ON d.account_id = m.account_id AND d.metric_id = m.metric_id WHERE coalesce(e.n, 0) <> "
     "coalesce(d.n, 0)"},
    {"account {}: the first event of profile {} is not the one that is kept",
     "SELECT account_id, profile_id FROM (SELECT account_id, profile_id, min(time) FROM events "
     "GROUP BY account_id, profile_id "
     "EXCEPT SELECT account_id, profile_id, time FROM first_events) UNION SELECT account_id, "
     "profile_id FROM first_events f "
     "WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.account_id = f.account_id AND e.profile_id "
     "= f.profile_id)"},
    {"account {}: profile {} cannot be found by its name",
     "SELECT p.account_id, p.profile_id FROM profiles p LEFT JOIN people_words w ON w.account_id = "
     "p.account_id "
     "AND w.profile_id = p.profile_id AND w.kind = 0 WHERE w.profile_id IS NULL"},
    {"account {}: words point to profile {}, which is not there",
     "SELECT w.account_id, w.profile_id FROM people_words w LEFT JOIN profiles p ON p.account_id = "
     "w.account_id "
     "AND p.profile_id = w.profile_id WHERE p.profile_id IS NULL"},
    {"account {}: the change log has a gap before number {}",
     "SELECT account_id, sequence FROM (SELECT account_id, sequence, lag(sequence, 1, 0) OVER "
     "(PARTITION BY account_id ORDER BY sequence) AS before FROM change_log) WHERE sequence <> "
     "before + 1"},
    {"account {}: an identifier (kind {}) points to no profile",
     "SELECT i.account_id, i.kind FROM identifiers i LEFT JOIN profiles p ON p.account_id = "
     "i.account_id "
     "AND p.profile_id = i.profile_id WHERE p.profile_id IS NULL"},
    {"account {}: facet {} belongs to no profile",
     "SELECT f.account_id, f.facet_id FROM facets f LEFT JOIN profiles p ON p.account_id = "
     "f.account_id "
     "AND p.profile_id = f.profile_id WHERE p.profile_id IS NULL"},
    {"account {}: event {} is not found by its unique id",
     "SELECT account_id, event_id FROM events e WHERE event_id IS NOT coalesce((SELECT event_id "
     "FROM event_hashes_recent h "
     "WHERE h.account_id = e.account_id AND h.unique_hash = e.unique_hash), (SELECT event_id FROM "
     "event_hashes h "
     "WHERE h.account_id = e.account_id AND h.unique_hash = e.unique_hash))"},
    {"account {}: a unique id's hash names event {}, which has another or does not exist",
     "SELECT h.account_id, h.event_id FROM (SELECT * FROM event_hashes UNION ALL SELECT * FROM "
     "event_hashes_recent) h "
     "LEFT JOIN events e ON e.account_id = h.account_id AND e.event_id = h.event_id AND "
     "e.unique_hash = h.unique_hash "
     "WHERE e.event_id IS NULL"},
    {"account {}: the hash of event {} stands in both of its tables",
     "SELECT account_id, r.event_id FROM event_hashes_recent r JOIN event_hashes USING "
     "(account_id, unique_hash)"},
    {"account {}: record {} is not found by its key once, or its key stands twice",
     "SELECT account_id, record_id FROM (SELECT *, (SELECT count(*) FROM source_record_hashes h "
     "WHERE h.account_id = r.account_id "
     "AND h.integration_id = r.integration_id AND h.key_hash = r.key_hash AND h.record_id = "
     "r.record_id) "
     "+ (SELECT count(*) FROM source_record_hashes_recent h WHERE h.account_id = r.account_id "
     "AND h.integration_id = r.integration_id AND h.key_hash = r.key_hash AND h.record_id = "
     "r.record_id) AS entries, "
     "count(*) OVER (PARTITION BY account_id, integration_id, key) AS twins FROM source_records r) "
     "WHERE entries <> 1 OR twins <> 1"},
    {"account {}: a key's hash names record {}, which has another or does not exist",
     "SELECT h.account_id, h.record_id FROM (SELECT * FROM source_record_hashes UNION ALL SELECT * "
     "FROM source_record_hashes_recent) h "
     "LEFT JOIN source_records r ON r.account_id = h.account_id AND r.integration_id = "
     "h.integration_id "
     "AND r.record_id = h.record_id AND r.key_hash = h.key_hash WHERE r.record_id IS NULL"},
};

/// A counter of rows, or of the last number given, against the rows.
struct Counted {
    Counter counter;
    const char* what;
    Sql sql;  // account, counter as stored, counter as the rows say
};

#define REGULARS_COUNTED(condition, value, table)                                                \
    "SELECT a.account_id, coalesce((SELECT n FROM counters c WHERE c.account_id = a.account_id " \
    "AND "                                                                                       \
    "c.counter = ?1), 0) AS stored, (SELECT coalesce(" value ", 0) FROM " table                  \
    " t WHERE t.account_id = a.account_id) AS counted FROM accounts a WHERE stored " condition   \
    " counted"

constexpr Counted counted[] = {
    {Counter::profiles_held, "profiles", REGULARS_COUNTED("<>", "count(*)", "profiles")},
    {Counter::events_held, "events", REGULARS_COUNTED("<>", "count(*)", "events")},
    {Counter::change, "changes", REGULARS_COUNTED("<>", "max(sequence)", "change_log")},
    {Counter::profile, "the last profile's number",
     REGULARS_COUNTED("<", "max(profile_id)", "profiles")},
    {Counter::facet, "the last facet's number", REGULARS_COUNTED("<", "max(facet_id)", "facets")},
    {Counter::event, "the last event's number", REGULARS_COUNTED("<", "max(event_id)", "events")},
    {Counter::source_record, "the last record's number",
     REGULARS_COUNTED("<", "max(record_id)", "source_records")},
    {Counter::merge, "the last merge's number", REGULARS_COUNTED("<", "max(merge_id)", "merges")},
    {Counter::outgoing, "the last outgoing mail's number",
     REGULARS_COUNTED("<", "max(outgoing_id)", "outgoing")},
    {Counter::consent_entry, "the last consent's number",
     REGULARS_COUNTED("<", "max(entry_id)", "consent_ledger")},
};

using Findings = std::vector<std::string>;

Result<void> ask_sqlite(Connection& db, Findings& found) {
    Query integrity(db, "PRAGMA integrity_check(20)");
    while (TRY(integrity.next()))
        if (integrity.text(0) != "ok")
            found.push_back(fmt::format("the file is damaged: {}", integrity.text(0)));
    Query references(db, "PRAGMA foreign_key_check");
    for (int n = 0; n < max_findings_each && TRY(references.next()); ++n)
        found.push_back(fmt::format("a row of {} names a row of {} that does not exist",
                                    references.text(0), references.text(2)));
    return {};
}

Result<void> check_invariants(Connection& db, Findings& found) {
    for (auto& invariant : invariants) {
        Query query(db, invariant.sql);
        for (int n = 0; n < max_findings_each && TRY(query.next()); ++n) {
            auto account = query.integer(0), row = query.integer(1);
            found.push_back(fmt::vformat(invariant.sentence, fmt::make_format_args(account, row)));
        }
    }
    for (auto& one : counted) {
        Query query(db, one.sql, one.counter);
        while (TRY(query.next()))
            found.push_back(fmt::format("account {}: {} should be {} and is kept as {}",
                                        query.integer(0), one.what, query.integer(2),
                                        query.integer(1)));
    }
    return {};
}

/// Whether each kept consent is what the ledger says, profile by profile.
Result<void> check_consents(Seat& seat, Findings& found) {
    for (auto& account : TRY(seat.transaction.accounts().all())) {
        Query query(*seat.db,
                    "SELECT profile_id FROM consent_ledger WHERE account_id = ?1 "
                    "UNION SELECT profile_id FROM consents WHERE account_id = ?1",
                    account.id);
        int n = 0;
        while (n < max_findings_each && TRY(query.next())) {
            ProfileId profile{query.integer(0)};
            std::map<model::Channel, std::vector<model::ConsentEntry>> entries;
            for (auto& entry : TRY(seat.transaction.consents().ledger(account.id, profile)))
                entries[entry.channel].push_back(entry);
            for (auto channel : {model::Channel::email, model::Channel::sms}) {
                auto kept = TRY(seat.transaction.consents().of(account.id, profile, channel));
                if (kept == model::derive(entries[channel])) continue;
                ++n;
                found.push_back(fmt::format(
                    "account {}: the {} consent of profile {} is not what its ledger says",
                    account.id.value, model::name_of(channel), profile.value));
            }
        }
    }
    return {};
}

}  // namespace

Result<std::vector<std::string>> findings(const SqliteOptions& options) {
    Seat seat(TRY(open_connection(options, Access::read)), options);
    TRY(seat.db->begin());
    Findings found;
    auto checked = [&]() -> Result<void> {
        TRY(ask_sqlite(*seat.db, found));
        TRY(check_invariants(*seat.db, found));
        return check_consents(seat, found);
    }();
    seat.db->rollback();
    // Damage may keep a later question from being answered: what was found before counts.
    if (!checked && found.empty()) return std::unexpected(std::move(checked).error());
    if (!checked) found.push_back(checked.error().message);
    return found;
}

}  // namespace regulars::store::sqlite
