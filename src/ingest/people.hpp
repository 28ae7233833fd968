// Who is who: finds, makes, joins and forgets people inside one transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/env.hpp"
#include "ingest/batch.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

/// Derives the state of each channel from the ledger again and keeps it beside.
Result<void> derive_consent(store::Transaction& tx, AccountId account, ProfileId profile,
                            Instant now);

/// One Batch's work on people; see docs/decisions/0001. Lives as long as its transaction.
class People {
  public:
    People(store::Transaction& tx, const model::Account& account,
           const model::Integration& integration, Instant now, Random& random, Applied& applied,
           ImportId import = {})
        : tx_(tx),
          account_(account),
          integration_(integration),
          now_(now),
          random_(random),
          applied_(applied),
          import_(import) {}

    Result<void> upsert(const PersonUpsert& person);
    Result<void> erase(const PersonErasure& erasure);
    /// Takes a facet, its events and (when none is left) its profile away; the key may come back.
    Result<void> drop(const model::Facet& facet);
    /// The facet behind a person's key; none when forgotten, or never seen.
    store::Maybe<store::FacetPlace> find(const std::string& key);
    /// Adds a value to one of the person's list properties, unless it is there already.
    Result<void> see(const std::string& key, const std::string& property, const std::string& value);
    /// Joins a profile to another, which goes on; remembers what undoing it needs.
    Result<MergeId> merge(ProfileId from, ProfileId into);
    /// Takes a merge apart again. Errors: conflict (undone before, or nothing of it is left to
    /// take).
    Result<void> undo(const store::Merge& merge);
    /// Folds every profile whose facets changed. Call once, last.
    Result<void> finish();

  private:
    struct Claim {
        std::vector<model::Identifier> identifiers;  // sorted
        std::string email, phone;                    // matching forms, or empty
        std::optional<ProfileId> phone_owner;        // filled in by place
    };
    Claim claim_of(const PersonUpsert& person);
    Result<ProfileId> place(Claim& claim, ProfileId target, bool has_email);
    store::Maybe<store::FacetPlace> place_of(const std::string& key);
    /// Whether something newer is known of the person.
    Result<bool> is_old_news(const PersonUpsert& person);
    Result<model::Facet*> load(const std::string& key);
    Result<void> learn_why_absent(const std::string& key);
    Result<bool> has_email(ProfileId profile);
    Result<ProfileId> make_profile(const model::PersonFields& fields);
    Result<void> hand_over(const store::Merge& merge);
    Result<void> hand_back_consents(const store::Merge& merge, const std::set<std::string>& keys);
    Result<void> hand_back_lists(const store::Merge& merge);
    Result<void> note_duplicate(ProfileId one, ProfileId other);
    Result<void> join_survivor(const PersonUpsert& person);
    Result<model::Facet*> keep(model::Facet facet, const std::vector<model::Identifier>& before);
    Result<void> release(ProfileId profile, const std::vector<model::Identifier>& identifiers);
    Result<void> remove_profile(ProfileId profile);
    Result<void> forget_addresses(const model::Facet& facet);
    Result<void> grant(const PersonUpsert& person, const model::Facet& facet, bool newly_opted_in);
    Result<void> join_list(ProfileId profile);
    std::string source() const;  // as lists and ledgers show it: "OpenTable: Downtown"
    Result<void> note(store::ChangeKind kind, std::int64_t subject) {
        return tx_.changes().append(account_.id, kind, subject, 1, now_);
    }

    store::Transaction& tx_;
    const model::Account& account_;
    const model::Integration& integration_;
    Instant now_;
    Random& random_;
    Applied& applied_;
    ImportId import_;
    std::map<std::string, model::Facet, std::less<>>
        facets_;  // read or written in this transaction
    std::unordered_map<std::string, store::FacetPlace> places_;  // of facets not read whole
    std::set<std::string, std::less<>> forgotten_, unknown_;
    std::set<ProfileId> changed_;
};

}  // namespace regulars::ingest
