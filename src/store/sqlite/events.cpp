// Reads and writes events; a new one costs one descent in each order.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/events.hpp"

#include "store/sqlite/event_row.hpp"
#include "store/sqlite/rows.hpp"
#include "store/sqlite/unique_hashes.hpp"

namespace regulars::store::sqlite {
namespace {

std::optional<std::int64_t> minor_of(const model::Event& e) {
    if (!e.value) return std::nullopt;
    return e.value->minor;
}
std::optional<std::string_view> currency_of(const model::Event& e) {
    if (!e.value) return std::nullopt;
    return e.value->currency.code();
}

}  // namespace

Maybe<model::Event> SqliteEvents::at_hash(AccountId account, std::int64_t unique_hash) {
    Query query(
        db_,
        "SELECT " REGULARS_EVENT_COLUMNS
        " FROM events WHERE account_id = ?1 AND event_id = coalesce("
        "(SELECT event_id FROM event_hashes_recent WHERE account_id = ?1 AND unique_hash = ?2), "
        "(SELECT event_id FROM event_hashes WHERE account_id = ?1 AND unique_hash = ?2))",
        account, unique_hash);
    return first_row(query, read_event);
}

Maybe<model::Event> SqliteEvents::at(AccountId account, EventId id) {
    Query query(
        db_, "SELECT " REGULARS_EVENT_COLUMNS " FROM events WHERE account_id = ? AND event_id = ?",
        account, id);
    return first_row(query, read_event);
}

Result<bool> SqliteEvents::take_hash(AccountId account, std::int64_t unique_hash, EventId id) {
    constexpr auto what = WriterMemory::Hashed::events;
    bool is_new = memory_ && memory_->is_new(account, what, unique_hash);
    auto taken = TRY(
        is_new ? run(db_,
                     "INSERT INTO event_hashes_recent (account_id, unique_hash, event_id) VALUES "
                     "(?, ?, ?)",
                     account, unique_hash, id)
               : run(db_,
                     "INSERT INTO event_hashes_recent (account_id, unique_hash, event_id) "
                     "SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM event_hashes WHERE "
                     "account_id = ?1 AND unique_hash = ?2) "
                     "ON CONFLICT (account_id, unique_hash) DO NOTHING",
                     account, unique_hash, id));
    if (taken > 0 && memory_) memory_->came(account, what, unique_hash);
    return taken > 0;
}

Maybe<model::Event> SqliteEvents::add(AccountId account, model::Event& e) {
    EventId id{TRY(session_.counter(account, Counter::event)) + 1};
    if (memory_ && id.value == 1) memory_->begin(account, WriterMemory::Hashed::events);
    UniqueHashes hashes(session_.hash, e.unique_id);
    while (true) {
        if (TRY(take_hash(account, hashes.current(), id))) break;
        auto stored = TRY(at_hash(account, hashes.current()));
        REGULARS_ASSERT(stored, "a row that refused an insert is not there");
        if (stored->unique_id == e.unique_id) return stored;
        hashes.next();
    }
    TRY(run(db_,
            "INSERT INTO events (account_id, unique_hash, " REGULARS_EVENT_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account, hashes.current(), id, e.metric, e.profile, e.facet, e.time, minor_of(e),
            currency_of(e), e.unique_id, e.properties));
    TRY(session_.advance(account, Counter::unfolded));
    TRY(session_.advance(account, Counter::event));
    TRY(session_.advance(account, Counter::events_held));
    e.id = id;
    TRY(note(account, e, 1));
    session_.first_events.came(account, e.profile, e.time);
    int passed = hashes.passed();
    UniqueHashes taken(session_.hash, e.unique_id);
    for (; passed > 0; --passed, taken.next())
        TRY(run(db_,
                "INSERT INTO event_hash_collisions (account_id, unique_hash, event_id) VALUES (?, "
                "?, ?)",
                account, taken.current(), id));
    return std::nullopt;
}

Maybe<model::Event> SqliteEvents::find(AccountId account, std::string_view unique_id) {
    for (UniqueHashes hashes(session_.hash, unique_id);; hashes.next()) {
        auto stored = TRY(at_hash(account, hashes.current()));
        if (!stored || stored->unique_id == unique_id) return stored;
    }
}

Result<void> SqliteEvents::update(AccountId account, const model::Event& e) {
    auto before = TRY(at(account, e.id));
    if (!before) return fail(ErrorKind::not_found, "there is no such event");
    // The day's stamp must move also where its figures do not: the person or a property is another.
    TRY(note(account, *before, -1));
    TRY(note(account, e, 1));
    if (before->profile != e.profile || before->time != e.time) {
        session_.first_events.changed(account, before->profile);
        session_.first_events.changed(account, e.profile);
    }
    // The unique id stays: it is what the event is found by.
    return expect_row(
        run(db_,
            "UPDATE events SET metric_id = ?, profile_id = ?, facet_id = ?, time = ?, value = ?, "
            "currency = ?, properties = ? WHERE account_id = ? AND event_id = ?",
            e.metric, e.profile, e.facet, e.time, minor_of(e), currency_of(e), e.properties,
            account, e.id),
        "there is no such event");
}

Result<void> SqliteEvents::remove(AccountId account, EventId id) {
    std::optional<std::int64_t> hash;
    {
        Query query(db_, "SELECT unique_hash FROM events WHERE account_id = ? AND event_id = ?",
                    account, id);
        if (TRY(query.next())) hash = query.integer(0);
    }
    if (!hash) return {};
    if (auto before = TRY(at(account, id))) {
        TRY(note(account, *before, -1));
        session_.first_events.changed(account, before->profile);
    }
    TRY(run(db_, "DELETE FROM events WHERE account_id = ? AND event_id = ?", account, id));
    TRY(drop_hash(account, *hash));
    TRY(session_.advance(account, Counter::events_held, -1));
    return vacate(account, *hash);
}

Result<void> SqliteEvents::drop_hash(AccountId account, std::int64_t unique_hash) {
    TRY(run(db_, "DELETE FROM event_hashes_recent WHERE account_id = ? AND unique_hash = ?",
            account, unique_hash));
    TRY(run(db_, "DELETE FROM event_hashes WHERE account_id = ? AND unique_hash = ?", account,
            unique_hash));
    return {};
}

/// Moves an event that could not stand under this hash up to it, and so on with the hash it leaves:
/// a walk along an id's hashes may stop at the first free one.
Result<void> SqliteEvents::vacate(AccountId account, std::int64_t free) {
    while (true) {
        EventId id;
        std::int64_t left = 0;
        {
            Query query(
                db_,
                "SELECT c.event_id, e.unique_hash FROM event_hash_collisions c JOIN events e "
                "ON e.account_id = c.account_id AND e.event_id = c.event_id "
                "WHERE c.account_id = ? AND c.unique_hash = ? ORDER BY c.event_id LIMIT 1",
                account, free);
            if (!TRY(query.next())) return {};
            query.into(id, left);
        }
        std::string unique_id;
        {
            Query query(db_, "SELECT unique_id FROM events WHERE account_id = ? AND event_id = ?",
                        account, id);
            TRY(query.next());
            query.into(unique_id);
        }
        TRY(drop_hash(account, left));
        bool is_taken = TRY(take_hash(account, free, id));
        REGULARS_ASSERT(is_taken, "a hash that was left is another event's");
        TRY(session_.advance(account, Counter::unfolded));
        TRY(run(db_, "UPDATE events SET unique_hash = ? WHERE account_id = ? AND event_id = ?",
                free, account, id));
        TRY(run(db_, "DELETE FROM event_hash_collisions WHERE account_id = ? AND event_id = ?",
                account, id));
        for (UniqueHashes taken(session_.hash, unique_id); taken.current() != free; taken.next())
            TRY(run(db_,
                    "INSERT INTO event_hash_collisions (account_id, unique_hash, event_id) VALUES "
                    "(?, ?, ?)",
                    account, taken.current(), id));
        free = left;
    }
}

Result<std::int64_t> SqliteEvents::move(AccountId account, ProfileId from, ProfileId to,
                                        std::optional<FacetId> facet) {
    {
        Query query(db_,
                    "SELECT metric_id, time, value, currency FROM events WHERE account_id = ?1 AND "
                    "profile_id = ?2 "
                    "AND (?3 IS NULL OR facet_id = ?3)",
                    account, from, facet);
        while (TRY(query.next())) {
            MetricId metric;
            Instant time;
            query.into(metric, time);
            TRY(session_.note_day(account, metric, time, TRY(read_value(query, 2)), 0));
        }
    }
    session_.first_events.changed(account, from);
    session_.first_events.changed(account, to);
    return run(db_,
               "UPDATE events SET profile_id = ?1 WHERE account_id = ?2 AND profile_id = ?3 "
               "AND (?4 IS NULL OR facet_id = ?4)",
               to, account, from, facet);
}

Result<std::vector<model::Event>> SqliteEvents::of_facet(AccountId account, ProfileId profile,
                                                         FacetId facet) {
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events INDEXED BY events_of_profile WHERE account_id = ? AND profile_id = ? "
                "AND facet_id = ? ORDER BY event_id",
                account, profile, facet);
    return every_row(query, read_event);
}

