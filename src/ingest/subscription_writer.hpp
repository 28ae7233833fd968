// The steps that subscriptions are made of, inside one transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ingest/people.hpp"
#include "ingest/product_events.hpp"
#include "ingest/subscriptions.hpp"

namespace regulars::ingest {

enum class Unknown { make, leave };

/// Somebody, and where the app's own word of them stands.
struct Somebody {
    ProfileId profile;
    FacetId facet;
};

/// Lives as long as its transaction. Refusals are collected, errors stop everything.
class SubscriptionWriter {
  public:
    SubscriptionWriter(store::Transaction& tx, const model::Account& account, Instant now,
                       Random& random, const Act& act)
        : tx_(tx),
          account_(account),
          now_(now),
          random_(random),
          act_(act),
          people_(tx, account, nobodys_, now, random, applied_),
          events_(tx, account.id, now, random) {}

    /// Whose turn it is, for refusals.
    void at(std::size_t index) { index_ = index; }

    Result<void> put_on(const Subscriber& person, const model::List& list);
    Result<void> take_off(const Who& who, const model::List& list);
    /// Subscribes, or asks to confirm first; `list` is null for none.
    Result<void> subscribe(const Subscriber& person, const model::List* list, model::OptIn opt_in,
                           Asking asking);
    Result<void> agree(const Subscriber& person, const model::List* list, Asking asking);
    Result<void> leave(const Subscriber& person, const model::List* list,
                       model::UnsubscribeFrom reach);
    Result<void> suppress(const Subscriber& person, model::SuppressionReason reason, Instant at);
    Result<void> unsuppress(const Subscriber& person, model::SuppressionReason reason);

    /// Call once, last.
    Result<Edited> finish();

  private:
    struct Address {
        model::Channel channel;
        std::string value;  // matching form
    };
    void refuse(std::string code, std::string why) {
        edited_.refused.push_back({index_, std::move(code), std::move(why)});
    }
    bool is_refused() const {
        return !edited_.refused.empty() && edited_.refused.back().index == index_;
    }
    Result<void> unchanged() { return ++edited_.unchanged, Result<void>(); }
    Result<void> note(store::ChangeKind kind, ProfileId profile) {
        return tx_.changes().append(account_.id, kind, profile.value, 1, now_);
    }

    /// Matching forms of the addresses given; refuses what is none.
    std::optional<std::vector<Address>> addresses_in(const Who& who);
    /// Those, or every address that a profile is found by on the channels.
    store::Maybe<std::vector<Address>> addresses_of(const Subscriber& person);
    /// Nothing where refused (noted), or nobody.
    store::Maybe<ProfileId> known(const Who& who);
    /// The same, making a profile where asked to. The app keeps the addresses: what the person said
    /// holds when every other source of them is gone.
    store::Maybe<Somebody> somebody(const Subscriber& person, Unknown unknown);
    Result<FacetId> facet_of(ProfileId profile);

    Result<void> join(const Somebody& who, const model::List& list, Instant at, bool starts_flows);
    Result<void> ask(const Subscriber& person, const model::List* list);
    /// Of who is or was on it; whether they were on it until now. Saying it twice is no
    /// unsubscription from everything.
    Result<bool> leave_list(const Somebody& who, const model::List& list);
    Result<void> record(ProfileId profile, model::Channel channel, model::ConsentState state,
                        Instant at, const model::List* list);
    Result<bool> has_agreed(ProfileId profile, const Subscriber& person, const model::List* list);
    Result<bool> has_addresses(ProfileId profile, const Subscriber& person);
    Result<void> tell(const Address& address, model::SuppressionReason reason,
                      ProductMetric metric);

    store::Transaction& tx_;
    const model::Account& account_;
    Instant now_;
    Random& random_;
    const Act& act_;
    model::Integration nobodys_;
    Applied applied_;
    People people_;
    ProductEvents events_;
    Edited edited_;
    std::size_t index_ = 0;
    std::optional<std::int64_t> waiting_;  // outgoing mails, counted once
};

}  // namespace regulars::ingest
