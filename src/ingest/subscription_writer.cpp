// Who is meant, and joining and leaving lists.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/subscription_writer.hpp"

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "ingest/contact.hpp"

namespace regulars::ingest {
namespace {

using model::IdentifierKind;
using store::ChangeKind;

constexpr std::string_view app_prefix =
    "app:";  // as edits by hand have it: the app's own word of a person

/// The facet that keeps what was said by these addresses: the one that has one of them, else the
/// profile's own. One that a merge brought has another person's: it goes back when that is undone.
store::Maybe<model::Facet> apps_facet(store::Transaction& tx, AccountId account,
                                      const model::Profile& profile,
                                      std::span<const model::Identifier> addresses) {
    store::Maybe<model::Facet> own = std::nullopt;
    for (auto& facet : TRY(tx.profiles().facets(account, profile.id))) {
        if (facet.integration || !facet.key.starts_with(app_prefix)) continue;
        if (std::ranges::any_of(addresses, [&](auto& address) {
                return std::ranges::binary_search(facet.identifiers, address);
            }))
            return facet;
        if (facet.key.substr(app_prefix.size()) == profile.public_id) own = facet;
    }
    return own;
}

}  // namespace

std::optional<std::vector<SubscriptionWriter::Address>> SubscriptionWriter::addresses_in(
    const Who& who) {
    std::vector<Address> addresses;
    if (!who.email.empty()) {
        auto email = normalized_email(who.email);
        if (!email) return refuse("invalid", "is not an email address"), std::nullopt;
        addresses.push_back({model::Channel::email, *email});
    }
    if (!who.phone.empty()) {
        auto phone = normalized_phone(who.phone, account_.country);
        if (!phone) return refuse("invalid", "is not a phone number"), std::nullopt;
        addresses.push_back({model::Channel::sms, *phone});
    }
    if (addresses.empty())
        return refuse("invalid", "has neither a profile nor an address"), std::nullopt;
    return addresses;
}

store::Maybe<ProfileId> SubscriptionWriter::known(const Who& who) {
    if (!who.profile_id.empty()) {
        if (auto profile = TRY(tx_.profiles().find(account_.id, std::string_view(who.profile_id))))
            return profile->id;
        if (auto into = TRY(tx_.merges().whereabouts(account_.id, who.profile_id));
            into && TRY(tx_.profiles().find(account_.id, *into)))
            return into;
        refuse("not_found", "there is no such profile");
        return std::nullopt;
    }
    auto addresses = addresses_in(who);
    if (!addresses) return std::nullopt;
    for (auto& [channel, value] : *addresses) {
        auto kind =
            channel == model::Channel::email ? IdentifierKind::email : IdentifierKind::phone;
        if (auto owner = TRY(tx_.profiles().owner(account_.id, {kind, value}))) return owner;
    }
    return std::nullopt;
}

Result<FacetId> SubscriptionWriter::facet_of(ProfileId id) {
    auto profile = TRY(tx_.profiles().find(account_.id, id));
    REGULARS_ASSERT(profile.has_value(), "somebody who is known has a profile");
    if (auto facet = TRY(apps_facet(tx_, account_.id, *profile, {}))) return facet->id;
    model::Facet facet{
        .profile = id, .key = std::string(app_prefix) + profile->public_id, .as_of = now_};
    TRY(tx_.profiles().add_facet(account_.id, facet));
    return facet.id;
}

store::Maybe<Somebody> SubscriptionWriter::somebody(const Subscriber& person, Unknown unknown) {
    auto owner = TRY(known(person.who));
    if (is_refused() || (!owner && unknown == Unknown::leave)) return std::nullopt;
    if (!person.who.profile_id.empty()) return Somebody{*owner, TRY(facet_of(*owner))};

    std::vector<model::Identifier> given;
    for (auto addresses = addresses_in(person.who).value_or(std::vector<Address>{});
         auto& [channel, value] : addresses)
        given.push_back(
            {channel == model::Channel::email ? IdentifierKind::email : IdentifierKind::phone,
             value});
    PersonUpsert upsert{.as_of = now_};
    if (owner) {
        auto profile = TRY(tx_.profiles().find(account_.id, *owner));
        REGULARS_ASSERT(profile.has_value(), "an identifier's owner has a profile");
        upsert.key = std::string(app_prefix) + profile->public_id;
        if (auto apps = TRY(apps_facet(tx_, account_.id, *profile, given))) {
            upsert.key = apps->key;
            upsert.fields = apps->said;
            // An address that undoing a merge left with the other person must not join the two
            // again.
            for (auto& identifier : apps->identifiers)
                if (TRY(tx_.profiles().owner(account_.id, identifier)) == owner)
                    upsert.identifiers.push_back(identifier);
        }
    } else {
        upsert.key = std::string(app_prefix) + make_ulid(now_, random_);
    }
    if (!person.first_name.empty()) upsert.fields.first_name = person.first_name;
    if (!person.last_name.empty()) upsert.fields.last_name = person.last_name;
    if (!person.who.email.empty()) upsert.fields.email = trimmed(person.who.email);
    for (auto& identifier : given) {
        // Of several phones the app's own word has the one said last.
        if (identifier.kind == IdentifierKind::phone)
            std::erase_if(upsert.identifiers,
                          [](auto& i) { return i.kind == IdentifierKind::phone; });
        upsert.identifiers.push_back(identifier);
    }
    std::ranges::sort(upsert.identifiers);
    auto twins = std::ranges::unique(upsert.identifiers);
    upsert.identifiers.erase(twins.begin(), twins.end());
    TRY(people_.upsert(upsert));
    auto place = TRY(people_.find(upsert.key));
    REGULARS_ASSERT(place.has_value(), "a person who was just kept is there");
    return Somebody{place->profile, place->facet};
}

Result<void> SubscriptionWriter::join(const Somebody& who, const model::List& list, Instant at,
                                      bool starts_flows) {
    if (!TRY(tx_.lists().join(account_.id,
                              {list.id, who.profile, at, act_.source, act_.how, starts_flows})))
        return {};
    TRY(note(ChangeKind::membership, who.profile));
    return events_.add(ProductMetric::subscribed_to_list, who.profile, who.facet, at, &list,
                       act_.method, act_.source);
}

Result<void> SubscriptionWriter::put_on(const Subscriber& person, const model::List& list) {
    auto owner = TRY(known(person.who));
    if (owner && TRY(tx_.lists().membership(account_.id, list.id, *owner))) return unchanged();
    if (is_refused()) return {};
    auto who = TRY(somebody(person, Unknown::make));
    if (!who) return {};
    ++edited_.changed;
    return join(*who, list, now_, true);
}

Result<void> SubscriptionWriter::take_off(const Who& who, const model::List& list) {
    auto profile = TRY(known(who));
    if (is_refused()) return {};
    if (!profile || !TRY(tx_.lists().leave(account_.id, list.id, *profile, now_)))
        return unchanged();
    ++edited_.changed;
    return note(ChangeKind::membership, *profile);
}

Result<Edited> SubscriptionWriter::finish() {
    TRY(people_.finish());
    TRY(events_.finish());
    edited_.created = applied_.profiles_created;
    return std::move(edited_);
}

}  // namespace regulars::ingest
