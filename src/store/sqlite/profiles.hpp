// Profiles, identifiers and facets, in SQLite.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sqlite/session.hpp"
#include "store/sqlite/writer_memory.hpp"

namespace regulars::store::sqlite {

class SqliteNewcomers;

/// A facet's identifiers as they are stored: a list of [kind, value].
std::string identifiers_json(const std::vector<model::Identifier>& identifiers);
std::string properties_json(const model::Properties& properties);

class SqliteProfiles final : public Profiles {
  public:
    explicit SqliteProfiles(Session& session) : session_(session), db_(session.db) {}
    /// From now on the places of facets are remembered there, and looked for there first.
    void use(WriterMemory& memory) { memory_ = &memory; }
    Result<void> add(AccountId account, model::Profile& profile) override;
    Result<void> update(AccountId account, const model::Profile& profile) override;
    Result<void> restore(AccountId account, const model::Profile& profile) override;
    Result<void> remove(AccountId account, ProfileId id) override;
    Maybe<model::Profile> find(AccountId account, ProfileId id) override;
    Maybe<model::Profile> find(AccountId account, std::string_view public_id) override;
    Result<std::int64_t> count(AccountId account) override;
    Result<void> each(AccountId account, ProfileId after,
                      const Visit<model::Profile>& visit) override;

    Result<std::optional<ProfileId>> owner(AccountId account,
                                           const model::Identifier& identifier) override;
    Result<void> assign(AccountId account, const model::Identifier& identifier,
                        ProfileId profile) override;
    Result<void> assign_free(AccountId account, const model::Identifier& identifier,
                             ProfileId profile) override;
    Result<void> release(AccountId account, const model::Identifier& identifier) override;
    Result<std::vector<std::optional<ProfileId>>> owners(
        AccountId account, std::span<const model::Identifier> identifiers) override;
    Result<std::vector<std::optional<ProfileId>>> add_newcomers(
        AccountId account, const PreparedNewcomers& newcomers) override;
    Result<std::vector<model::Identifier>> identifiers(AccountId account, ProfileId id) override;
    Result<void> identifiers_between(
        AccountId account, model::IdentifierKind kind, ProfileId from, ProfileId to,
        const std::function<Result<void>(ProfileId, std::string_view)>& visit) override;

    Maybe<model::Facet> find_facet(AccountId account, std::string_view key) override;
    Maybe<FacetPlace> place_of_facet(AccountId account, std::string_view key) override;
    Result<std::vector<model::Facet>> facets(AccountId account, ProfileId id) override;
    Result<std::vector<model::Facet>> facets_of(AccountId account, IntegrationId integration,
                                                int limit) override;
    Result<std::vector<model::Facet>> facets_of(AccountId account, ImportId import,
                                                int limit) override;
    Result<void> add_facet(AccountId account, model::Facet& facet) override;
    Result<void> update_facet(AccountId account, const model::Facet& facet) override;
    Result<void> remove_facet(AccountId account, FacetId id) override;

    Result<void> forget_key(AccountId account, std::string_view key, Instant at) override;
    Result<bool> is_forgotten(AccountId account, std::string_view key) override;

  private:
    Result<std::vector<bool>> who_is_new(AccountId account, const SqliteNewcomers& newcomers);
    Result<void> insert(AccountId account, ProfileId id, const model::Profile& profile);
    Session& session_;
    Connection& db_;
    WriterMemory* memory_ = nullptr;  // of the writer alone
};

}  // namespace regulars::store::sqlite