Result<std::vector<model::Event>> SqliteEvents::of_profile(AccountId account, ProfileId profile,
                                                           Instant before, int limit) {
    // Rows are inserted in the order of event_id, so rowid stands for it and the index is in order.
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events WHERE account_id = ? AND profile_id = ? AND time < ? "
                "ORDER BY time DESC, rowid DESC LIMIT ?",
                account, profile, before, limit);
    return every_row(query, read_event);
}

Result<void> SqliteEvents::each(AccountId account, EventId after,
                                const Visit<model::Event>& visit) {
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events WHERE account_id = ? AND event_id > ? ORDER BY event_id",
                account, after);
    return walk_rows(query, read_event, visit);
}

Result<void> SqliteEvents::each_shown(AccountId account, const Visit<ShownEvent>& visit) {
    auto read_shown = [](Query& row) -> Result<ShownEvent> {
        ShownEvent event;
        row.into(event.id, event.metric, event.profile, event.time);
        event.value = TRY(read_value(row, 4));
        event.properties = row.text(6);
        return event;
    };
    // Most of the file is looked at once: where the system keeps it, as far as SQLite maps it, not
    // copied page by page. Afterwards no more, as a disk that fails under a map ends the process.
    TRY(db_.execute("PRAGMA mmap_size = 2147418112"));
    auto walked = [&] {
        // As they lie in the file: by an index each row would be sought by itself.
        Query query(db_,
                    "SELECT event_id, metric_id, profile_id, time, value, currency, properties "
                    "FROM events NOT INDEXED WHERE account_id = ?",
                    account);
        return walk_rows(query, read_shown, visit);
    }();
    TRY(db_.execute("PRAGMA mmap_size = 0"));
    return walked;
}

Result<std::vector<model::Event>> SqliteEvents::between(AccountId account, EventId from,
                                                        EventId to) {
    Query query(db_,
                "SELECT " REGULARS_EVENT_COLUMNS
                " FROM events WHERE account_id = ? AND event_id BETWEEN ? AND ? ORDER BY event_id",
                account, from, to);
    return every_row(query, read_event);
}

Result<std::int64_t> SqliteEvents::count(AccountId account) {
    return session_.counter(account, Counter::events_held);
}

}  // namespace regulars::store::sqlite
