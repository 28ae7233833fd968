// One transaction a call, one step a person.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/subscriptions.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "ingest/subscription_writer.hpp"

namespace regulars::ingest {
namespace {

constexpr int members_a_step = 1'000;  // taken off a list that is removed

Result<model::List> list_of(store::Transaction& tx, AccountId account, ListId id) {
    auto list = TRY(tx.lists().find(account, id));
    if (!list) return fail(ErrorKind::not_found, "there is no such list");
    return *list;
}

/// Runs `step(writer, person)` for each person in one transaction.
template <class Person, class Step>
Result<Edited> for_each(store::Store& store, Clock& clock, Random& random, AccountId account,
                        std::span<const Person> people, const Act& act, Step step) {
    if (people.size() > most_people_at_once)
        return fail(ErrorKind::exhausted, fmt::format("at most {} people at once, not {}",
                                                      most_people_at_once, people.size()));
    Edited edited;
    TRY(store.write([&](store::Transaction& tx) -> Result<void> {
        auto owner = TRY(tx.accounts().find(account));
        if (!owner) return fail(ErrorKind::not_found, "there is no such account");
        SubscriptionWriter writer(tx, *owner, clock.now(), random, act);
        for (std::size_t i = 0; i < people.size(); ++i) {
            writer.at(i);
            TRY(step(tx, writer, people[i]));
        }
        edited = TRY(writer.finish());
        return {};
    }));
    return edited;
}

Result<void> refuse_while_fed(store::Transaction& tx, AccountId account, ListId list) {
    std::string names;
    for (auto& integration : TRY(tx.integrations().all(account)))
        if (integration.list == list)
            names += fmt::format("{}'{}'", names.empty() ? "" : ", ", integration.name);
    if (!names.empty())
        return fail(
            ErrorKind::conflict,
            fmt::format(
                "integrations put people on this list; choose another list for them first: {}",
                names));
    for (auto& import : TRY(tx.imports().all(account, 1'000)))
        if (import.list == list && (import.state == model::ImportState::importing ||
                                    import.state == model::ImportState::undoing))
            return fail(ErrorKind::conflict,
                        fmt::format("an import of this list is under way: '{}'", import.name));
    return {};
}

}  // namespace

Result<Edited> Subscriptions::add_to_list(AccountId account, ListId id, std::span<const Who> people,
                                          const Act& act) {
    return for_each(store_, clock_, random_, account, people, act,
                    [&](auto& tx, auto& writer, const Who& who) -> Result<void> {
                        return writer.put_on({.who = who}, TRY(list_of(tx, account, id)));
                    });
}

Result<Edited> Subscriptions::take_off_list(AccountId account, ListId id,
                                            std::span<const Who> people, const Act& act) {
    return for_each(store_, clock_, random_, account, people, act,
                    [&](auto& tx, auto& writer, const Who& who) -> Result<void> {
                        return writer.take_off(who, TRY(list_of(tx, account, id)));
                    });
}

Result<void> Subscriptions::remove_list(
    AccountId account, ListId id,
    const std::function<Result<void>(store::Transaction&, const model::List&)>& may_go) {
    for (bool more = true; more;) {
        TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
            TRY(may_go(tx, TRY(list_of(tx, account, id))));
            TRY(refuse_while_fed(tx, account, id));
            auto members = TRY(tx.lists().members(account, id, store::JoinOrder::oldest_first,
                                                  std::nullopt, members_a_step));
            for (auto& member : members) {
                TRY(tx.lists().take_back(account, id, member.profile));
                TRY(tx.changes().append(account, store::ChangeKind::membership,
                                        member.profile.value, 1, clock_.now()));
            }
            more = int(members.size()) == members_a_step;
            if (more) return {};
            return tx.lists().remove(account, id);
        }));
    }
    return {};
}

Result<Edited> Subscriptions::subscribe(AccountId account, std::span<const Subscriber> people,
                                        ListId id, const Act& act, Asking asking) {
    return for_each(store_, clock_, random_, account, people, act,
                    [&](auto& tx, auto& writer, const Subscriber& person) -> Result<void> {
                        if (!id)
                            return writer.subscribe(
                                person, nullptr, TRY(tx.consents().rules(account)).opt_in, asking);
                        auto list = TRY(list_of(tx, account, id));
                        return writer.subscribe(person, &list, list.opt_in, asking);
                    });
}

Result<Edited> Subscriptions::unsubscribe(AccountId account, std::span<const Subscriber> people,
                                          ListId id, const Act& act,
                                          std::optional<model::UnsubscribeFrom> reach) {
    return for_each(store_, clock_, random_, account, people, act,
                    [&](auto& tx, auto& writer, const Subscriber& person) -> Result<void> {
                        auto from =
                            reach.value_or(TRY(tx.consents().rules(account)).unsubscribe_from);
                        if (!id) return writer.leave(person, nullptr, from);
                        auto list = TRY(list_of(tx, account, id));
                        return writer.leave(person, &list, from);
                    });
}

Result<Edited> Subscriptions::suppress(AccountId account, std::span<const Subscriber> people,
                                       model::SuppressionReason reason, const Act& act,
                                       std::optional<Instant> at) {
    return for_each(store_, clock_, random_, account, people, act,
                    [&](auto&, auto& writer, const Subscriber& person) -> Result<void> {
                        return writer.suppress(person, reason, at.value_or(clock_.now()));
                    });
}

Result<Edited> Subscriptions::unsuppress(AccountId account, std::span<const Subscriber> people,
                                         model::SuppressionReason reason, const Act& act) {
    if (reason != model::SuppressionReason::user_suppressed)
        return fail(ErrorKind::invalid, "only what was suppressed by hand can be lifted by hand");
    return for_each(store_, clock_, random_, account, people, act,
                    [&](auto&, auto& writer, const Subscriber& person) -> Result<void> {
                        return writer.unsuppress(person, reason);
                    });
}

Result<Confirmed> Subscriptions::confirm(AccountId account, std::string_view id) {
    Confirmed outcome = Confirmed::unknown;
    TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
        auto owner = TRY(tx.accounts().find(account));
        auto asked = TRY(tx.confirmations().find(account, id));
        outcome = Confirmed::unknown;
        if (!owner || !asked) return {};
        Instant now = clock_.now();
        outcome = asked->confirmed_at        ? Confirmed::used
                  : asked->expires_at <= now ? Confirmed::expired
                                             : Confirmed::yes;
        if (outcome != Confirmed::yes) return {};
        std::optional<model::List> list;
        if (asked->list) {
            list = TRY(tx.lists().find(account, asked->list));
            if (!list) return outcome = Confirmed::list_gone, Result<void>();
        }
        Act act{.method = asked->method,
                .source = asked->source,
                .proof = fmt::format("{}{}confirmed by the link of {}", asked->proof,
                                     asked->proof.empty() ? "" : "; ", format_iso(asked->asked_at)),
                .method_detail = std::string(model::confirmed_by_link),
                .how = asked->method == "form" ? model::JoinedBy::form : model::JoinedBy::api};
        SubscriptionWriter writer(tx, *owner, now, random_, act);
        Subscriber person{.who = {.email = asked->said.email, .phone = asked->said.phone},
                          .first_name = asked->said.first_name,
                          .last_name = asked->said.last_name,
                          .sms = !asked->said.phone.empty()};
        TRY(writer.agree(person, list ? &*list : nullptr, Asking::as_set_up));
        TRY(writer.finish());
        return tx.confirmations().note_confirmed(account, id, now);
    }));
    return outcome;
}

}  // namespace regulars::ingest
