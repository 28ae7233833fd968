// Pairs of profiles that may be one person: seen side by side, merged, told apart, and taken back.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/fields.hpp"
#include "api/profile_written.hpp"
#include "api/reservations.hpp"
#include "api/router.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

using store::PossibleDuplicate;

std::string id_of(const PossibleDuplicate& pair) {
    return fmt::format("{}-{}", pair.a.value, pair.b.value);
}

std::optional<std::pair<ProfileId, ProfileId>> ids_in(std::string_view id) {
    auto parts = split(id, '-');
    if (parts.size() != 2) return std::nullopt;
    ProfileId a{number_in(parts[0])}, b{number_in(parts[1])};
    if (!a || !b) return std::nullopt;
    return std::pair(a, b);
}

Result<PossibleDuplicate> none() {
    return fail(ErrorKind::not_found, "This pair is no longer there: it was merged or erased.");
}

/// The pair that the path names, told apart or not. Errors: 404.
Result<PossibleDuplicate> pair_in(store::Transaction& tx, const Call& call) {
    auto ids = ids_in(call.path[0]);
    if (!ids) return none();
    auto pair = TRY(tx.merges().find_duplicate(call.account_id(), ids->first, ids->second));
    if (!pair) return none();
    return std::move(*pair);
}

Result<void> write_side(JsonWriter& out, store::Transaction& tx, const model::Account& account,
                        const Names& names, const model::Profile& profile,
                        const std::vector<model::Facet>& facets) {
    TRY(write_open_profile_row(out, tx, account, names, profile));
    auto lifetime =
        lifetime_of(TRY(tx.events().sums(account.id, profile.id)), names, account.currency);
    out.member("reservations", lifetime.reservations);
    write_instant(out, "first_seen_at", lifetime.first_seen);
    std::set<std::pair<std::string, IntegrationId>> theirs;  // by name
    for (auto& facet : facets)
        if (auto* integration = names.integration(facet.integration))
            theirs.insert({lowered(integration->name), integration->id});
    out.key("integrations").begin_array();
    for (auto& [name, id] : theirs) names.write_integration(out, id);
    out.end_array().end_object();
    return {};
}

/// A phone that both have given.
std::string shared_phone(const std::vector<model::Facet>& one,
                         const std::vector<model::Facet>& other) {
    for (auto& facet : one)
        if (!facet.said.phone.empty() &&
            std::ranges::any_of(other, [&](auto& f) { return f.said.phone == facet.said.phone; }))
            return facet.said.phone;
    return {};
}

Result<void> write_pair(JsonWriter& out, store::Transaction& tx, const model::Account& account,
                        const Names& names, const PossibleDuplicate& pair) {
    auto a = TRY(tx.profiles().find(account.id, pair.a)),
         b = TRY(tx.profiles().find(account.id, pair.b));
    if (!a || !b) return fail(ErrorKind::internal, "a pair names a profile that is not there");
    auto facets_of_a = TRY(tx.profiles().facets(account.id, pair.a)),
         facets_of_b = TRY(tx.profiles().facets(account.id, pair.b));
    out.begin_object().member("id", id_of(pair)).member("why", pair.why);
    write_text_or_null(out, "shared", shared_phone(facets_of_a, facets_of_b));
    out.key("profiles").begin_array();
    TRY(write_side(out, tx, account, names, *a, facets_of_a));
    TRY(write_side(out, tx, account, names, *b, facets_of_b));
    out.end_array().end_object();
    return {};
}

Answer read_duplicates(Call& call) {
    auto text = TRY(call.optional("after", 80));
    int limit = TRY(call.integer("limit", 1, 50, 20));
    auto after = ids_in(text);
    if (!text.empty() && !after)
        return refuse(Problem(400, "invalid", "is not the `next` of a page").in("after"));
    JsonWriter out;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto names = TRY(Names::load(tx, call.account_id()));
        auto pairs = TRY(tx.merges().duplicates(
            call.account_id(), after.value_or(std::pair<ProfileId, ProfileId>{}), limit + 1));
        bool has_more = pairs.size() > std::size_t(limit);
        if (has_more) pairs.pop_back();
        out.begin_object().key("data").begin_array();
        for (auto& pair : pairs) TRY(write_pair(out, tx, call.account(), names, pair));
        out.end_array().member("total", TRY(tx.merges().count_duplicates(call.account_id())));
        write_text_or_null(out, "next", has_more ? id_of(pairs.back()) : "");
        out.end_object();
        return {};
    }));
    return json_response(out);
}

Answer merge_duplicate(Call& call) {
    auto fields = TRY(Fields::of(call));
    auto keep = fields.text("keep", {1, 40});
    TRY(fields.done());
    model::Profile kept;
    ProfileId gone;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        auto pair = TRY(pair_in(tx, call));
        auto found = TRY(tx.profiles().find(call.account_id(), std::string_view(keep)));
        if (!found || (found->id != pair.a && found->id != pair.b))
            return refuse(Problem(400, "invalid", "is none of the two").at("/keep"));
        kept = *found;
        gone = pair.other_than(found->id);
        return {};
    }));
    auto merge = TRY(call.services.ingest.merge_people(call.account_id(), gone, kept.id));
    JsonWriter out;
    out.begin_object().member("id", std::to_string(merge.value)).key("profile");
    write_profile_ref(out, kept);
    out.end_object();
    return json_response(out);
}

Answer set_apart(Call& call, ingest::Apart apart) {
    PossibleDuplicate pair;
    TRY(call.read([&](store::Transaction& tx) -> Outcome<void> {
        pair = TRY(pair_in(tx, call));
        return {};
    }));
    TRY(call.services.ingest.tell_apart(call.account_id(), pair.a, pair.b, apart));
    return no_content();
}

Answer tell_apart(Call& call) { return set_apart(call, ingest::Apart::yes); }
Answer untell_apart(Call& call) { return set_apart(call, ingest::Apart::unknown); }

Answer undo_merge(Call& call) {
    TRY(call.services.ingest.undo_merge(call.account_id(), MergeId{number_in(call.path[0])}));
    return no_content();
}

constexpr Route table[] = {
    {"GET", "/app/v1/duplicates", Needs::analyst, "", &read_duplicates},
    {"POST", "/app/v1/duplicates/{id}/merge", Needs::admin, "", &merge_duplicate},
    {"POST", "/app/v1/duplicates/{id}/apart", Needs::admin, "", &tell_apart},
    {"DELETE", "/app/v1/duplicates/{id}/apart", Needs::admin, "", &untell_apart},
    {"POST", "/app/v1/merges/{id}/undo", Needs::admin, "", &undo_merge},
};

}  // namespace

std::span<const Route> duplicate_routes() { return table; }

}  // namespace regulars::api
