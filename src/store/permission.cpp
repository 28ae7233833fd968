// Reads consent, ledger and suppressions of one person.
// SPDX-License-Identifier: Apache-2.0
#include "store/permission.hpp"

#include <algorithm>
#include <set>

namespace regulars::store {

Result<model::Permission> permission_of(Transaction& tx, AccountId account,
                                        const model::Profile& profile, model::Channel channel) {
    bool is_email = channel == model::Channel::email;
    model::Permission permission{.channel = channel,
                                 .address = is_email ? profile.fields.email : profile.fields.phone};
    permission.consent = TRY(tx.consents().of(account, profile.id, channel));
    std::string current = model::matching_form(channel, permission.address);
    std::set<std::string> addresses;
    if (!current.empty()) addresses.insert(current);
    for (auto& identifier : TRY(tx.profiles().identifiers(account, profile.id)))
        if (identifier.kind ==
            (is_email ? model::IdentifierKind::email : model::IdentifierKind::phone))
            addresses.insert(identifier.value);
    std::optional<std::optional<Instant>> agreed;  // read only where something is suppressed
    for (auto& address : addresses) {
        for (auto& suppression : TRY(tx.suppressions().of_address(account, channel, address))) {
            if (!model::concerns(suppression, current)) continue;
            if (!agreed)
                agreed = model::agreed_at(TRY(tx.consents().ledger(account, profile.id)), channel);
            if (model::holds(suppression, *agreed)) permission.suppressions.push_back(suppression);
        }
    }
    std::ranges::stable_sort(permission.suppressions, {}, &model::Suppression::reason);
    return permission;
}

Result<std::vector<LeftList>> lists_left(Transaction& tx, AccountId account, ProfileId profile) {
    auto ledger = TRY(tx.consents().ledger(account, profile));
    std::set<ListId> lists;
    for (auto& entry : ledger)
        if (entry.list && entry.state == model::ConsentState::unsubscribed)
            lists.insert(entry.list);
    std::vector<LeftList> left;
    for (auto list : lists)
        if (auto* entry = model::left_list(ledger, list)) left.push_back({list, *entry});
    return left;
}

}  // namespace regulars::store
