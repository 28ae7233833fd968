// Finding, making, joining and forgetting people.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/people.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "ingest/contact.hpp"
#include "ingest/event_ids.hpp"

namespace regulars::ingest {
namespace {

using model::Identifier;
using model::IdentifierKind;
using store::ChangeKind;

constexpr std::size_t most_text_bytes = 1'000;  // of a name or email; longer ones are clipped

bool holds(const model::Properties& properties, const std::string& name, const std::string& value) {
    auto found = properties.find(name);
    if (found == properties.end()) return false;
    auto* texts = std::get_if<std::vector<std::string>>(&found->second);
    return texts && std::ranges::find(*texts, value) != texts->end();
}

bool asserts(const model::Facet& facet, const Identifier& identifier) {
    return std::ranges::binary_search(facet.identifiers, identifier);
}

bool has_external_id(const model::Facet& facet) {
    return std::ranges::any_of(facet.identifiers,
                               [](auto& i) { return i.kind == IdentifierKind::external; });
}

}  // namespace

Result<void> derive_consent(store::Transaction& tx, AccountId account, ProfileId profile,
                            Instant now) {
    auto ledger = TRY(tx.consents().ledger(account, profile));
    for (auto channel : {model::Channel::email, model::Channel::sms}) {
        std::vector<model::ConsentEntry> entries;
        std::ranges::copy_if(ledger, std::back_inserter(entries),
                             [&](auto& e) { return e.channel == channel; });
        auto after = derive(entries);
        if (after == TRY(tx.consents().of(account, profile, channel))) continue;
        TRY(tx.consents().set(account, profile, channel, after));
        TRY(tx.changes().append(account, ChangeKind::consent, profile.value, 1, now));
    }
    return {};
}

/// What is said now, and what was said before where nothing is said now.
void add_unsaid(model::PersonFields& now, const model::PersonFields& before) {
    for (auto text : {&model::PersonFields::email, &model::PersonFields::phone,
                      &model::PersonFields::first_name, &model::PersonFields::last_name})
        if ((now.*text).empty()) now.*text = before.*text;
    if (!now.birthday) now.birthday = before.birthday;
    now.properties.insert(before.properties.begin(), before.properties.end());
}

People::Claim People::claim_of(const PersonUpsert& person) {
    Claim claim;
    if (!person.identifiers.empty() || person.profile) {
        claim.identifiers = person.identifiers;
        for (auto& identifier : claim.identifiers) {
            if (identifier.kind == IdentifierKind::email) claim.email = identifier.value;
            if (identifier.kind == IdentifierKind::phone) claim.phone = identifier.value;
        }
        return claim;
    }
    claim.identifiers.push_back({IdentifierKind::vendor, person.key});
    for (auto& alias : person.aliases) claim.identifiers.push_back({IdentifierKind::vendor, alias});
    if (auto email = normalized_email(person.fields.email)) {
        claim.email = *email;
        claim.identifiers.push_back({IdentifierKind::email, *email});
    }
    auto& country = person.country.empty() ? account_.country : person.country;
    if (auto phone = first_valid_phone(person.phones, country)) {
        claim.phone = *phone;
        claim.identifiers.push_back({IdentifierKind::phone, *phone});
    }
    std::ranges::sort(claim.identifiers);
    return claim;
}

Result<model::Facet*> People::load(const std::string& key) {
    if (auto known = facets_.find(key); known != facets_.end()) return &known->second;
    if (forgotten_.contains(key) || unknown_.contains(key)) return nullptr;
    auto stored = TRY(tx_.profiles().find_facet(account_.id, key));
    if (stored) return &facets_.emplace(key, std::move(*stored)).first->second;
    TRY(learn_why_absent(key));
    return nullptr;
}

Result<void> People::learn_why_absent(const std::string& key) {
    bool is_forgotten = TRY(tx_.profiles().is_forgotten(account_.id, key));
    (is_forgotten ? forgotten_ : unknown_).insert(key);
    return {};
}

store::Maybe<store::FacetPlace> People::place_of(const std::string& key) {
    if (auto known = facets_.find(key); known != facets_.end())
        return store::FacetPlace{known->second.id, known->second.profile, known->second.as_of};
    if (auto known = places_.find(key); known != places_.end()) return known->second;
    if (forgotten_.contains(key) || unknown_.contains(key)) return std::nullopt;
    auto place = TRY(tx_.profiles().place_of_facet(account_.id, key));
    if (place) places_.emplace(key, *place);
    return place;
}

store::Maybe<store::FacetPlace> People::find(const std::string& key) {
    if (auto place = TRY(place_of(key))) return place;
    if (!forgotten_.contains(key) && !unknown_.contains(key)) TRY(learn_why_absent(key));
    ++(forgotten_.contains(key) ? applied_.refused_forgotten : applied_.refused_unknown_person);
    return std::nullopt;
}

/// A history is read newest first, so most orders of a regular say what is old already.
Result<bool> People::is_old_news(const PersonUpsert& person) {
    if (person.says != Says::everything) return false;
    auto place = TRY(place_of(person.key));
    return place && person.as_of < place->as_of;
}

Result<bool> People::has_email(ProfileId profile) {
    auto identifiers = TRY(tx_.profiles().identifiers(account_.id, profile));
    return std::ranges::any_of(identifiers,
                               [](auto& i) { return i.kind == IdentifierKind::email; });
}

/// The profile these identifiers belong to, after joining those that are one person to the one that
/// is known (0: none is); 0 for a new one.
Result<ProfileId> People::place(Claim& claim, ProfileId target, bool with_email) {
    for (auto& identifier : claim.identifiers) {  // sorted: vendor, external, email, phone
        auto owner = TRY(tx_.profiles().owner(account_.id, identifier));
        if (identifier.kind == IdentifierKind::phone) claim.phone_owner = owner;
        if (!owner || *owner == target) continue;
        if (identifier.kind == IdentifierKind::phone) {
            bool here = with_email || (target && TRY(has_email(target)));
            if (here && TRY(has_email(*owner))) {
                if (target) TRY(note_duplicate(target, *owner));
                continue;
            }
        }
        if (!target)
            target = *owner;
        else
            TRY(merge(*owner, target));
    }
    return target;
}

Result<void> People::upsert(const PersonUpsert& person) {
    if (TRY(is_old_news(person))) return {};
    model::Facet* known = TRY(load(person.key));
    if (forgotten_.contains(person.key)) {
        ++applied_.refused_forgotten;
        return {};
    }
    if (!person.same_as.empty() && person.same_as != person.key) return join_survivor(person);

    Claim claim = claim_of(person);
    model::Facet next =
        known ? *known
              : model::Facet{.integration = integration_.id, .import = import_, .key = person.key};
    next.as_of = person.as_of;
    next.said = person.fields;
    next.said.email = claim.email.empty()
                          ? ""
                          : std::string(clipped(trimmed(person.fields.email), most_text_bytes));
    next.said.phone = claim.phone;
    next.said.first_name = clipped(trimmed(person.fields.first_name), most_text_bytes);
    next.said.last_name = clipped(trimmed(person.fields.last_name), most_text_bytes);
    next.identifiers = claim.identifiers;
    if (known && person.says == Says::more) {
        auto older = known->said;
        if (person.as_of < known->as_of) std::swap(older, next.said);
        add_unsaid(next.said, older);
        next.as_of = std::max(person.as_of, known->as_of);
        next.identifiers.insert(next.identifiers.end(), known->identifiers.begin(),
                                known->identifiers.end());
        std::ranges::sort(next.identifiers);
        next.identifiers.erase(std::ranges::unique(next.identifiers).begin(),
                               next.identifiers.end());
    }
    next.opted_in = person.opted_in && !claim.email.empty();
    bool newly_opted_in = next.opted_in && !(known && known->opted_in);
    if (!known || next.identifiers != known->identifiers) {
        ProfileId named = known ? known->profile : person.profile.value_or(ProfileId{});
        if (named && !known && !TRY(tx_.profiles().find(account_.id, named))) {
            ++applied_.refused_unknown_person;
            return {};
        }
        ProfileId target = TRY(place(claim, named, !claim.email.empty()));
        next.profile = target ? target : TRY(make_profile(fold(std::span(&next, 1))));
        if (target) changed_.insert(target);
        // What the fields do not show, and segments may ask for.
        if (target && (has_external_id(next) || (known && has_external_id(*known))))
            TRY(note(ChangeKind::profile, target.value));
        // A family's second member: remembered now that it has a profile to be remembered by.
        if (auto owner = claim.phone_owner; !target && owner)
            TRY(note_duplicate(*owner, next.profile));
    } else if (next.said != known->said || next.as_of != known->as_of) {
        changed_.insert(next.profile);
    }
    auto before = known ? known->identifiers : std::vector<Identifier>{};
    bool same = known && next == *known;
    bool is_new = !known;
    model::Facet* kept = same ? known : TRY(keep(std::move(next), before));
    if (is_new && person.joins_list) TRY(join_list(kept->profile));
    return grant(person, *kept, newly_opted_in);
}

/// Writes a facet and moves its identifiers with it.
Result<model::Facet*> People::keep(model::Facet facet, const std::vector<Identifier>& before) {
    if (facet.id)
        TRY(tx_.profiles().update_facet(account_.id, facet));
    else
        TRY(tx_.profiles().add_facet(account_.id, facet));
    if (facet.identifiers != before) {
        // A shared phone stays with the first of the family.
        for (auto& identifier : facet.identifiers)
            TRY(tx_.profiles().assign_free(account_.id, identifier, facet.profile));
    }
    unknown_.erase(facet.key);
    ProfileId profile = facet.profile;
    auto& kept = facets_.insert_or_assign(facet.key, std::move(facet)).first->second;
    std::vector<Identifier> gone;
    for (auto& identifier : before)
        if (!asserts(kept, identifier)) gone.push_back(identifier);
    TRY(release(profile, gone));
    return &kept;
}

/// Lets go of identifiers that none of the profile's facets asserts any longer.
Result<void> People::release(ProfileId profile, const std::vector<Identifier>& identifiers) {
    if (identifiers.empty()) return {};
    auto facets = TRY(tx_.profiles().facets(account_.id, profile));
    for (auto& identifier : identifiers) {
        if (std::ranges::any_of(facets, [&](auto& facet) { return asserts(facet, identifier); }))
            continue;
        auto owner = TRY(tx_.profiles().owner(account_.id, identifier));
        if (owner == profile) TRY(tx_.profiles().release(account_.id, identifier));
    }
    return {};
}

Result<ProfileId> People::make_profile(const model::PersonFields& fields) {
    model::Profile profile{.public_id = make_ulid(now_, random_),
                           .fields = fields,
                           .created_at = now_,
                           .updated_at = now_};
    TRY(tx_.profiles().add(account_.id, profile));
    TRY(note(ChangeKind::profile, profile.id.value));
    ++applied_.profiles_created;
    return profile.id;
}

/// The vendor merged this record into another: whoever was behind it is the survivor.
Result<void> People::join_survivor(const PersonUpsert& person) {
    model::Facet* survivor = TRY(load(person.same_as));
    if (forgotten_.contains(person.same_as)) return erase({person.key});
    if (!survivor) {  // not read yet: a place for it, which its own record fills
        model::Facet facet{.integration = integration_.id,
                           .key = person.same_as,
                           .as_of = {0},
                           .identifiers = {{IdentifierKind::vendor, person.same_as}}};
        facet.profile = TRY(make_profile({}));
        survivor = TRY(keep(std::move(facet), {}));
    }
    ProfileId into = survivor->profile;
    model::Facet* known = TRY(load(person.key));
    if (known && known->profile != into) TRY(merge(known->profile, into));
    model::Facet next =
        known ? *known : model::Facet{.integration = integration_.id, .key = person.key};
    auto before = next.identifiers;
    next.profile = into;
    next.as_of = person.as_of;
    next.said = person.fields;
    next.opted_in = false;
    next.identifiers = {{IdentifierKind::vendor, person.key}};
    changed_.insert(into);
    TRY(keep(std::move(next), before));
    return {};
}

Result<void> People::erase(const PersonErasure& erasure) {
    model::Facet* known = TRY(load(erasure.key));
    if (forgotten_.contains(erasure.key)) return {};
    TRY(tx_.profiles().forget_key(account_.id, erasure.key, now_));
    // No other file of events makes them again either.
    if (auto person = person_in(erasure.key); !person.empty())
        TRY(tx_.profiles().forget_key(account_.id, person, now_));
    unknown_.erase(erasure.key);
    forgotten_.insert(erasure.key);
    if (!known) return {};
    auto gone = *known;
    TRY(drop(gone));
    return forget_addresses(gone);
}

/// What is kept by address goes with the last who has it.
Result<void> People::forget_addresses(const model::Facet& facet) {
    for (auto& identifier : facet.identifiers) {
        if (TRY(tx_.profiles().owner(account_.id, identifier))) continue;
        if (identifier.kind == IdentifierKind::phone)
            TRY(tx_.suppressions().remove(account_.id, model::Channel::sms, identifier.value));
        if (identifier.kind != IdentifierKind::email) continue;
        TRY(tx_.suppressions().remove(account_.id, model::Channel::email, identifier.value));
        TRY(tx_.confirmations().remove_of(account_.id, identifier.value));
        TRY(tx_.outgoing().remove_to(account_.id, identifier.value));
    }
    return {};
}

Result<void> People::drop(const model::Facet& facet) {
    facets_.erase(facet.key);
    places_.erase(facet.key);
    for (auto& event : TRY(tx_.events().of_facet(account_.id, facet.profile, facet.id))) {
        TRY(tx_.events().remove(account_.id, event.id));
        TRY(tx_.events().count_metric(account_.id, event.metric, -1));
        TRY(note(ChangeKind::event_removed, event.id.value));
        ++applied_.events_retracted;
    }
    TRY(tx_.profiles().remove_facet(account_.id, facet.id));
    TRY(release(facet.profile, facet.identifiers));
    if (TRY(tx_.profiles().facets(account_.id, facet.profile)).empty())
        return remove_profile(facet.profile);
    TRY(note(ChangeKind::profile, facet.profile.value));
    changed_.insert(facet.profile);
    return {};
}

Result<void> People::remove_profile(ProfileId profile) {
    for (auto& identifier : TRY(tx_.profiles().identifiers(account_.id, profile)))
        TRY(tx_.profiles().release(account_.id, identifier));
    for (auto& membership : TRY(tx_.lists().of_profile(account_.id, profile))) {
        if (import_)
            TRY(tx_.lists().take_back(account_.id, membership.list, profile));
        else
            TRY(tx_.lists().leave(account_.id, membership.list, profile, now_));
    }
    TRY(tx_.consents().remove(account_.id, profile));
    TRY(tx_.profiles().remove(account_.id, profile));
    TRY(note(ChangeKind::profile_removed, profile.value));
    changed_.erase(profile);
    ++applied_.profiles_erased;
    return {};
}

Result<void> People::see(const std::string& key, const std::string& property,
                         const std::string& value) {
    model::Facet* facet = TRY(load(key));
    if (!facet || holds(facet->seen, property, value) ||
        holds(facet->said.properties, property, value))
        return {};
    auto& texts = facet->seen.try_emplace(property, std::vector<std::string>{}).first->second;
    if (auto* list = std::get_if<std::vector<std::string>>(&texts)) list->push_back(value);
    TRY(tx_.profiles().update_facet(account_.id, *facet));
    changed_.insert(facet->profile);
    return {};
}

/// Writes the vendor's opt-in into the ledger when it is news, and the list membership it brings.
Result<void> People::grant(const PersonUpsert& person, const model::Facet& facet,
                           bool newly_opted_in) {
    if (!facet.opted_in) return {};
    if (!newly_opted_in) {
        // Still opted in: news only when the vendor shows a later opt-in than any recorded.
        if (!person.opted_in_at) return {};
        auto ledger = TRY(tx_.consents().ledger(account_.id, facet.profile));
        bool recorded = std::ranges::any_of(ledger, [&](auto& e) {
            return e.proof == person.key && e.opted_in_at && *e.opted_in_at >= *person.opted_in_at;
        });
        if (recorded) return {};
    }
    model::ConsentEntry entry{.profile = facet.profile,
                              .channel = model::Channel::email,
                              .state = model::ConsentState::subscribed,
                              .by = model::ConsentBy::vendor,
                              .method = "integration",
                              .source = source(),
                              .at = person.opted_in_at.value_or(person.as_of),
                              .opted_in_at = person.opted_in_at,
                              .recorded_at = now_,
                              .proof = person.key,
                              .list = integration_.list,
                              .method_detail = model::consent_detail_of(integration_.kind)};
    TRY(tx_.consents().add(account_.id, entry));
    auto before = TRY(tx_.consents().of(account_.id, facet.profile, model::Channel::email));
    TRY(derive_consent(tx_, account_.id, facet.profile, now_));
    auto after = TRY(tx_.consents().of(account_.id, facet.profile, model::Channel::email));
    if (after.state != model::ConsentState::subscribed) return {};
    if (before.state != after.state) ++applied_.subscribed;
    return join_list(facet.profile);
}

Result<void> People::join_list(ProfileId profile) {
    if (!integration_.list) return {};
    // Who unsubscribed from the list does not come back by a sync.
    if (model::left_list(TRY(tx_.consents().ledger(account_.id, profile)), integration_.list))
        return {};
    bool joined = TRY(tx_.lists().join(account_.id, {integration_.list, profile, now_, source()}));
    if (joined) TRY(note(ChangeKind::membership, profile.value));
    return {};
}

std::string People::source() const {
    return fmt::format("{}: {}", model::display_name(integration_.kind), integration_.name);
}

Result<void> People::finish() {
    for (ProfileId id : changed_) {
        auto profile = TRY(tx_.profiles().find(account_.id, id));
        REGULARS_ASSERT(profile.has_value(), "a profile whose facets changed exists");
        auto fields = fold(TRY(tx_.profiles().facets(account_.id, id)));
        if (fields == profile->fields) continue;
        profile->fields = std::move(fields);
        profile->updated_at = now_;
        TRY(tx_.profiles().update(account_.id, *profile));
        TRY(note(ChangeKind::profile, id.value));
        ++applied_.profiles_updated;
    }
    changed_.clear();
    return {};
}

}  // namespace regulars::ingest
