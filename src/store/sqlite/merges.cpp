// Reads and writes possible duplicates and merges.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/merges.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_DUPLICATE \
    "SELECT profile_id, other_profile_id, why, told_apart_at FROM possible_duplicates "

Result<PossibleDuplicate> read_duplicate(Query& row) {
    PossibleDuplicate pair;
    row.into(pair.a, pair.b, pair.why, pair.told_apart_at);
    return pair;
}

template <class List, class Write>
std::string list_text(const List& list, Write write) {
    JsonWriter out;
    out.begin_array();
    for (auto& item : list) write(out, item);
    return out.end_array().take();
}

void write_membership(JsonWriter& out, const Merge& merge, const model::Membership& membership) {
    bool is_gain = std::ranges::find(merge.gained, membership.list) != merge.gained.end();
    out.begin_object()
        .member("list", membership.list.value)
        .member("joined_at", membership.joined_at.us);
    out.member("source", membership.source)
        .member("gained", is_gain)
        .member("how", std::int64_t(membership.how));
    out.member("starts_flows", membership.starts_flows).end_object();
}

void write_duplicate(JsonWriter& out, const PossibleDuplicate& pair) {
    out.begin_object().member("a", pair.a.value).member("b", pair.b.value).member("why", pair.why);
    if (pair.told_apart_at) out.member("told_apart_at", pair.told_apart_at->us);
    out.end_object();
}

std::int64_t number(JsonNode node) { return node.integer().value_or(0); }

template <class Take>
Result<void> each_in(std::string_view json, Take take) {
    auto document = TRY(JsonDocument::parse(json));
    document.root().each(take);
    return {};
}

Result<Merge> read_merge(Query& row) {
    Merge merge;
    row.into(merge.id, merge.from.id, merge.from.public_id, merge.from.created_at,
             merge.from.updated_at);
    merge.from.fields = TRY(model::person_fields_from(row.text(5)));
    merge.into = ProfileId{row.integer(6)};
    merge.at = Instant{row.integer(7)};
    if (!row.is_null(8)) merge.undone_at = Instant{row.integer(8)};
    TRY(each_in(row.text(9),
                [&](JsonNode facet) { merge.facets.push_back(FacetId{number(facet)}); }));
    TRY(each_in(row.text(10), [&](JsonNode entry) { merge.consents.push_back(number(entry)); }));
    TRY(each_in(row.text(11), [&](JsonNode m) {
        ListId list{number(m["list"])};
        merge.memberships.push_back({list,
                                     merge.from.id,
                                     {number(m["joined_at"])},
                                     std::string(m["source"].string().value_or("")),
                                     model::JoinedBy(number(m["how"])),
                                     m["starts_flows"].boolean().value_or(false)});
        if (m["gained"].boolean().value_or(false)) merge.gained.push_back(list);
    }));
    TRY(each_in(row.text(12), [&](JsonNode d) {
        auto told = d["told_apart_at"].integer();
        merge.duplicates.push_back({ProfileId{number(d["a"])}, ProfileId{number(d["b"])},
                                    std::string(d["why"].string().value_or("")),
                                    told ? std::optional(Instant{*told}) : std::nullopt});
    }));
    return merge;
}

}  // namespace

Result<void> SqliteMerges::note_duplicate(AccountId account, const PossibleDuplicate& pair) {
    TRY(run(db_,
            "INSERT INTO possible_duplicates (account_id, profile_id, other_profile_id, why, "
            "told_apart_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            account, std::min(pair.a, pair.b), std::max(pair.a, pair.b), pair.why,
            pair.told_apart_at));
    return {};
}

Result<bool> SqliteMerges::tell_apart(AccountId account, ProfileId a, ProfileId b,
                                      std::optional<Instant> at) {
    return TRY(run(db_,
                   "UPDATE possible_duplicates SET told_apart_at = ? WHERE account_id = ? AND "
                   "profile_id = ? AND other_profile_id = ?",
                   at, account, std::min(a, b), std::max(a, b))) > 0;
}

