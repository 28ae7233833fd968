// New people by the thousand, known people one by one, and everything back.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_store.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "ingest/people.hpp"

namespace regulars::ingest {
namespace {

using model::Channel;
using model::ConsentState;
using store::ChangeKind;

std::string key_of(const model::Import& import, const ImportedPerson& person) {
    return fmt::format("import:{}:{}", import.id.value, person.key);
}

class ImportWriter {
  public:
    ImportWriter(store::Transaction& tx, const model::Account& account, model::Import& import,
                 Instant now, Random& random)
        : tx_(tx),
          account_(account),
          import_(import),
          now_(now),
          source_(model::source_of(import)),
          people_(tx, account, nobodys_, now, random, applied_, import.id) {}

    Result<void> apply(const ImportedRows& rows, const store::PreparedNewcomers& newcomers) {
        auto added = TRY(tx_.profiles().add_newcomers(account_.id, newcomers));
        TRY(follow(rows.people, added));
        std::vector<const ImportedPerson*> known;
        for (std::size_t i = 0; i < added.size(); ++i)
            if (!added[i]) known.push_back(&rows.people[i]);
        std::ranges::sort(known, {}, &ImportedPerson::line);
        for (auto* person : known) TRY(update(*person));
        TRY(people_.finish());
        auto& done = import_.done;
        done.created += applied_.profiles_created;
        done.updated = done.people - done.created;
        return keep_progress(tx_, account_.id, import_, rows);
    }

  private:
    /// What comes with new people: their consents, their place on the list, the log of it.
    Result<void> follow(const std::vector<ImportedPerson>& people,
                        const std::vector<std::optional<ProfileId>>& added) {
        std::vector<std::pair<ProfileId, const ImportedPerson*>> newcomers;
        for (std::size_t i = 0; i < added.size(); ++i)
            if (added[i]) newcomers.emplace_back(*added[i], &people[i]);
        if (newcomers.empty()) return {};
        auto count = std::int64_t(newcomers.size());
        import_.done.people += count;
        import_.done.created += count;
        TRY(note(ChangeKind::profile, newcomers.front().first, count));
        std::vector<ProfileId> consented;
        for (auto& [profile, person] : newcomers) {
            for (auto& said : person->consents) {
                auto entry = entry_of(*person, said, profile);
                TRY(tx_.consents().add(account_.id, entry));
                auto consent = derive(std::span(&entry, 1));
                TRY(tx_.consents().set(account_.id, profile, said.channel, consent));
                count_consent({}, consent);
            }
            if (!person->consents.empty()) consented.push_back(profile);
            if (import_.list)
                TRY(tx_.lists().join(
                    account_.id, {import_.list, profile, now_, source_, model::JoinedBy::import}));
        }
        if (import_.list) {
            import_.done.joined += count;
            TRY(note(ChangeKind::membership, newcomers.front().first, count));
        }
        for (std::size_t from = 0, to = 0; from < consented.size(); from = to) {
            for (to = from + 1;
                 to < consented.size() && consented[to].value == consented[to - 1].value + 1;)
                ++to;
            TRY(note(ChangeKind::consent, consented[from], std::int64_t(to - from)));
        }
        return {};
    }

    Result<void> update(const ImportedPerson& person) {
        auto key = key_of(import_, person);
        bool is_repeated = TRY(tx_.profiles().place_of_facet(account_.id, key)).has_value();
        TRY(people_.upsert({.key = key,
                            .as_of = *import_.started_at,
                            .fields = person.fields,
                            .identifiers = person.identifiers}));
        auto place = TRY(people_.find(key));
        if (!place) return {};  // the person asked to be forgotten while the import ran
        ++(is_repeated ? import_.done.repeated : import_.done.people);
        if (!person.consents.empty()) {
            auto ledger = TRY(tx_.consents().ledger(account_.id, place->profile));
            std::map<Channel, model::Consent> before;
            for (auto& said : person.consents) {
                auto entry = entry_of(person, said, place->profile);
                bool is_there = std::ranges::any_of(ledger, [&](auto& e) {
                    return e.source == entry.source && e.channel == entry.channel &&
                           e.state == entry.state && e.at == entry.at &&
                           e.opted_in_at == entry.opted_in_at;
                });
                before[said.channel] =
                    TRY(tx_.consents().of(account_.id, place->profile, said.channel));
                if (!is_there) TRY(tx_.consents().add(account_.id, entry));
            }
            TRY(derive_consent(tx_, account_.id, place->profile, now_));
            for (auto& [channel, was] : before)
                count_consent(was, TRY(tx_.consents().of(account_.id, place->profile, channel)));
        }
        // Who unsubscribed from the list does not come back by a file.
        if (import_.list &&
            model::left_list(TRY(tx_.consents().ledger(account_.id, place->profile)), import_.list))
            return {};
        if (!import_.list ||
            !TRY(tx_.lists().join(account_.id, {import_.list, place->profile, now_, source_,
                                                model::JoinedBy::import})))
            return {};
        ++import_.done.joined;
        return note(ChangeKind::membership, place->profile, 1);
    }

