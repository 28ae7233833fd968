// Reads and writes segments, their members and moves, and the consumers' numbers.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/segments.hpp"

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_SEGMENT_COLUMNS                                                             \
    "segment_id, public_id, name, description, definition, is_active, is_starred, version, " \
    "followed_version, created_at, updated_at"

Result<model::Segment> read_segment(Query& row) {
    model::Segment s;
    row.into(s.id, s.public_id, s.name, s.description, s.definition, s.is_active, s.is_starred,
             s.version, s.followed_version, s.created_at, s.updated_at);
    return s;
}

Result<model::SegmentMember> read_member(Query& row) {
    model::SegmentMember m;
    row.into(m.profile, m.joined_at, m.cause, m.event);
    return m;
}

}  // namespace

Result<void> SqliteSegments::add(AccountId account, model::Segment& s) {
    SegmentId id{TRY(session_.advance(account, Counter::segment))};
    TRY(run(db_,
            "INSERT INTO segments (account_id, " REGULARS_SEGMENT_COLUMNS
            ", members) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            account, id, s.public_id, s.name, s.description, s.definition, s.is_active,
            s.is_starred, s.version, s.followed_version, s.created_at, s.updated_at));
    s.id = id;
    return {};
}

Result<void> SqliteSegments::update(AccountId account, const model::Segment& s) {
    return expect_row(run(db_,
                          "UPDATE segments SET name = ?, description = ?, definition = ?, "
                          "is_active = ?, is_starred = ?, version = ?, followed_version = ?, "
                          "updated_at = ? WHERE account_id = ? AND segment_id = ?",
                          s.name, s.description, s.definition, s.is_active, s.is_starred, s.version,
                          s.followed_version, s.updated_at, account, s.id),
                      "there is no such segment");
}

Result<void> SqliteSegments::remove(AccountId account, SegmentId id) {
    TRY(run(db_, "DELETE FROM segment_members WHERE account_id = ? AND segment_id = ?", account,
            id));
    TRY(run(db_, "DELETE FROM segment_moves WHERE account_id = ? AND segment_id = ?", account, id));
    return expect_row(
        run(db_, "DELETE FROM segments WHERE account_id = ? AND segment_id = ?", account, id),
        "there is no such segment");
}

Result<std::optional<model::Segment>> SqliteSegments::find(AccountId account, SegmentId id) {
    Query query(db_,
                "SELECT " REGULARS_SEGMENT_COLUMNS
                " FROM segments WHERE account_id = ? AND segment_id = ?",
                account, id);
    return first_row(query, read_segment);
}

Result<std::optional<model::Segment>> SqliteSegments::find(AccountId account,
                                                           std::string_view public_id_or_name) {
    Query query(db_,
                "SELECT " REGULARS_SEGMENT_COLUMNS
                " FROM segments WHERE account_id = ?1 AND (public_id = ?2 OR name = ?2) ORDER BY "
                "public_id = ?2 DESC LIMIT 1",
                account, public_id_or_name);
    return first_row(query, read_segment);
}

Result<std::vector<model::Segment>> SqliteSegments::all(AccountId account) {
    Query query(db_,
                "SELECT " REGULARS_SEGMENT_COLUMNS
                " FROM segments WHERE account_id = ? ORDER BY segment_id",
                account);
    return every_row(query, read_segment);
}

Result<void> SqliteSegments::count(AccountId account, SegmentId id, std::int64_t delta) {
    TRY(run(db_,
            "UPDATE segments SET members = members + ? WHERE account_id = ? AND segment_id = ?",
            delta, account, id));
    return {};
}

Result<bool> SqliteSegments::enter(AccountId account, SegmentId id, const model::SegmentMember& m) {
    auto added = TRY(run(db_,
                         "INSERT INTO segment_members (account_id, segment_id, profile_id, "
                         "joined_at, cause, event_id) VALUES (?, ?, ?, ?, ?, ?) "
                         "ON CONFLICT DO NOTHING",
                         account, id, m.profile, m.joined_at, m.cause, m.event));
    if (added > 0) TRY(count(account, id, 1));
    return added > 0;
}

Result<bool> SqliteSegments::leave(AccountId account, SegmentId id, ProfileId profile) {
    auto removed = TRY(run(
        db_,
        "DELETE FROM segment_members WHERE account_id = ? AND segment_id = ? AND profile_id = ?",
        account, id, profile));
    if (removed > 0) TRY(count(account, id, -1));
    return removed > 0;
}

