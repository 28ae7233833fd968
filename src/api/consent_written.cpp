// Writes consent.
// SPDX-License-Identifier: Apache-2.0
#include "api/consent_written.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/written.hpp"
#include "store/permission.hpp"

namespace regulars::api {
namespace {

/// id and name, or null for none and for a list that was deleted.
Result<void> write_list_ref(JsonWriter& out, store::Transaction& tx, AccountId account, ListId id) {
    std::optional<model::List> list;
    if (id) list = TRY(tx.lists().find(account, id));
    if (list)
        out.begin_object().member("id", list->public_id).member("name", list->name).end_object();
    else
        out.value(nullptr);
    return {};
}

void write_permission(JsonWriter& out, const model::Permission& permission) {
    auto& consent = permission.consent;
    out.begin_object().member("channel", model::name_of(permission.channel));
    write_text_or_null(out, "address", permission.address);
    out.member("state", model::name_of(consent.state))
        .member("method", consent.method)
        .member("source", consent.source);
    write_instant(out, "at", consent.at);
    auto why = model::why_not(permission);
    out.member("can_receive", why.empty());
    write_text_or_null(out, "why_not", why);
    out.key("suppressions").begin_array();
    for (auto& s : permission.suppressions) {
        out.begin_object().member("reason", model::name_of(s.reason)).member("address", s.address);
        write_instant(out, "at", s.suppressed_at);
        out.member("method", s.method).member("source", s.source).end_object();
    }
    out.end_array().end_object();
}

Result<void> write_pending(JsonWriter& out, store::Transaction& tx, AccountId account,
                           const model::Profile& profile, Instant now) {
    out.key("pending").begin_array();
    for (auto& identifier : TRY(tx.profiles().identifiers(account, profile.id))) {
        if (identifier.kind != model::IdentifierKind::email) continue;
        for (auto& asked : TRY(tx.confirmations().of_email(account, identifier.value))) {
            if (asked.confirmed_at || asked.expires_at <= now) continue;
            out.begin_object().key("list");
            TRY(write_list_ref(out, tx, account, asked.list));
            out.member("email", asked.said.email);
            write_instant(out, "asked_at", asked.asked_at);
            write_instant(out, "expires_at", asked.expires_at);
            out.end_object();
        }
    }
    out.end_array();
    return {};
}

Result<void> write_ledger(JsonWriter& out, store::Transaction& tx, AccountId account,
                          ProfileId profile) {
    auto ledger = TRY(tx.consents().ledger(account, profile));
    std::ranges::reverse(ledger);
    out.key("ledger").begin_array();
    for (auto& entry : ledger) {
        write_members(out.begin_object(), entry);
        out.key("list");
        TRY(write_list_ref(out, tx, account, entry.list));
        out.end_object();
    }
    out.end_array();
    return {};
}

}  // namespace

Result<void> write_consent_detail(JsonWriter& out, store::Transaction& tx, AccountId account,
                                  const model::Profile& profile, Instant now) {
    out.begin_object().key("channels").begin_array();
    for (auto channel : {model::Channel::email, model::Channel::sms})
        write_permission(out, TRY(store::permission_of(tx, account, profile, channel)));
    out.end_array().key("list_suppressions").begin_array();
    for (auto& left : TRY(store::lists_left(tx, account, profile.id))) {
        auto list = TRY(tx.lists().find(account, left.list));
        if (!list) continue;  // deleted: there is nothing to come back to
        out.begin_object()
            .key("list")
            .begin_object()
            .member("id", list->public_id)
            .member("name", list->name)
            .end_object();
        write_instant(out, "at", left.entry.at);
        out.member("method", left.entry.method).member("source", left.entry.source).end_object();
    }
    out.end_array();
    TRY(write_pending(out, tx, account, profile, now));
    TRY(write_ledger(out, tx, account, profile.id));
    out.end_object();
    return {};
}

std::string revision_of(const model::ConsentRules& rules) {
    return revision_of(fmt::format("{}\n{}", model::name_of(rules.unsubscribe_from),
                                   model::name_of(rules.opt_in)));
}

void write(JsonWriter& out, const model::ConsentRules& rules) {
    out.begin_object()
        .member("revision", revision_of(rules))
        .member("unsubscribe_from", model::name_of(rules.unsubscribe_from));
    out.member("opt_in", model::name_of(rules.opt_in)).end_object();
}

}  // namespace regulars::api
