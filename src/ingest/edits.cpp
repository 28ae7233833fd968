// What people at the keyboard change of a person: names, properties, or everything by erasing.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "ingest/ingest.hpp"
#include "ingest/people.hpp"

namespace regulars::ingest {
namespace {

constexpr std::string_view app_prefix = "app:";
constexpr std::size_t most_properties = 400;

bool is_apps(const model::Facet& facet) {
    return !facet.integration && facet.key.starts_with(app_prefix);
}

Result<void> change(model::Facet& apps, const PersonEdit& edit,
                    const std::vector<model::Facet>& all) {
    if (edit.first_name) apps.said.first_name = clipped(trimmed(*edit.first_name), 1'000);
    if (edit.last_name) apps.said.last_name = clipped(trimmed(*edit.last_name), 1'000);
    for (auto& [name, value] : edit.properties) {
        if (value) {
            apps.said.properties.insert_or_assign(name, *value);
            continue;
        }
        apps.said.properties.erase(name);
        bool elsewhere = std::ranges::any_of(all, [&](auto& facet) {
            return facet.id != apps.id &&
                   (facet.said.properties.contains(name) || facet.seen.contains(name));
        });
        if (elsewhere)
            return fail(ErrorKind::invalid,
                        "comes from a connected app, which would bring it back; change it there",
                        pointer_to("/properties", name));
    }
    if (apps.said.properties.size() > most_properties)
        return fail(ErrorKind::exhausted,
                    fmt::format("a person has at most {} properties set by hand", most_properties),
                    "/properties");
    return {};
}

}  // namespace

Result<void> Ingest::edit_person(AccountId account, const PersonEdit& edit) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto profile = TRY(tx.profiles().find(account, edit.profile));
        if (!profile) return fail(ErrorKind::not_found, "no such profile");
        if (profile->fields != edit.expected)
            return fail(ErrorKind::conflict, "the profile was changed since it was read");
        Instant now = clock_.now();
        auto facets = TRY(tx.profiles().facets(account, edit.profile));
        auto apps = std::ranges::find_if(facets, is_apps);
        if (apps == facets.end())
            apps = facets.insert(
                facets.end(),
                {.profile = edit.profile, .key = std::string(app_prefix) + profile->public_id});
        apps->as_of = now;
        TRY(change(*apps, edit, facets));
        if (apps->id)
            TRY(tx.profiles().update_facet(account, *apps));
        else
            TRY(tx.profiles().add_facet(account, *apps));
        auto fields = model::fold(facets);
        if (fields == profile->fields) return {};
        profile->fields = std::move(fields);
        profile->updated_at = now;
        TRY(tx.profiles().update(account, *profile));
        return tx.changes().append(account, store::ChangeKind::profile, edit.profile.value, 1, now);
    });
}

Result<void> Ingest::erase_person(AccountId account, ProfileId profile) {
    return store_.write([&](store::Transaction& tx) -> Result<void> {
        auto owner = TRY(tx.accounts().find(account));
        if (!owner || !TRY(tx.profiles().find(account, profile)))
            return fail(ErrorKind::not_found, "no such profile");
        Applied applied;
        model::Integration nobodys;
        People people(tx, *owner, nobodys, clock_.now(), random_, applied);
        for (auto& facet : TRY(tx.profiles().facets(account, profile)))
            TRY(people.erase({facet.key}));
        return people.finish();
    });
}

}  // namespace regulars::ingest
