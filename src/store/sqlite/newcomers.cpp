// Adds many new people at once: in the order of their hashes, so that neighbours in an index come together.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "store/sqlite/people_words.hpp"
#include "store/sqlite/profiles.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {

Result<std::vector<std::optional<ProfileId>>> SqliteProfiles::owners(AccountId account, std::span<const model::Identifier> identifiers) {
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    order.reserve(identifiers.size());
    for (std::size_t i = 0; i < identifiers.size(); ++i) order.emplace_back(session_.hash(identifiers[i].value), i);
    std::ranges::sort(order);
    std::vector<std::optional<ProfileId>> found(identifiers.size());
    for (auto& [hash, i] : order) found[i] = TRY(owner(account, identifiers[i]));
    return found;
}

Result<void> SqliteProfiles::add_newcomers(AccountId account, std::vector<Newcomer>& newcomers) {
    if (newcomers.empty()) return {};
    // The facets' unique index is by the key's hash: rows are made in that order.
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    order.reserve(newcomers.size());
    for (std::size_t i = 0; i < newcomers.size(); ++i) order.emplace_back(session_.hash(newcomers[i].facet.key), i);
    std::ranges::sort(order);
    std::vector<Newcomer> sorted;
    sorted.reserve(newcomers.size());
    for (auto& [hash, i] : order) sorted.push_back(std::move(newcomers[i]));
    newcomers = std::move(sorted);

    auto count = std::int64_t(newcomers.size());
    std::int64_t first = TRY(session_.advance(account, Counter::profile, count)) - count + 1;
    TRY(session_.advance(account, Counter::profiles_held, count));
    struct Owned {
        std::int64_t hash;
        const model::Identifier* identifier;
        ProfileId profile;
    };
    std::vector<Owned> owned;
    std::vector<std::pair<Word, ProfileId>> words;
    for (auto& [profile, facet] : newcomers) {
        profile.id = facet.profile = ProfileId{first++};
        auto fields = model::to_json(profile.fields);
        TRY(run(db_, "INSERT INTO profiles (account_id, profile_id, public_id, created_at, updated_at, fields) VALUES (?, ?, ?, ?, ?, ?)", account,
                profile.id, profile.public_id, profile.created_at, profile.updated_at, fields));
        TRY(add_facet(account, facet));
        for (auto& identifier : facet.identifiers) owned.push_back({session_.hash(identifier.value), &identifier, profile.id});
        for (auto& word : words_of(profile.fields)) words.emplace_back(std::move(word), profile.id);
    }
    std::ranges::sort(owned, {}, &Owned::hash);
    for (auto& [hash, identifier, profile] : owned)
        TRY(run(db_, "INSERT INTO identifiers (account_id, value_hash, kind, value, profile_id) VALUES (?, ?, ?, ?, ?)", account, hash,
                identifier->kind, identifier->value, profile));
    std::ranges::sort(words);
    for (auto& [word, profile] : words)
        TRY(run(db_, "INSERT INTO people_words (account_id, kind, word, profile_id) VALUES (?, ?, ?, ?)", account, word.kind, word.text, profile));
    return {};
}

}  // namespace regulars::store::sqlite
