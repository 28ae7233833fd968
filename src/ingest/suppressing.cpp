// Suppressing addresses and lifting it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "ingest/subscription_writer.hpp"

namespace regulars::ingest {
namespace {

using model::Channel;
using model::IdentifierKind;
using model::SuppressionReason;

}  // namespace

store::Maybe<std::vector<SubscriptionWriter::Address>> SubscriptionWriter::addresses_of(
    const Subscriber& person) {
    if (person.who.profile_id.empty()) return addresses_in(person.who);
    auto profile = TRY(known(person.who));
    if (!profile) return std::nullopt;
    std::vector<Address> addresses;
    for (auto& identifier : TRY(tx_.profiles().identifiers(account_.id, *profile))) {
        if (identifier.kind == IdentifierKind::email && person.email)
            addresses.push_back({Channel::email, identifier.value});
        if (identifier.kind == IdentifierKind::phone && person.sms)
            addresses.push_back({Channel::sms, identifier.value});
    }
    if (addresses.empty())
        return refuse("no_address", "has no address for this channel"), std::nullopt;
    return addresses;
}

/// Tells whoever has the address, and those who follow.
Result<void> SubscriptionWriter::tell(const Address& address, SuppressionReason reason,
                                      ProductMetric metric) {
    auto kind = address.channel == Channel::email ? IdentifierKind::email : IdentifierKind::phone;
    auto owner = TRY(tx_.profiles().owner(account_.id, {kind, address.value}));
    if (!owner) return {};
    TRY(note(store::ChangeKind::consent, *owner));
    if (address.channel != Channel::email || reason != SuppressionReason::user_suppressed)
        return {};
    return events_.add(metric, *owner, TRY(facet_of(*owner)), now_, nullptr, act_.method,
                       act_.source);
}

Result<void> SubscriptionWriter::suppress(const Subscriber& person, SuppressionReason reason,
                                          Instant at) {
    auto addresses = TRY(addresses_of(person));
    if (!addresses) return {};
    bool is_change = false;
    for (auto& address : *addresses) {
        auto kind =
            address.channel == Channel::email ? IdentifierKind::email : IdentifierKind::phone;
        auto owner = TRY(tx_.profiles().owner(account_.id, {kind, address.value}));
        std::optional<Instant> agreed;
        if (owner)
            agreed =
                model::agreed_at(TRY(tx_.consents().ledger(account_.id, *owner)), address.channel);
        auto lines =
            TRY(tx_.suppressions().of_address(account_.id, address.channel, address.value));
        bool held = std::ranges::any_of(
            lines, [&](auto& line) { return line.reason == reason && model::holds(line, agreed); });
        // A later one is kept, too: it may outweigh what comes late.
        TRY(tx_.suppressions().put(account_.id, {address.channel, address.value, reason, at,
                                                 std::nullopt, act_.method, act_.source}));
        if (held) continue;
        TRY(tell(address, reason, ProductMetric::suppressed));
        is_change = true;
    }
    if (!is_change) return unchanged();
    ++edited_.changed;
    return {};
}

Result<void> SubscriptionWriter::unsuppress(const Subscriber& person, SuppressionReason reason) {
    auto addresses = TRY(addresses_of(person));
    if (!addresses) return {};
    bool is_change = false;
    for (auto& address : *addresses) {
        bool held = false;
        Instant at = now_;
        for (auto& line :
             TRY(tx_.suppressions().of_address(account_.id, address.channel, address.value))) {
            if (line.reason != reason || !model::holds(line, std::nullopt)) continue;
            held = true;
            // After it, also where both fall on one instant.
            at = std::max(now_, *line.suppressed_at + std::chrono::microseconds(1));
        }
        // Kept where nothing was suppressed, too: an earlier suppression may come late.
        TRY(tx_.suppressions().put(
            account_.id, {address.channel, address.value, reason, std::nullopt, at, "", ""}));
        if (!held) continue;
        TRY(tell(address, reason, ProductMetric::unsuppressed));
        is_change = true;
    }
    if (!is_change) return unchanged();
    ++edited_.changed;
    return {};
}

}  // namespace regulars::ingest