Result<std::optional<PossibleDuplicate>> SqliteMerges::find_duplicate(AccountId account,
                                                                      ProfileId a, ProfileId b) {
    Query query(
        db_, REGULARS_DUPLICATE "WHERE account_id = ? AND profile_id = ? AND other_profile_id = ?",
        account, std::min(a, b), std::max(a, b));
    return first_row(query, read_duplicate);
}

Result<std::vector<PossibleDuplicate>> SqliteMerges::duplicates(
    AccountId account, std::pair<ProfileId, ProfileId> after, int limit) {
    Query query(db_,
                REGULARS_DUPLICATE
                "WHERE account_id = ? AND (profile_id, other_profile_id) > (?, ?) AND "
                "told_apart_at IS NULL "
                "ORDER BY profile_id, other_profile_id LIMIT ?",
                account, after.first, after.second, limit);
    return every_row(query, read_duplicate);
}

Result<std::vector<PossibleDuplicate>> SqliteMerges::duplicates_of(AccountId account,
                                                                   ProfileId id) {
    Query query(db_,
                REGULARS_DUPLICATE
                "WHERE account_id = ?1 AND profile_id = ?2 UNION " REGULARS_DUPLICATE
                "WHERE account_id = ?1 AND other_profile_id = ?2 ORDER BY 1, 2",
                account, id);
    return every_row(query, read_duplicate);
}

Result<std::int64_t> SqliteMerges::count_duplicates(AccountId account) {
    Query query(
        db_,
        "SELECT count(*) FROM possible_duplicates WHERE account_id = ? AND told_apart_at IS NULL",
        account);
    TRY(query.next());
    return query.integer(0);
}

Result<void> SqliteMerges::add(AccountId account, Merge& merge) {
    MergeId id{TRY(session_.advance(account, Counter::merge))};
    TRY(run(
        db_,
        "INSERT INTO merges (account_id, merge_id, from_profile_id, from_public_id, "
        "from_created_at, from_updated_at, from_fields, "
        "into_profile_id, at, facets, consents, memberships, duplicates) VALUES (?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?)",
        account, id, merge.from.id, merge.from.public_id, merge.from.created_at,
        merge.from.updated_at, model::to_json(merge.from.fields), merge.into, merge.at,
        list_text(merge.facets, [](JsonWriter& out, FacetId facet) { out.value(facet.value); }),
        list_text(merge.consents, [](JsonWriter& out, std::int64_t entry) { out.value(entry); }),
        list_text(
            merge.memberships,
            [&](JsonWriter& out, auto& membership) { write_membership(out, merge, membership); }),
        list_text(merge.duplicates, write_duplicate)));
    merge.id = id;
    return {};
}

Result<std::optional<Merge>> SqliteMerges::find(AccountId account, MergeId id) {
    Query query(db_,
                "SELECT merge_id, from_profile_id, from_public_id, from_created_at, "
                "from_updated_at, from_fields, into_profile_id, at, undone_at, "
                "facets, consents, memberships, duplicates FROM merges WHERE account_id = ? AND "
                "merge_id = ?",
                account, id);
    return first_row(query, read_merge);
}

Result<std::optional<ProfileId>> SqliteMerges::whereabouts(AccountId account,
                                                           std::string_view public_id) {
    Query query(db_,
                "SELECT into_profile_id FROM merges WHERE account_id = ? AND from_public_id = ? "
                "AND undone_at IS NULL "
                "ORDER BY merge_id DESC LIMIT 1",
                account, public_id);
    return first_row(query,
                     [](Query& row) -> Result<ProfileId> { return ProfileId{row.integer(0)}; });
}

Result<void> SqliteMerges::note_undone(AccountId account, MergeId id, Instant at) {
    return expect_row(
        run(db_, "UPDATE merges SET undone_at = ? WHERE account_id = ? AND merge_id = ?", at,
            account, id),
        "there is no such merge");
}

}  // namespace regulars::store::sqlite
