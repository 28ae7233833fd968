// Adds many new people at once: neighbours in an index come together.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "store/sqlite/newcomers.hpp"
#include "store/sqlite/profiles.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {

Result<std::vector<std::optional<ProfileId>>> SqliteProfiles::owners(
    AccountId account, std::span<const model::Identifier> identifiers) {
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    order.reserve(identifiers.size());
    for (std::size_t i = 0; i < identifiers.size(); ++i)
        order.emplace_back(session_.hash(identifiers[i].value), i);
    std::ranges::sort(order);
    std::vector<std::optional<ProfileId>> found(identifiers.size());
    for (auto& [hash, i] : order) found[i] = TRY(owner(account, identifiers[i]));
    return found;
}

template <class Kind>
void SqliteNewcomers::Entries<Kind>::add(std::int64_t hash, Kind kind, std::size_t row,
                                         std::string_view text) {
    all.push_back(
        {hash, kind, std::uint32_t(row), std::uint32_t(texts.size()), std::uint32_t(text.size())});
    texts += text;
}

template <class Kind>
void SqliteNewcomers::Entries<Kind>::sort() {
    std::ranges::sort(all, [&](auto& a, auto& b) {
        if (a.hash != b.hash) return a.hash < b.hash;
        if (a.kind != b.kind) return a.kind < b.kind;
        if (int order = text_of(a).compare(text_of(b)); order != 0) return order < 0;
        return a.row < b.row;
    });
    std::string sorted;
    sorted.reserve(texts.size());
    for (auto& entry : all) {
        auto text = text_of(entry);
        entry.at = std::uint32_t(sorted.size());
        sorted += text;
    }
    texts = std::move(sorted);
}

SqliteNewcomers::SqliteNewcomers(std::size_t count,
                                 const std::function<Newcomer(std::size_t)>& newcomer, Hash hash) {
    REGULARS_ASSERT(count <= most_newcomers, "more newcomers than are prepared together");
    rows_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) add(i, newcomer(i), hash);
    identifiers_.sort();
    find_repeats();
    sort_rows();
    words_.sort();
}

void SqliteNewcomers::add(std::size_t place, Newcomer newcomer, Hash hash) {
    auto& [profile, facet, other_key] = newcomer;
    Row row{.key_hash = hash(facet.key),
            .fields = model::to_json(profile.fields),
            .identifiers = identifiers_json(facet.identifiers),
            .seen = properties_json(facet.seen)};
    row.said = facet.said == profile.fields ? row.fields : model::to_json(facet.said);
    for (auto& word : words_of(profile.fields)) words_.add(0, word.kind, place, word.text);
    for (auto& identifier : facet.identifiers)
        identifiers_.add(hash(identifier.value), identifier.kind, place, identifier.value);
    facet.identifiers.clear();
    facet.seen.clear();
    facet.said = {};
    profile.fields = {};
    row.profile = std::move(profile);
    row.facet = std::move(facet);
    row.other_key = std::move(other_key);
    rows_.push_back(std::move(row));
}

/// While rows stand as they came.
void SqliteNewcomers::find_repeats() {
    auto& all = identifiers_.all;
    for (std::size_t i = 1; i < all.size(); ++i) {
        auto &before = all[i - 1], &entry = all[i];
        bool is_same = entry.hash == before.hash && entry.kind == before.kind &&
                       identifiers_.text_of(entry) == identifiers_.text_of(before);
        if (is_same && entry.row != before.row) rows_[entry.row].repeats = true;
    }
}

/// The facets' unique index is by the key's hash: rows are made in that order.
void SqliteNewcomers::sort_rows() {
    order_.resize(rows_.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::ranges::sort(order_, [&](auto a, auto b) {
        return std::pair(rows_[a].key_hash, a) < std::pair(rows_[b].key_hash, b);
    });
    std::vector<Row> sorted;
    sorted.reserve(rows_.size());
    std::vector<std::uint32_t> row_at(rows_.size());
    for (auto place : order_) {
        row_at[place] = std::uint32_t(sorted.size());
        sorted.push_back(std::move(rows_[place]));
    }
    rows_ = std::move(sorted);
    for (auto& entry : identifiers_.all) entry.row = row_at[entry.row];
    for (auto& entry : words_.all) entry.row = row_at[entry.row];
}

/// By row: whether the person is added.
Result<std::vector<bool>> SqliteProfiles::who_is_new(AccountId account,
                                                     const SqliteNewcomers& newcomers) {
    auto rows = newcomers.rows();
    std::vector<bool> is_new(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) is_new[i] = !rows[i].repeats;
    for (auto& entry : newcomers.identifiers().all) {
        if (!is_new[entry.row]) continue;
        Query query(db_, Lasting{},
                    "SELECT 1 FROM identifiers WHERE account_id = ? AND value_hash = ? AND kind = "
                    "? AND value = ?",
                    account, entry.hash, entry.kind, newcomers.identifiers().text_of(entry));
        if (TRY(query.next())) is_new[entry.row] = false;
    }
    Query forgotten(db_, "SELECT 1 FROM forgotten_keys WHERE account_id = ? LIMIT 1", account);
    if (!TRY(forgotten.next())) return is_new;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (auto key : {&rows[i].facet.key, &rows[i].other_key})
            if (is_new[i] && !key->empty() && TRY(is_forgotten(account, *key))) is_new[i] = false;
    return is_new;
}

Result<std::vector<std::optional<ProfileId>>> SqliteProfiles::add_newcomers(
    AccountId account, const PreparedNewcomers& prepared) {
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
        ids[i] = id;
        TRY(run(db_,
                "INSERT INTO profiles (account_id, profile_id, public_id, created_at, updated_at, "
                "fields) VALUES (?, ?, ?, ?, ?, ?)",
                account, id, row.profile.public_id, row.profile.created_at, row.profile.updated_at,
                row.fields));
        auto& f = row.facet;
        TRY(run(db_,
                "INSERT INTO facets (account_id, key_hash, facet_id, profile_id, integration_id, "
                "import_id, key, as_of, opted_in, identifiers, seen, said) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                account, row.key_hash, FacetId{++facet}, id, f.integration, f.import, f.key,
                f.as_of, f.opted_in, row.identifiers, row.seen, row.said));
    }
    for (auto& entry : newcomers.identifiers().all)
        if (ids[entry.row])
            TRY(run(db_,
                    "INSERT INTO identifiers (account_id, value_hash, kind, value, profile_id) "
                    "VALUES (?, ?, ?, ?, ?)",
                    account, entry.hash, entry.kind, newcomers.identifiers().text_of(entry),
                    *ids[entry.row]));
    for (auto& entry : newcomers.words().all)
        if (ids[entry.row])
            TRY(run(
                db_,
                "INSERT INTO people_words (account_id, kind, word, profile_id) VALUES (?, ?, ?, ?)",
                account, entry.kind, newcomers.words().text_of(entry), *ids[entry.row]));
    return ids;
}

}  // namespace regulars::store::sqlite
