// How the ledger's lines add up.
// SPDX-License-Identifier: Apache-2.0
#include "model/consent.hpp"

#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<Channel, 2> channels{{{Channel::email, "email"}, {Channel::sms, "sms"}}};
constexpr Names<ConsentState, 3> states{{{ConsentState::never_subscribed, "never_subscribed"},
                                         {ConsentState::subscribed, "subscribed"},
                                         {ConsentState::unsubscribed, "unsubscribed"}}};
constexpr Names<UnsubscribeFrom, 2> reaches{
    {{UnsubscribeFrom::everything, "all"}, {UnsubscribeFrom::the_list, "list"}}};

bool is_about_one_list(const ConsentEntry& entry) {
    return entry.list && entry.state == ConsentState::unsubscribed;
}
}  // namespace

std::string_view name_of(UnsubscribeFrom what) { return reaches.name(what); }
Result<UnsubscribeFrom> unsubscribe_from_named(std::string_view name) {
    return reaches.find(name, "reach of unsubscribing");
}
std::string_view name_of(Channel channel) { return channels.name(channel); }
std::string_view name_of(ConsentState state) { return states.name(state); }

Consent derive(std::span<const ConsentEntry> entries) {
    // The person's latest word, by its own time; of two at one instant the stricter one.
    const ConsentEntry* own = nullptr;
    for (auto& entry : entries) {
        if (entry.by != ConsentBy::person || is_about_one_list(entry)) continue;
        bool later = !own || entry.at > own->at;
        bool stricter = own && entry.at == own->at && entry.state == ConsentState::unsubscribed;
        if (later || stricter) own = &entry;
    }
    auto consent_of = [](const ConsentEntry& entry) {
        return Consent{entry.state, entry.method, entry.source, entry.at, entry.method_detail};
    };
    if (own && own->state == ConsentState::subscribed) return consent_of(*own);

    // Else the earliest vendor subscription that the person's unsubscription does not beat.
    const ConsentEntry* vendor = nullptr;
    for (auto& entry : entries) {
        if (entry.by != ConsentBy::vendor || entry.state != ConsentState::subscribed) continue;
        if (own && !(entry.opted_in_at && *entry.opted_in_at > own->at)) continue;
        if (!vendor || std::pair(entry.at, entry.id) < std::pair(vendor->at, vendor->id))
            vendor = &entry;
    }
    if (vendor) return consent_of(*vendor);
    return own ? consent_of(*own) : Consent{};
}

const ConsentEntry* left_list(std::span<const ConsentEntry> entries, ListId list) {
    const ConsentEntry* own = nullptr;
    for (auto& entry : entries) {
        if (entry.by != ConsentBy::person || entry.channel != Channel::email || entry.list != list)
            continue;
        bool later = !own || entry.at > own->at;
        bool stricter = own && entry.at == own->at && entry.state == ConsentState::unsubscribed;
        if (later || stricter) own = &entry;
    }
    if (!own || own->state != ConsentState::unsubscribed) return nullptr;
    for (auto& entry : entries) {
        bool is_vendors = entry.by == ConsentBy::vendor && entry.channel == Channel::email &&
                          entry.state == ConsentState::subscribed && entry.list == list;
        if (is_vendors && entry.opted_in_at && *entry.opted_in_at > own->at) return nullptr;
    }
    return own;
}

}  // namespace regulars::model
