// Reads and writes facets; what a source said is JSON, its identifiers a list of [kind, value].
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/profiles.hpp"
#include "store/sqlite/rows.hpp"

namespace regulars::store::sqlite {
namespace {

#define REGULARS_FACET_COLUMNS                                                                   \
    "facet_id, profile_id, integration_id, import_id, key, as_of, opted_in, identifiers, seen, " \
    "said"

Result<std::vector<model::Identifier>> identifiers_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json));
    std::vector<model::Identifier> identifiers;
    bool is_well_formed = document.root().is_array();
    document.root().each([&](JsonNode pair) {
        std::vector<JsonNode> parts;
        pair.each([&](JsonNode part) { parts.push_back(part); });
        if (parts.size() != 2 || !parts[0].integer() || !parts[1].string()) {
            is_well_formed = false;
            return;
        }
        identifiers.push_back(
            {model::IdentifierKind(*parts[0].integer()), std::string(*parts[1].string())});
    });
    if (!is_well_formed)
        return fail(ErrorKind::internal, "a facet's identifiers are damaged: restore a backup");
    return identifiers;
}

Result<model::Facet> read_facet(Query& row) {
    model::Facet f;
    row.into(f.id, f.profile, f.integration, f.import, f.key, f.as_of, f.opted_in);
    f.identifiers = TRY(identifiers_from(row.text(7)));
    auto seen = TRY(JsonDocument::parse(row.text(8)));
    f.seen = TRY(model::properties_from(seen.root()));
    f.said = TRY(model::person_fields_from(row.text(9)));
    return f;
}

}  // namespace

std::string identifiers_json(const std::vector<model::Identifier>& identifiers) {
    JsonWriter out;
    out.begin_array();
    for (auto& identifier : identifiers)
        out.begin_array().value(int(identifier.kind)).value(identifier.value).end_array();
    out.end_array();
    return out.take();
}

std::string properties_json(const model::Properties& properties) {
    JsonWriter out;
    model::write(out, properties);
    return out.take();
}

// Without statistics SQLite takes an account for ten rows, and would rather walk all of them in the
// wanted order than sort the few that an index finds: so the index is named.
Maybe<model::Facet> SqliteProfiles::find_facet(AccountId account, std::string_view key) {
    Query query(db_,
                "SELECT " REGULARS_FACET_COLUMNS
                " FROM facets WHERE account_id = ? AND key_hash = ? AND key = ?",
                account, session_.hash(key), key);
    return first_row(query, read_facet);
}

Maybe<FacetPlace> SqliteProfiles::place_of_facet(AccountId account, std::string_view key) {
    if (memory_)
        if (auto* known = memory_->place(account, key)) return *known;
    Query query(db_, Lasting{},
                "SELECT facet_id, profile_id, as_of FROM facets WHERE account_id = ? AND key_hash "
                "= ? AND key = ?",
                account, session_.hash(key), key);
    auto found = TRY(first_row(query, [](Query& row) -> Result<FacetPlace> {
        FacetPlace place;
        row.into(place.facet, place.profile, place.as_of);
        return place;
    }));
    if (found && memory_) memory_->keep(account, key, *found);
    return found;
}

Result<std::vector<model::Facet>> SqliteProfiles::facets(AccountId account, ProfileId id) {
    Query query(db_,
                "SELECT " REGULARS_FACET_COLUMNS
                " FROM facets INDEXED BY facets_of_profile WHERE account_id = ? AND profile_id = ? "
                "ORDER BY facet_id",
                account, id);
    return every_row(query, read_facet);
}

Result<std::vector<model::Facet>> SqliteProfiles::facets_of(AccountId account,
                                                            IntegrationId integration, int limit) {
    Query query(db_,
                "SELECT " REGULARS_FACET_COLUMNS
                " FROM facets INDEXED BY facets_of_integration WHERE account_id = ? AND "
                "integration_id = ? ORDER BY facet_id LIMIT ?",
                account, integration, limit);
    return every_row(query, read_facet);
}

Result<std::vector<model::Facet>> SqliteProfiles::facets_of(AccountId account, ImportId import,
                                                            int limit) {
    Query query(db_,
                "SELECT " REGULARS_FACET_COLUMNS
                " FROM facets INDEXED BY facets_of_import WHERE account_id = ? AND import_id = ? "
                "AND import_id <> 0 ORDER BY facet_id LIMIT ?",
                account, import, limit);
    return every_row(query, read_facet);
}

Result<void> SqliteProfiles::add_facet(AccountId account, model::Facet& f) {
    FacetId id{TRY(session_.advance(account, Counter::facet))};
    TRY(run(db_,
            "INSERT INTO facets (account_id, key_hash, " REGULARS_FACET_COLUMNS
            ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            account, session_.hash(f.key), id, f.profile, f.integration, f.import, f.key, f.as_of,
            f.opted_in, identifiers_json(f.identifiers), properties_json(f.seen),
            model::to_json(f.said)));
    f.id = id;
    if (memory_) memory_->keep(account, f.key, {f.id, f.profile, f.as_of});
    return {};
}

Result<void> SqliteProfiles::update_facet(AccountId account, const model::Facet& f) {
    TRY(expect_row(
        run(db_,
            "UPDATE facets SET profile_id = ?, integration_id = ?, import_id = ?, as_of = ?, "
            "opted_in = ?, identifiers = ?, seen = ?, said = ? "
            "WHERE account_id = ? AND facet_id = ? AND key = ?",
            f.profile, f.integration, f.import, f.as_of, f.opted_in,
            identifiers_json(f.identifiers), properties_json(f.seen), model::to_json(f.said),
            account, f.id, f.key),
        "there is no such facet"));
    if (memory_) memory_->keep(account, f.key, {f.id, f.profile, f.as_of});
    return {};
}

Result<void> SqliteProfiles::remove_facet(AccountId account, FacetId id) {
    TRY(run(db_, "DELETE FROM facets WHERE account_id = ? AND facet_id = ?", account, id));
    if (memory_) memory_->forget_places();
    return {};
}

}  // namespace regulars::store::sqlite