Result<std::optional<model::SegmentMember>> SqliteSegments::member(AccountId account, SegmentId id,
                                                                   ProfileId profile) {
    Query query(db_,
                "SELECT profile_id, joined_at, cause, event_id FROM segment_members WHERE "
                "account_id = ? AND segment_id = ? AND profile_id = ?",
                account, id, profile);
    return first_row(query, read_member);
}

Result<std::vector<model::SegmentMember>> SqliteSegments::members(AccountId account, SegmentId id,
                                                                  ProfileId after, int limit) {
    Query query(
        db_,
        "SELECT profile_id, joined_at, cause, event_id FROM segment_members "
        "WHERE account_id = ? AND segment_id = ? AND profile_id > ? ORDER BY profile_id LIMIT ?",
        account, id, after, limit);
    return every_row(query, read_member);
}

Result<std::int64_t> SqliteSegments::size(AccountId account, SegmentId id) {
    Query query(db_, "SELECT members FROM segments WHERE account_id = ? AND segment_id = ?",
                account, id);
    if (!TRY(query.next())) return fail(ErrorKind::not_found, "there is no such segment");
    return query.integer(0);
}

Result<std::vector<std::pair<SegmentId, model::SegmentMember>>> SqliteSegments::of_profile(
    AccountId account, ProfileId profile) {
    Query query(db_,
                "SELECT segment_id, profile_id, joined_at, cause, event_id FROM segment_members "
                "INDEXED BY segment_members_of_profile "
                "WHERE account_id = ? AND profile_id = ? ORDER BY segment_id",
                account, profile);
    return every_row(query, [](Query& row) -> Result<std::pair<SegmentId, model::SegmentMember>> {
        std::pair<SegmentId, model::SegmentMember> found;
        auto& m = found.second;
        row.into(found.first, m.profile, m.joined_at, m.cause, m.event);
        return found;
    });
}

Result<void> SqliteSegments::add_move(AccountId account, SegmentId id, model::SegmentMove& move) {
    move.number = TRY(session_.advance(account, Counter::segment_move));
    TRY(run(db_,
            "INSERT INTO segment_moves (account_id, segment_id, number, profile_id, has_entered, "
            "at, cause, event_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            account, id, move.number, move.profile, move.has_entered, move.at, move.cause,
            move.event));
    return {};
}

Result<std::vector<model::SegmentMove>> SqliteSegments::moves(AccountId account, SegmentId id,
                                                              std::int64_t before, int limit) {
    Query query(db_,
                "SELECT number, profile_id, has_entered, at, cause, event_id FROM segment_moves "
                "WHERE account_id = ?1 AND segment_id = ?2 AND (?3 = 0 OR number < ?3) ORDER BY "
                "number DESC LIMIT ?4",
                account, id, before, limit);
    return every_row(query, [](Query& row) -> Result<model::SegmentMove> {
        model::SegmentMove m;
        row.into(m.number, m.profile, m.has_entered, m.at, m.cause, m.event);
        return m;
    });
}

Result<std::int64_t> SqliteSegments::trim_moves(AccountId account, SegmentId id, int keep) {
    return run(db_,
               "DELETE FROM segment_moves WHERE account_id = ?1 AND segment_id = ?2 AND number <= "
               "(SELECT number FROM segment_moves WHERE account_id = ?1 AND segment_id = ?2 ORDER "
               "BY number DESC LIMIT 1 OFFSET ?3)",
               account, id, keep);
}

Result<Handled> SqliteConsumers::handled(AccountId account, std::string_view consumer) {
    Query query(db_, "SELECT sequence, at FROM consumers WHERE account_id = ? AND name = ?",
                account, consumer);
    if (!TRY(query.next())) return Handled{};
    return Handled{query.integer(0), Instant{query.integer(1)}};
}

Result<void> SqliteConsumers::set_handled(AccountId account, std::string_view consumer,
                                          const Handled& handled) {
    TRY(run(db_,
            "INSERT INTO consumers (account_id, name, sequence, at) VALUES (?, ?, ?, ?) ON "
            "CONFLICT (account_id, name) DO UPDATE SET sequence = excluded.sequence, at = "
            "excluded.at",
            account, consumer, handled.sequence, handled.at));
    return {};
}

}  // namespace regulars::store::sqlite
