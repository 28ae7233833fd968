// Consent per channel: the ledger, and the state that follows from it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/list.hpp"

namespace regulars::model {

enum class Channel { email, sms };
std::string_view name_of(Channel channel);
enum class ConsentState { never_subscribed, subscribed, unsubscribed };
std::string_view name_of(ConsentState state);
/// Whose word an entry is: a vendor may only ever subscribe, and yields to the person.
enum class ConsentBy { person, vendor };

/// The detail of a subscription that the person confirmed by the link they were sent.
inline constexpr std::string_view confirmed_by_link = "confirmed_by_link";

/// One line of the ledger. Lines are only ever added.
struct ConsentEntry {
    std::int64_t id = 0;  // per profile, in the order recorded
    ProfileId profile;
    Channel channel = Channel::email;
    ConsentState state = ConsentState::subscribed;
    ConsentBy by = ConsentBy::vendor;
    std::string method;                  // "integration", "api", "preference_page" …
    std::string source;                  // for people: "OpenTable: Downtown"
    Instant at;                          // when consent was given or withdrawn, as far as known
    std::optional<Instant> opted_in_at;  // the vendor's own date of the opt-in, where it shows one
    Instant recorded_at;
    std::string proof;          // what shows it, such as the vendor record's id
    ListId list;                // the list it was about; 0 for none
    std::string method_detail;  // by which segments tell apart: of "integration"
                                // "regulars-opentable"; empty, or confirmed_by_link: the
                                // source does
    bool operator==(const ConsentEntry&) const = default;
};

struct Consent {
    ConsentState state = ConsentState::never_subscribed;
    std::string method, source;
    std::optional<Instant> at;
    std::string method_detail;
    bool operator==(const Consent&) const = default;
};

/// The state after all entries of one profile and channel, in any order. A person's own word is
/// ordered by `at`; a vendor's subscription counts only where no unsubscription of the person is
/// newer than the opt-in date the vendor shows (no date: any unsubscription beats it).
/// Unsubscribing from one list alone leaves it as it is.
Consent derive(std::span<const ConsentEntry> entries);

/// The unsubscription from this list alone that holds, if one does: the person's latest word about
/// the list, which a vendor's subscription with a newer opt-in date beats. A pointer into
/// `entries`.
const ConsentEntry* left_list(std::span<const ConsentEntry> entries, ListId list);

enum class UnsubscribeFrom { everything, the_list };
std::string_view name_of(UnsubscribeFrom what);  // "all", "list"
Result<UnsubscribeFrom> unsubscribe_from_named(std::string_view name);

/// An account's choices.
struct ConsentRules {
    UnsubscribeFrom unsubscribe_from =
        UnsubscribeFrom::everything;      // what unsubscribing from a list's mail means
    OptIn opt_in = OptIn::double_opt_in;  // of subscribing without a list
    bool operator==(const ConsentRules&) const = default;
};

}  // namespace regulars::model
