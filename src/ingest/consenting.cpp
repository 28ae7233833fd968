// Agreeing, being asked to confirm, and unsubscribing.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "ingest/contact.hpp"
#include "ingest/subscription_writer.hpp"
#include "store/permission.hpp"

namespace regulars::ingest {
namespace {

using model::Channel;
using model::ConsentState;

/// Asked again within this time, the mail that waits or was just sent is enough.
constexpr Duration asked_recently = 10min;
/// How long an expired link still says that it is expired.
constexpr Duration remembered_after = days(30);

std::vector<Channel> channels_of(const Subscriber& person) {
    std::vector<Channel> channels;
    if (person.email) channels.push_back(Channel::email);
    if (person.sms) channels.push_back(Channel::sms);
    return channels;
}

}  // namespace

Result<void> SubscriptionWriter::record(ProfileId profile, Channel channel, ConsentState state,
                                        Instant at, const model::List* list) {
    model::ConsentEntry entry{.profile = profile,
                              .channel = channel,
                              .state = state,
                              .by = model::ConsentBy::person,
                              .method = act_.method,
                              .source = act_.source,
                              .at = at,
                              .recorded_at = now_,
                              .proof = act_.proof,
                              .list = list ? list->id : ListId{},
                              .method_detail = act_.method_detail};
    TRY(tx_.consents().add(account_.id, entry));
    return derive_consent(tx_, account_.id, profile, now_);
}

Result<bool> SubscriptionWriter::has_agreed(ProfileId profile, const Subscriber& person,
                                            const model::List* list) {
    auto stored = TRY(tx_.profiles().find(account_.id, profile));
    auto ledger = TRY(tx_.consents().ledger(account_.id, profile));
    for (auto channel : channels_of(person)) {
        auto permission = TRY(store::permission_of(tx_, account_.id, *stored, channel));
        if (permission.consent.state != ConsentState::subscribed ||
            !model::agreed_at(ledger, channel))
            return false;
        // Agreeing again lifts what is not about delivery.
        if (!std::ranges::all_of(permission.suppressions,
                                 [](auto& s) { return model::is_about_delivery(s.reason); }))
            return false;
    }
    if (!list) return true;
    return TRY(tx_.lists().membership(account_.id, list->id, profile)).has_value() &&
           !model::left_list(ledger, list->id);
}

Result<bool> SubscriptionWriter::has_addresses(ProfileId profile, const Subscriber& person) {
    auto stored = TRY(tx_.profiles().find(account_.id, profile));
    bool all = (!person.email || !stored->fields.email.empty() || !person.who.email.empty()) &&
               (!person.sms || !stored->fields.phone.empty() || !person.who.phone.empty());
    if (!all) refuse("no_address", "has no address for this channel");
    return all;
}

Result<void> SubscriptionWriter::subscribe(const Subscriber& person, const model::List* list,
                                           model::OptIn opt_in, Asking asking) {
    auto profile = TRY(known(person.who));
    if (is_refused()) return {};
    if (!profile &&
        ((person.email && person.who.email.empty()) || (person.sms && person.who.phone.empty())))
        return refuse("no_address", "has no address for this channel"), Result<void>();
    if (profile && !TRY(has_addresses(*profile, person))) return {};
    // Texts alone cannot be confirmed by mail: who asks for them has agreed.
    bool asks =
        opt_in == model::OptIn::double_opt_in && asking == Asking::as_set_up && person.email;
    if (asks && profile && TRY(has_agreed(*profile, person, list))) return unchanged();
    return asks ? ask(person, list) : agree(person, list, asking);
}

Result<void> SubscriptionWriter::ask(const Subscriber& person, const model::List* list) {
    model::PersonFields said{.email = std::string(trimmed(person.who.email)),
                             .first_name = person.first_name,
                             .last_name = person.last_name};
    std::string phone = person.who.phone;
    if (!person.who.profile_id.empty()) {
        auto profile = TRY(tx_.profiles().find(account_.id, *TRY(known(person.who))));
        said.email = profile->fields.email;
        phone = profile->fields.phone;
    }
    if (person.sms) said.phone = normalized_phone(phone, account_.country).value_or("");
    auto email = normalized_email(said.email);
    if (!email) return refuse("no_address", "has no email address to confirm"), Result<void>();
    ListId list_id = list ? list->id : ListId{};
    if (!waiting_) {
        TRY(tx_.confirmations().remove_expired(account_.id, now_ - remembered_after));
        TRY(tx_.outgoing().remove_expired(account_.id, now_));
        waiting_ = TRY(tx_.outgoing().count(account_.id));
    }
    for (auto& before : TRY(tx_.confirmations().of_email(account_.id, *email))) {
        if (before.list != list_id || before.confirmed_at ||
            before.asked_at + asked_recently <= now_)
            continue;
        ++edited_.pending;
        return {};
    }
    if (*waiting_ >= most_outgoing)
        return refuse(
                   "full",
                   fmt::format(
                       "{} mails wait to be sent; nobody more is asked to confirm until they are",
                       most_outgoing)),
               Result<void>();
    model::Confirmation confirmation{
        .public_id = make_ulid(now_, random_),
        .list = list_id,
        .said = said,
        .method = act_.method,
        .source = act_.source,
        .proof = act_.proof,
        .language = act_.language.empty() ? account_.locale : act_.language,
        .asked_at = now_,
        .expires_at = now_ + model::confirmation_lasts};
    TRY(tx_.confirmations().add(account_.id, confirmation));
    JsonWriter payload;
    payload.begin_object()
        .member("confirmation", confirmation.public_id)
        .member("first_name", said.first_name);
    payload.member("list", list ? std::optional(list->name) : std::nullopt).end_object();
    model::OutgoingMail mail{.kind = "confirmation",
                             .recipient = *email,
                             .language = confirmation.language,
                             .payload = payload.take(),
                             .created_at = now_,
                             .expires_at = confirmation.expires_at};
    TRY(tx_.outgoing().add(account_.id, mail));
    ++*waiting_;
    ++edited_.pending;
    return {};
}

Result<void> SubscriptionWriter::agree(const Subscriber& person, const model::List* list,
                                       Asking asking) {
    auto who = TRY(somebody(person, Unknown::make));
    if (!who) return {};
    Instant at = person.consented_at.value_or(now_);
    bool had_agreed = TRY(has_agreed(who->profile, person, list));
    if (had_agreed) {
        // A later word is kept: what comes late, dated in between, must not weigh more.
        auto ledger = TRY(tx_.consents().ledger(account_.id, who->profile));
        if (std::ranges::all_of(channels_of(person), [&](Channel channel) {
                return model::agreed_at(ledger, channel) >= at;
            }))
            return unchanged();
    }
    auto before = TRY(tx_.consents().of(account_.id, who->profile, Channel::email));
    for (auto channel : channels_of(person))
        TRY(record(who->profile, channel, ConsentState::subscribed, at, list));
    auto after = TRY(tx_.consents().of(account_.id, who->profile, Channel::email));
    if (before.state != after.state)
        TRY(events_.add(ProductMetric::subscribed_to_email, who->profile, who->facet, at, list,
                        act_.method, act_.source));
    // A suppression may be lifted without any state changing.
    TRY(note(store::ChangeKind::consent, who->profile));
    for (auto channel : channels_of(person))
        if (TRY(tx_.consents().of(account_.id, who->profile, channel)).state !=
            ConsentState::subscribed)
            return refuse("unsubscribed",
                          "unsubscribed after agreeing: what was agreed to is kept, and changes "
                          "nothing"),
                   Result<void>();
    if (list) {
        if (model::left_list(TRY(tx_.consents().ledger(account_.id, who->profile)), list->id))
            return refuse("unsubscribed",
                          "unsubscribed from this list after agreeing: what was agreed to is kept, "
                          "and changes nothing"),
                   Result<void>();
        TRY(join(*who, *list, at, asking == Asking::as_set_up));
    }
    ++(had_agreed ? edited_.unchanged : edited_.changed);
    return {};
}

Result<bool> is_or_was_on_list(store::Transaction& tx, AccountId account, ProfileId profile,
                               ListId list) {
    if (TRY(tx.lists().membership(account, list, profile))) return true;
    return model::left_list(TRY(tx.consents().ledger(account, profile)), list) != nullptr;
}

Result<bool> SubscriptionWriter::leave_list(const Somebody& who, const model::List& list) {
    auto ledger = TRY(tx_.consents().ledger(account_.id, who.profile));
    auto* left = model::left_list(ledger, list.id);
    if (!left || left->at < now_)
        TRY(record(who.profile, Channel::email, ConsentState::unsubscribed, now_, &list));
    if (left) return false;
    TRY(tx_.lists().leave(account_.id, list.id, who.profile, now_));
    TRY(note(store::ChangeKind::membership, who.profile));
    TRY(note(store::ChangeKind::consent, who.profile));
    TRY(events_.add(ProductMetric::unsubscribed_from_list, who.profile, who.facet, now_, &list,
                    act_.method, act_.source));
    return true;
}

Result<void> SubscriptionWriter::leave(const Subscriber& person, const model::List* list,
                                       model::UnsubscribeFrom reach) {
    auto who = TRY(somebody(person, Unknown::make));
    if (!who) return {};
    bool is_change = false;
    auto channels = channels_of(person);
    if (list && reach == model::UnsubscribeFrom::the_list && person.email &&
        TRY(is_or_was_on_list(tx_, account_.id, who->profile, list->id))) {
        is_change = TRY(leave_list(*who, *list));
        std::erase(channels, Channel::email);
    }
    for (auto channel : channels) {
        auto consent = TRY(tx_.consents().of(account_.id, who->profile, channel));
        bool is_so = consent.state == ConsentState::unsubscribed;
        if (!is_so || consent.at < now_)
            TRY(record(who->profile, channel, ConsentState::unsubscribed, now_, nullptr));
        if (is_so) continue;
        is_change = true;
        if (channel == Channel::email)
            TRY(events_.add(ProductMetric::unsubscribed_from_email, who->profile, who->facet, now_,
                            list, act_.method, act_.source));
    }
    if (!is_change) return unchanged();
    ++edited_.changed;
    return {};
}

}  // namespace regulars::ingest
