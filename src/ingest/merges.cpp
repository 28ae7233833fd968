// Joining two profiles to one, and taking them apart again.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ingest/ingest.hpp"
#include "ingest/people.hpp"

namespace regulars::ingest {
namespace {

using store::ChangeKind;

bool asserts(const model::Facet& facet, const model::Identifier& identifier) {
    return std::ranges::binary_search(facet.identifiers, identifier);
}

Result<store::Merge> memory_of(store::Transaction& tx, AccountId account,
                               const model::Profile& from, ProfileId into, Instant now) {
    store::Merge merge{.from = from, .into = into, .at = now};
    for (auto& facet : TRY(tx.profiles().facets(account, from.id)))
        merge.facets.push_back(facet.id);
    for (auto& entry : TRY(tx.consents().ledger(account, from.id)))
        merge.consents.push_back(entry.id);
    merge.memberships = TRY(tx.lists().of_profile(account, from.id));
    auto theirs = TRY(tx.lists().of_profile(account, into));
    for (auto& membership : merge.memberships)
        if (std::ranges::find(theirs, membership.list, &model::Membership::list) == theirs.end())
            merge.gained.push_back(membership.list);
    merge.duplicates = TRY(tx.merges().duplicates_of(account, from.id));
    return merge;
}

}  // namespace

Result<void> People::note_duplicate(ProfileId one, ProfileId other) {
    return tx_.merges().note_duplicate(account_.id,
                                       {std::min(one, other), std::max(one, other), "phone"});
}

Result<MergeId> People::merge(ProfileId from, ProfileId into) {
    REGULARS_ASSERT(from != into, "a profile is merged into another");
    places_.clear();
    auto gone = TRY(tx_.profiles().find(account_.id, from));
    REGULARS_ASSERT(gone.has_value(), "a profile that is merged exists");
    auto merge = TRY(memory_of(tx_, account_.id, *gone, into, now_));
    TRY(hand_over(merge));
    TRY(tx_.merges().add(account_.id, merge));
    TRY(tx_.profiles().remove(account_.id, from));
    // Whoever might have been the one may be the other.
    for (auto& pair : merge.duplicates) {
        ProfileId third = pair.other_than(from);
        if (third != into)
            TRY(tx_.merges().note_duplicate(
                account_.id,
                {std::min(third, into), std::max(third, into), pair.why, pair.told_apart_at}));
    }
    TRY(derive_consent(tx_, account_.id, into, now_));
    TRY(note(ChangeKind::merge, from.value));
    TRY(note(ChangeKind::profile, into.value));
    changed_.erase(from);
    changed_.insert(into);
    ++applied_.profiles_merged;
    return merge.id;
}

/// Facets, identifiers, events, lists and consents go over to the profile that stays.
Result<void> People::hand_over(const store::Merge& merge) {
    ProfileId from = merge.from.id, into = merge.into;
    for (auto& facet : TRY(tx_.profiles().facets(account_.id, from))) {
        facet.profile = into;
        TRY(tx_.profiles().update_facet(account_.id, facet));
        if (auto cached = facets_.find(facet.key); cached != facets_.end())
            cached->second.profile = into;
    }
    for (auto& identifier : TRY(tx_.profiles().identifiers(account_.id, from)))
        TRY(tx_.profiles().assign(account_.id, identifier, into));
    TRY(tx_.events().move(account_.id, from, into, std::nullopt));
    TRY(tx_.lists().move(account_.id, from, into));
    return tx_.consents().move(account_.id, from, into);
}

Result<void> People::undo(const store::Merge& merge) {
    ProfileId from = merge.from.id, into = merge.into;
    if (merge.undone_at) return fail(ErrorKind::conflict, "the merge is undone already");
    std::vector<model::Facet> back, stay;
    for (auto& facet : TRY(tx_.profiles().facets(account_.id, into)))
        (std::ranges::find(merge.facets, facet.id) != merge.facets.end() ? back : stay)
            .push_back(facet);
    if (back.empty() || stay.empty())
        return fail(
            ErrorKind::conflict,
            "the two were merged further or erased since: there is nothing left to take apart");
    TRY(tx_.profiles().restore(account_.id, merge.from));
    std::set<std::string> keys;
    for (auto& facet : back) {
        keys.insert(facet.key);
        facet.profile = from;
        TRY(tx_.profiles().update_facet(account_.id, facet));
        TRY(tx_.events().move(account_.id, into, from, facet.id));
        for (auto& identifier : facet.identifiers) {
            bool is_shared =
                std::ranges::any_of(stay, [&](auto& other) { return asserts(other, identifier); });
            if (!is_shared && TRY(tx_.profiles().owner(account_.id, identifier)) == into)
                TRY(tx_.profiles().assign(account_.id, identifier, from));
        }
    }
    TRY(hand_back_consents(merge, keys));
    TRY(hand_back_lists(merge));
    for (auto& pair : merge.duplicates)
        if (TRY(tx_.profiles().find(account_.id, pair.other_than(from))))
            TRY(tx_.merges().note_duplicate(account_.id, pair));
    TRY(tx_.merges().note_undone(account_.id, merge.id, now_));
    for (ProfileId profile : {from, into}) {
        TRY(derive_consent(tx_, account_.id, profile, now_));
        TRY(note(ChangeKind::profile, profile.value));
        changed_.insert(profile);
    }
    return {};
}

/// What came with the profile goes back, and what its sources said of it since. Who unsubscribed
/// while they were one has unsubscribed as both.
Result<void> People::hand_back_consents(const store::Merge& merge,
                                        const std::set<std::string>& keys) {
    for (auto& entry : TRY(tx_.consents().ledger(account_.id, merge.into))) {
        bool came = std::ranges::find(merge.consents, entry.id) != merge.consents.end();
        bool is_theirs = entry.by == model::ConsentBy::vendor && keys.contains(entry.proof);
        if (came || is_theirs) {
            TRY(tx_.consents().move_entry(account_.id, merge.into, entry.id, merge.from.id));
        } else if (entry.recorded_at >= merge.at &&
                   entry.state == model::ConsentState::unsubscribed) {
            auto copy = entry;
            copy.profile = merge.from.id;
            TRY(tx_.consents().add(account_.id, copy));
        }
    }
    return {};
}

Result<void> People::hand_back_lists(const store::Merge& merge) {
    auto theirs = TRY(tx_.lists().of_profile(account_.id, merge.into));
    for (auto& membership : merge.memberships) {
        if (!TRY(tx_.lists().find(account_.id, membership.list))) continue;
        bool is_gain = std::ranges::find(merge.gained, membership.list) != merge.gained.end();
        bool is_still =
            std::ranges::find(theirs, membership.list, &model::Membership::list) != theirs.end();
        if (is_gain && !is_still) continue;  // left while they were one
        if (is_gain) TRY(tx_.lists().take_back(account_.id, membership.list, merge.into));
        TRY(tx_.lists().join(account_.id, membership));
        TRY(note(ChangeKind::membership, membership.profile.value));
    }
    return {};
}

Result<MergeId> Ingest::merge_people(AccountId account, ProfileId from, ProfileId into) {
    MergeId id;
    TRY(store_.write([&](store::Transaction& tx) -> Result<void> {
        auto owner = TRY(tx.accounts().find(account));
        if (!owner || !TRY(tx.profiles().find(account, from)) ||
            !TRY(tx.profiles().find(account, into)))
            return fail(ErrorKind::not_found, "no such profile");
        if (from == into) return fail(ErrorKind::invalid, "a profile cannot be merged into itself");
        Applied applied;
        model::Integration nobodys;
        People people(tx, *owner, nobodys, clock_.now(), random_, applied);
        id = TRY(people.merge(from, into));
        return people.finish();
    }));
    return id;
}

Result<void> Ingest::undo_merge(AccountId account, MergeId merge) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto owner = TRY(tx.accounts().find(account));
        auto remembered = TRY(tx.merges().find(account, merge));
        if (!owner || !remembered) return fail(ErrorKind::not_found, "no such merge");
        Applied applied;
        model::Integration nobodys;
        People people(tx, *owner, nobodys, clock_.now(), random_, applied);
        TRY(people.undo(*remembered));
        return people.finish();
    });
}

Result<void> Ingest::tell_apart(AccountId account, ProfileId a, ProfileId b, Apart apart) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        std::optional<Instant> at;
        if (apart == Apart::yes) at = clock_.now();
        if (!TRY(tx.merges().tell_apart(account, a, b, at)))
            return fail(ErrorKind::not_found, "no such pair");
        return tx.changes().append(account, ChangeKind::profile, a.value, 1, clock_.now());
    });
}

}  // namespace regulars::ingest
