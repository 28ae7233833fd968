// Reads and writes confirmations and outgoing mail.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/outgoing.hpp"

#include "base/text.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_CONFIRMATION_COLUMNS                                                   \
    "public_id, list_id, said, method, source, proof, language, asked_at, expires_at, " \
    "confirmed_at"
#define REGULARS_OUTGOING_COLUMNS \
    "outgoing_id, kind, recipient, language, payload, created_at, expires_at"

Result<model::Confirmation> read_confirmation(Query& row) {
    model::Confirmation c;
    std::string said;
    row.into(c.public_id, c.list, said, c.method, c.source, c.proof, c.language, c.asked_at,
             c.expires_at, c.confirmed_at);
    c.said = TRY(model::person_fields_from(said));
    return c;
}

}  // namespace

Result<void> SqliteConfirmations::add(AccountId account, const model::Confirmation& c) {
    TRY(run(db_,
            "INSERT INTO confirmations (account_id, email, " REGULARS_CONFIRMATION_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account, lowered(trimmed(c.said.email)), c.public_id, c.list, model::to_json(c.said),
            c.method, c.source, c.proof, c.language, c.asked_at, c.expires_at, c.confirmed_at));
    return {};
}

Maybe<model::Confirmation> SqliteConfirmations::find(AccountId account,
                                                     std::string_view public_id) {
    Query query(db_,
                "SELECT " REGULARS_CONFIRMATION_COLUMNS
                " FROM confirmations WHERE account_id = ? AND public_id = ?",
                account, public_id);
    return first_row(query, read_confirmation);
}

Result<std::vector<model::Confirmation>> SqliteConfirmations::of_email(AccountId account,
                                                                       std::string_view email) {
    Query query(db_,
                "SELECT " REGULARS_CONFIRMATION_COLUMNS
                " FROM confirmations WHERE account_id = ? AND email = ? ORDER BY asked_at DESC, "
                "public_id DESC",
                account, email);
    return every_row(query, read_confirmation);
}

Result<void> SqliteConfirmations::note_confirmed(AccountId account, std::string_view public_id,
                                                 Instant at) {
    return expect_row(
        run(db_, "UPDATE confirmations SET confirmed_at = ? WHERE account_id = ? AND public_id = ?",
            at, account, public_id),
        "there is no such confirmation");
}

Result<void> SqliteConfirmations::remove_of(AccountId account, std::string_view email) {
    TRY(run(db_, "DELETE FROM confirmations WHERE account_id = ? AND email = ?", account, email));
    return {};
}

Result<void> SqliteConfirmations::remove_expired(AccountId account, Instant before) {
    TRY(run(db_, "DELETE FROM confirmations WHERE account_id = ? AND expires_at < ?", account,
            before));
    return {};
}

Result<void> SqliteOutgoing::add(AccountId account, model::OutgoingMail& m) {
    auto id = TRY(session_.advance(account, Counter::outgoing));
    TRY(run(db_,
            "INSERT INTO outgoing (account_id, " REGULARS_OUTGOING_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            account, id, m.kind, m.recipient, m.language, m.payload, m.created_at, m.expires_at));
    m.id = id;
    return {};
}

Result<std::vector<model::OutgoingMail>> SqliteOutgoing::after(AccountId account,
                                                               std::int64_t after, int limit) {
    Query query(
        db_,
        "SELECT " REGULARS_OUTGOING_COLUMNS
        " FROM outgoing WHERE account_id = ? AND outgoing_id > ? ORDER BY outgoing_id LIMIT ?",
        account, after, limit);
    return every_row(query, [](Query& row) -> Result<model::OutgoingMail> {
        model::OutgoingMail m;
        row.into(m.id, m.kind, m.recipient, m.language, m.payload, m.created_at, m.expires_at);
        return m;
    });
}

Result<std::int64_t> SqliteOutgoing::count(AccountId account) {
    Query query(db_, "SELECT count(*) FROM outgoing WHERE account_id = ?", account);
    TRY(query.next());
    return query.integer(0);
}

Result<void> SqliteOutgoing::remove(AccountId account, std::int64_t id) {
    TRY(run(db_, "DELETE FROM outgoing WHERE account_id = ? AND outgoing_id = ?", account, id));
    return {};
}

Result<void> SqliteOutgoing::remove_to(AccountId account, std::string_view recipient) {
    TRY(run(db_, "DELETE FROM outgoing WHERE account_id = ? AND recipient = ?", account,
            recipient));
    return {};
}

Result<void> SqliteOutgoing::remove_expired(AccountId account, Instant now) {
    TRY(run(db_, "DELETE FROM outgoing WHERE account_id = ? AND expires_at <= ?", account, now));
    return {};
}

}  // namespace regulars::store::sqlite
