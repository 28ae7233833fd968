// Adds many new people at once: neighbours in an index come together.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/sqlite/newcomers.hpp"
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

SqliteNewcomers::SqliteNewcomers(std::size_t count, const std::function<Newcomer(std::size_t)>& newcomer, Hash hash) {
    rows_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) add(i, newcomer(i), hash);
    sort();
}

void SqliteNewcomers::add(std::size_t place, Newcomer newcomer, Hash hash) {
    auto& [profile, facet] = newcomer;
    Row row{.key_hash = hash(facet.key), .place = place, .fields = model::to_json(profile.fields), .identifiers = identifiers_json(facet.identifiers),
            .seen = properties_json(facet.seen)};
    row.said = facet.said == profile.fields ? row.fields : model::to_json(facet.said);
    for (auto& word : words_of(profile.fields)) {
        words_.push_back({word.kind, std::uint32_t(word_texts_.size()), std::uint32_t(word.text.size()), std::uint32_t(place)});
        word_texts_ += word.text;
    }
    for (auto& identifier : facet.identifiers) owned_.push_back({hash(identifier.value), std::move(identifier), place});
    facet.identifiers.clear();
    facet.seen.clear();
    facet.said = {};
    profile.fields = {};
    row.profile = std::move(profile);
    row.facet = std::move(facet);
    rows_.push_back(std::move(row));
}

void SqliteNewcomers::sort() {
    // The facets' unique index is by the key's hash: rows are made in that order.
    std::ranges::sort(rows_, {}, [](auto& row) { return std::pair(row.key_hash, row.place); });
    std::vector<std::size_t> row_at(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) row_at[rows_[i].place] = i;
    for (auto& owned : owned_) owned.row = row_at[owned.row];
    for (auto& word : words_) word.row = std::uint32_t(row_at[word.row]);

    std::ranges::sort(owned_, [&](auto& a, auto& b) {
        if (a.hash != b.hash) return a.hash < b.hash;
        if (a.identifier != b.identifier) return a.identifier < b.identifier;
        return rows_[a.row].place < rows_[b.row].place;
    });
    for (std::size_t i = 1; i < owned_.size(); ++i)
        if (owned_[i].hash == owned_[i - 1].hash && owned_[i].identifier == owned_[i - 1].identifier && owned_[i].row != owned_[i - 1].row)
            rows_[owned_[i].row].repeats = true;
    std::ranges::sort(words_, [&](auto& a, auto& b) {
        if (a.kind != b.kind) return a.kind < b.kind;
        if (int order = text_of(a).compare(text_of(b)); order != 0) return order < 0;
        return a.row < b.row;
    });
}

/// By row: whether the person is added.
Result<std::vector<bool>> SqliteProfiles::who_is_new(AccountId account, const SqliteNewcomers& newcomers) {
    auto rows = newcomers.rows();
    std::vector<bool> is_new(rows.size(), true);
    for (std::size_t i = 0; i < rows.size(); ++i) is_new[i] = !rows[i].repeats;
    for (auto& [hash, identifier, row] : newcomers.owned()) {
        if (!is_new[row]) continue;
        Query query(db_, Lasting{}, "SELECT 1 FROM identifiers WHERE account_id = ? AND value_hash = ? AND kind = ? AND value = ?", account, hash,
                    identifier.kind, identifier.value);
        if (TRY(query.next())) is_new[row] = false;
    }
    Query forgotten(db_, "SELECT 1 FROM forgotten_keys WHERE account_id = ? LIMIT 1", account);
    if (!TRY(forgotten.next())) return is_new;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (is_new[i] && TRY(is_forgotten(account, rows[i].facet.key))) is_new[i] = false;
    return is_new;
}

Result<std::vector<std::optional<ProfileId>>> SqliteProfiles::add_newcomers(AccountId account, const PreparedNewcomers& prepared) {
    auto& newcomers = static_cast<const SqliteNewcomers&>(prepared);
    auto rows = newcomers.rows();
    auto is_new = TRY(who_is_new(account, newcomers));
    auto count = std::ranges::count(is_new, true);
    std::vector<std::optional<ProfileId>> ids(rows.size());
    if (count == 0) return ids;
    std::int64_t profile = TRY(session_.advance(account, Counter::profile, count)) - count;
    std::int64_t facet = TRY(session_.advance(account, Counter::facet, count)) - count;
    TRY(session_.advance(account, Counter::profiles_held, count));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!is_new[i]) continue;
        auto& row = rows[i];
        ProfileId id{++profile};
        ids[row.place] = id;
        TRY(run(db_, "INSERT INTO profiles (account_id, profile_id, public_id, created_at, updated_at, fields) VALUES (?, ?, ?, ?, ?, ?)", account, id,
                row.profile.public_id, row.profile.created_at, row.profile.updated_at, row.fields));
        auto& f = row.facet;
        TRY(run(db_,
                "INSERT INTO facets (account_id, key_hash, facet_id, profile_id, integration_id, import_id, key, as_of, opted_in, identifiers, seen, said) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account, row.key_hash, FacetId{++facet}, id, f.integration, f.import, f.key, f.as_of, f.opted_in, row.identifiers, row.seen, row.said));
    }
    for (auto& [hash, identifier, row] : newcomers.owned())
        if (is_new[row])
            TRY(run(db_, "INSERT INTO identifiers (account_id, value_hash, kind, value, profile_id) VALUES (?, ?, ?, ?, ?)", account, hash, identifier.kind,
                    identifier.value, *ids[rows[row].place]));
    for (auto& word : newcomers.words())
        if (is_new[word.row])
            TRY(run(db_, "INSERT INTO people_words (account_id, kind, word, profile_id) VALUES (?, ?, ?, ?)", account, word.kind, newcomers.text_of(word),
                    *ids[rows[word.row].place]));
    return ids;
}

}  // namespace regulars::store::sqlite
