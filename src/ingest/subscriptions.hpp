// What people, users and programs do to lists and consent: many people in one transaction, refusals
// by index.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/env.hpp"
#include "model/outgoing.hpp"
#include "model/suppression.hpp"
#include "store/store.hpp"

namespace regulars::ingest {

inline constexpr std::size_t most_people_at_once = 1'000;
/// Mail of one account that may wait; beyond it nobody more is asked to confirm.
inline constexpr std::int64_t most_outgoing = 10'000;

/// Who is meant: a profile by its public id, or else addresses as given.
struct Who {
    std::string profile_id;
    std::string email, phone;
};

struct Subscriber {
    Who who;
    std::string first_name, last_name;    // kept where given
    bool email = true, sms = false;       // channels
    std::optional<Instant> consented_at;  // none: now
};

/// By what and whom something is recorded.
struct Act {
    std::string method = "manual";  // "api", "form", "preference_page", "one_click_unsubscribe" …
    std::string source;             // a user's email, a key's or a page's name
    std::string proof;
    std::string method_detail = {};  // see model::ConsentEntry
    model::JoinedBy how = model::JoinedBy::manual;
    std::string language;  // of mail that it causes; empty: the account's
};

/// One of a call's people that was not served. Codes: not_found, invalid, no_address, unsubscribed,
/// full.
struct Refusal {
    std::size_t index = 0;
    std::string code, why;
    bool operator==(const Refusal&) const = default;
};

struct Edited {
    std::int64_t changed = 0, unchanged = 0;
    std::int64_t pending = 0;  // asked to confirm first
    std::int64_t created = 0;  // profiles
    std::vector<Refusal> refused;
};

enum class Confirmed { yes, used, expired, unknown, list_gone };

/// Whether a confirmation is asked for where the list or account is double opt-in.
enum class Asking { as_set_up, never };

/// Whether leaving a list can be about the list alone: the person is on it, or left it by their own
/// word. Of anybody else an unsubscription is about everything.
Result<bool> is_or_was_on_list(store::Transaction& tx, AccountId account, ProfileId profile,
                               ListId list);

/// Thread-safe as far as its store is. Errors of all: exhausted (more than most_people_at_once),
/// not_found (no such account or list), and the store's.
class Subscriptions {
  public:
    Subscriptions(store::Store& store, Clock& clock, Random& random)
        : store_(store), clock_(clock), random_(random) {}

    /// Creates no consent. An unknown email becomes a profile.
    Result<Edited> add_to_list(AccountId account, ListId list, std::span<const Who> people,
                               const Act& act);
    /// Is no unsubscription.
    Result<Edited> take_off_list(AccountId account, ListId list, std::span<const Who> people,
                                 const Act& act);
    /// Removes a list, its memberships first, in steps. `may_go` is asked in each step. Errors:
    /// conflict (integrations feed it: named), and may_go's.
    Result<void> remove_list(
        AccountId account, ListId list,
        const std::function<Result<void>(store::Transaction&, const model::List&)>& may_go);

    /// The person's own word. With a list (0: none) they join it. Asking::never: nobody is asked to
    /// confirm, and no flow starts from it.
    Result<Edited> subscribe(AccountId account, std::span<const Subscriber> people, ListId list,
                             const Act& act, Asking asking = Asking::as_set_up);
    /// `reach` (none: as the account chose) and `list` (0: none): email from the list alone, if the
    /// person is or was on it; else from everything on the channels, memberships staying as they
    /// are. Texts know no lists: who wants none wants none at all.
    Result<Edited> unsubscribe(AccountId account, std::span<const Subscriber> people, ListId list,
                               const Act& act, std::optional<model::UnsubscribeFrom> reach = {});
    /// Of addresses, whether somebody has them or not; of a profile, every address it is found by.
    Result<Edited> suppress(AccountId account, std::span<const Subscriber> people,
                            model::SuppressionReason reason, const Act& act,
                            std::optional<Instant> at = {});
    /// Lifts what was suppressed by hand; never creates consent. Errors: invalid (another
    /// `reason`: no hand lifts it, klaviyo-product §4.4).
    Result<Edited> unsuppress(AccountId account, std::span<const Subscriber> people,
                              model::SuppressionReason reason, const Act& act);

    /// Subscribes whoever was asked. Works once, within 72 hours.
    Result<Confirmed> confirm(AccountId account, std::string_view confirmation);

  private:
    store::Store& store_;
    Clock& clock_;
    Random& random_;
};

}  // namespace regulars::ingest
