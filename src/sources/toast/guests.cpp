// Keeps guests' records: who is known, by which order, and who waits.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/guests.hpp"

#include <algorithm>
#include <utility>

namespace regulars::sources::toast {

std::string guest_record_key(std::string_view guid) { return std::string("guest/").append(guid); }

Guests::Entry& Guests::entry(const std::string& guid) {
    auto [place, is_new] = entries_.try_emplace(guid);
    Entry& entry = place->second;
    if (!is_new) return entry;
    if (auto* before = recall_(guid)) {
        entry.state = guest_state_named(before->state);
        entry.memo = guest_memo_from(before->memo);
        entry.version = before->version;
    }
    return entry;
}

void Guests::show(const Order& order, const std::string& restaurant, const std::string& country) {
    if (!order.fault.empty()) return;
    for (auto& check : order.checks) {
        if (!check.customer || check.customer->guid.empty() || !check.customer->has_contact())
            continue;
        Entry& entry = this->entry(check.customer->guid);
        if (!entry.contact || entry.contact->as_of <= *order.modified)
            entry.contact =
                Contact{*check.customer, *order.modified, {restaurant, order.guid}, country};
    }
}

const Guests::Contact* Guests::contact(const std::string& guid) const {
    auto found = entries_.find(guid);
    return found != entries_.end() && found->second.contact ? &*found->second.contact : nullptr;
}

bool Guests::is_person(const std::string& guid) { return entry(guid).state == GuestState::person; }

bool Guests::has_email(const std::string& guid) {
    Entry& entry = this->entry(guid);
    return entry.memo.has_email || (entry.contact && entry.contact->customer.has_email());
}

std::optional<OrderPlace> Guests::shown_by(const std::string& guid) {
    Entry& entry = this->entry(guid);
    if (entry.state != GuestState::shown || entry.contact) return std::nullopt;
    return entry.memo.shown_by;
}

void Guests::make_person(const std::string& guid) {
    Entry& entry = this->entry(guid);
    if (entry.state == GuestState::person) return;
    entry.state = GuestState::person;
    entry.memo.shown_by = {};
    entry.is_changed = true;
}

void Guests::wait(const std::string& guid, const OrderPlace& order) {
    Entry& entry = this->entry(guid);
    if (entry.contact || entry.state == GuestState::person) return;
    if (entry.state != GuestState::waiting) {
        entry.state = GuestState::waiting;  // an order that showed a contact shows it no longer
        entry.memo.shown_by = {};
        entry.is_changed = true;
    }
    if (std::ranges::find(entry.memo.waiting, order) != entry.memo.waiting.end()) return;
    if (entry.memo.waiting.size() < most_waiting)
        entry.memo.waiting.push_back(order);
    else
        ++entry.memo.left_out;
    entry.is_changed = true;
}

std::int64_t Guests::finish(ingest::Batch& out, std::vector<OrderPlace>& again) {
    std::int64_t unnamed = 0;
    for (auto& [guid, entry] : entries_) {
        if (entry.contact && entry.state != GuestState::person &&
            entry.state != GuestState::shown) {
            entry.state = GuestState::shown;
            entry.memo.shown_by = entry.contact->shown_by;
            entry.is_changed = true;
        }
        if (entry.state && entry.state != GuestState::waiting && !entry.memo.waiting.empty()) {
            again.insert(again.end(), entry.memo.waiting.begin(), entry.memo.waiting.end());
            entry.memo.waiting.clear();
            unnamed += std::exchange(entry.memo.left_out, 0);
            entry.is_changed = true;
        }
        if (entry.contact && entry.contact->customer.has_email() && !entry.memo.has_email)
            entry.memo.has_email = entry.is_changed = true;
        if (!entry.is_changed) continue;
        Instant as_of = entry.contact ? entry.contact->as_of : Instant{entry.version};
        out.records.push_back({.key = guest_record_key(guid),
                               .version = entry.version + 1,
                               .updated_at = as_of,
                               .state = std::string(name_of(*entry.state)),
                               .content_hash = 0,
                               .exclusion = {},
                               .memo = to_json(entry.memo)});
    }
    return unnamed;
}

}  // namespace regulars::sources::toast
