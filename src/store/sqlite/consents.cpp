// Reads and writes consent.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/consents.hpp"

#include <algorithm>

#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {

Result<void> SqliteConsents::add(AccountId account, model::ConsentEntry& e) {
    // Numbered through the account, so that entries keep their numbers when profiles merge.
    auto id = TRY(session_.advance(account, Counter::consent_entry));
    TRY(run(db_,
            "INSERT INTO consent_ledger (account_id, profile_id, entry_id, channel, state, "
            "given_by, method, source, "
            "method_detail, at, opted_in_at, recorded_at, proof, list_id) VALUES (?, ?, ?, ?, ?, "
            "?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account, e.profile, id, e.channel, e.state, e.by, e.method, e.source, e.method_detail,
            e.at, e.opted_in_at, e.recorded_at, e.proof, e.list));
    e.id = id;
    return {};
}

Result<std::vector<model::ConsentEntry>> SqliteConsents::ledger(AccountId account,
                                                                ProfileId profile) {
    Query query(db_,
                "SELECT entry_id, profile_id, channel, state, given_by, method, source, "
                "method_detail, at, opted_in_at, recorded_at, "
                "proof, list_id FROM consent_ledger WHERE account_id = ? AND profile_id = ? ORDER "
                "BY entry_id",
                account, profile);
    return every_row(query, [](Query& row) -> Result<model::ConsentEntry> {
        model::ConsentEntry e;
        row.into(e.id, e.profile, e.channel, e.state, e.by, e.method, e.source, e.method_detail,
                 e.at, e.opted_in_at, e.recorded_at, e.proof, e.list);
        return e;
    });
}

Result<void> SqliteConsents::set(AccountId account, ProfileId profile, model::Channel channel,
                                 const model::Consent& consent) {
    TRY(run(db_,
            "INSERT INTO consents (account_id, profile_id, channel, state, method, source, "
            "method_detail, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, profile_id, channel) DO "
            "UPDATE SET "
            "state = excluded.state, method = excluded.method, source = excluded.source, "
            "method_detail = excluded.method_detail, at = excluded.at",
            account, profile, channel, consent.state, consent.method, consent.source,
            consent.method_detail, consent.at));
    return {};
}

Result<model::Consent> SqliteConsents::of(AccountId account, ProfileId profile,
                                          model::Channel channel) {
    Query query(db_,
                "SELECT state, method, source, method_detail, at FROM consents WHERE account_id = "
                "? AND profile_id = ? "
                "AND channel = ?",
                account, profile, channel);
    model::Consent consent;
    if (TRY(query.next()))
        query.into(consent.state, consent.method, consent.source, consent.method_detail,
                   consent.at);
    return consent;
}

Result<void> SqliteConsents::between(
    AccountId account, ProfileId from, ProfileId to,
    const std::function<Result<void>(ProfileId, model::Channel, const model::Consent&)>& visit) {
    Query query(db_,
                "SELECT profile_id, channel, state, method, source, method_detail, at FROM "
                "consents WHERE account_id = ? AND profile_id BETWEEN ? AND ? "
                "ORDER BY profile_id, channel",
                account, from, to);
    while (TRY(query.next())) {
        ProfileId profile;
        model::Channel channel{};
        model::Consent consent;
        query.into(profile, channel, consent.state, consent.method, consent.source,
                   consent.method_detail, consent.at);
        TRY(visit(profile, channel, consent));
    }
    return {};
}

Result<void> SqliteConsents::move(AccountId account, ProfileId from, ProfileId to) {
    if (from == to) return {};
    TRY(run(db_, "UPDATE consent_ledger SET profile_id = ? WHERE account_id = ? AND profile_id = ?",
            to, account, from));
    TRY(run(db_, "DELETE FROM consents WHERE account_id = ? AND profile_id = ?", account, from));
    auto entries = TRY(ledger(account, to));
    for (auto channel : {model::Channel::email, model::Channel::sms}) {
        std::vector<model::ConsentEntry> of_channel;
        std::ranges::copy_if(entries, std::back_inserter(of_channel),
                             [&](auto& entry) { return entry.channel == channel; });
        if (!of_channel.empty()) TRY(set(account, to, channel, model::derive(of_channel)));
    }
    return {};
}

Result<void> SqliteConsents::move_entry(AccountId account, ProfileId from, std::int64_t entry,
                                        ProfileId to) {
    TRY(run(db_,
            "UPDATE consent_ledger SET profile_id = ? WHERE account_id = ? AND profile_id = ? AND "
            "entry_id = ?",
            to, account, from, entry));
    return {};
}

Result<void> SqliteConsents::remove(AccountId account, ProfileId profile) {
    TRY(run(db_, "DELETE FROM consent_ledger WHERE account_id = ? AND profile_id = ?", account,
            profile));
    TRY(run(db_, "DELETE FROM consents WHERE account_id = ? AND profile_id = ?", account, profile));
    return {};
}

Result<std::int64_t> SqliteConsents::remove_of(AccountId account, ProfileId profile,
                                               std::string_view source) {
    return run(db_,
               "DELETE FROM consent_ledger WHERE account_id = ? AND profile_id = ? AND source = ?",
               account, profile, source);
}

Result<model::ConsentRules> SqliteConsents::rules(AccountId account) {
    Query query(db_, "SELECT unsubscribe_from, opt_in FROM consent_rules WHERE account_id = ?",
                account);
    model::ConsentRules rules;
    if (TRY(query.next())) query.into(rules.unsubscribe_from, rules.opt_in);
    return rules;
}

Result<void> SqliteConsents::set_rules(AccountId account, const model::ConsentRules& rules) {
    TRY(run(db_,
            "INSERT INTO consent_rules (account_id, unsubscribe_from, opt_in) VALUES (?, ?, ?) "
            "ON CONFLICT (account_id) DO UPDATE SET unsubscribe_from = excluded.unsubscribe_from, "
            "opt_in = excluded.opt_in",
            account, rules.unsubscribe_from, rules.opt_in));
    return {};
}

}  // namespace regulars::store::sqlite