    /// A grant is one's word about somebody else: it yields to the person's own unsubscription,
    /// unless it shows a later date. That somebody unsubscribed is taken as their own word.
    model::ConsentEntry entry_of(const ImportedPerson& person, const SaidByRow& said,
                                 ProfileId profile) const {
        bool granted = said.said == SaidConsent::granted;
        return {.profile = profile,
                .channel = said.channel,
                .state = granted ? ConsentState::subscribed : ConsentState::unsubscribed,
                .by = granted ? model::ConsentBy::vendor : model::ConsentBy::person,
                .method = "import",
                .source = source_,
                .at = person.consented_at.value_or(*import_.started_at),
                .opted_in_at = granted ? person.consented_at : std::nullopt,
                .recorded_at = now_,
                .proof = person.consent_source.empty()
                             ? fmt::format("line {}", person.line)
                             : fmt::format("line {}: {}", person.line, person.consent_source),
                .list = granted ? import_.list : ListId{}};
    }

    void count_consent(const model::Consent& before, const model::Consent& after) {
        if (before.state == after.state) return;
        if (after.state == ConsentState::subscribed) ++import_.done.subscribed;
        if (after.state == ConsentState::unsubscribed) ++import_.done.unsubscribed;
    }

    Result<void> note(ChangeKind kind, ProfileId first, std::int64_t count) {
        return tx_.changes().append(account_.id, kind, first.value, count, now_);
    }

    store::Transaction& tx_;
    const model::Account& account_;
    model::Import& import_;
    Instant now_;
    std::string source_;
    Applied applied_;
    model::Integration nobodys_;
    People people_;
};

/// What is left of a profile that others know too: without this import's consents and membership.
Result<void> clean(store::Transaction& tx, AccountId account, const model::Import& import,
                   ProfileId profile, Instant now) {
    auto source = model::source_of(import);
    if (TRY(tx.consents().remove_of(account, profile, source)) > 0)
        TRY(derive_consent(tx, account, profile, now));
    for (auto& membership : TRY(tx.lists().of_profile(account, profile))) {
        if (membership.source != source) continue;
        TRY(tx.lists().take_back(account, membership.list, profile));
        TRY(tx.changes().append(account, ChangeKind::membership, profile.value, 1, now));
    }
    return {};
}

}  // namespace

std::unique_ptr<store::PreparedNewcomers> prepare_newcomers(const store::Store& store,
                                                            const model::Import& import,
                                                            ImportedRows& rows, Instant now,
                                                            Random& random) {
    REGULARS_ASSERT(import.started_at.has_value(), "an import whose rows are read has begun");
    auto ready = store.prepare(rows.people.size(), [&](std::size_t i) -> store::Newcomer {
        auto& person = rows.people[i];
        return {.profile = {.public_id = make_ulid(now, random),
                            .fields = person.fields,
                            .created_at = now,
                            .updated_at = now},
                .facet = {.import = import.id,
                          .key = key_of(import, person),
                          .as_of = *import.started_at,
                          .said = person.fields,
                          .identifiers = person.identifiers}};
    });
    std::vector<ImportedPerson> ordered;
    ordered.reserve(rows.people.size());
    for (auto place : ready->order()) ordered.push_back(std::move(rows.people[place]));
    rows.people = std::move(ordered);
    return ready;
}

Result<void> apply_import(store::Transaction& tx, const model::Account& account,
                          model::Import& import, const ImportedRows& rows,
                          const store::PreparedNewcomers& newcomers, Instant now, Random& random) {
    REGULARS_ASSERT(import.started_at.has_value(), "an import that is applied has begun");
    return ImportWriter(tx, account, import, now, random).apply(rows, newcomers);
}

Result<void> keep_progress(store::Transaction& tx, AccountId account, model::Import& import,
                           const RowsRead& rows) {
    add(import.done, rows);
    import.position += rows.rows;
    TRY(tx.imports().update(account, import));
    if (rows.problems.empty()) return {};
    auto kept = TRY(tx.imports().count_problems(account, import.id));
    for (auto& problem : rows.problems) {
        if (kept++ >= most_kept_problems) break;
        TRY(tx.imports().add_problem(account, import.id, problem));
    }
    return {};
}

Result<bool> undo_import(store::Transaction& tx, const model::Account& account,
                         model::Import& import, int most, Instant now, Random& random) {
    auto facets = TRY(tx.profiles().facets_of(account.id, import.id, most));
    Applied applied;
    model::Integration nobodys;
    People people(tx, account, nobodys, now, random, applied, import.id);
    std::set<ProfileId> touched;
    for (auto& facet : facets) {
        touched.insert(facet.profile);
        TRY(people.drop(facet));
    }
    TRY(people.finish());
    for (auto profile : touched)
        if (TRY(tx.profiles().find(account.id, profile)))
            TRY(clean(tx, account.id, import, profile, now));
    import.done.removed += applied.profiles_erased;
    import.done.events_removed += applied.events_retracted;
    TRY(tx.imports().update(account.id, import));
    return int(facets.size()) == most;
}

}  // namespace regulars::ingest
