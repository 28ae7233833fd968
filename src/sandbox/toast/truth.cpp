// Judges orders: whether they count, whose they are, and when they are fulfilled.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/truth.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/toast/menu.hpp"

namespace regulars::sandbox::toast {
namespace {

bool is_live_line(const Selection& selection) { return !selection.voided; }

bool has_items(const Order& order) {
    return std::ranges::any_of(order.checks, [](auto& c) {
        return c.is_live() && std::ranges::any_of(c.selections, is_live_line);
    });
}

bool is_closed(const Order& order) {
    return std::ranges::all_of(
        order.checks, [](auto& c) { return !c.is_live() || c.status == CheckStatus::closed; });
}

bool is_ready(const Order& order) {
    return has_items(order) && std::ranges::all_of(order.checks, [](auto& c) {
               return !c.is_live() || std::ranges::all_of(c.selections, [](auto& s) {
                   return s.voided || s.status == Fulfillment::ready;
               });
           });
}

}  // namespace

Truth::Truth(const Book& book, Instant now, TruthSettings settings)
    : book_(book), now_(now), settings_(std::move(settings)) {
    known_.resize(book.world().people().size());
    known_since_.resize(known_.size());
    for (auto* place : places()) {
        for (std::uint32_t i = 0; i < place->orders.size(); ++i) {
            const Kept& kept = place->orders[i];
            if (kept.person == 0 || kept.created > now.seconds() ||
                !book.patrons().habit(kept.person - 1).is_member)
                continue;
            Plan plan = book.plan(*place, i);
            auto newest = Book::version_at(plan, i, now);
            if (!newest || instant_of(plan.at(*newest).modified) < settings_.read_since) continue;
            plan.each_version(*newest + 1, [&](const Order& order, const Step& step) {
                for (auto& check : order.checks) {
                    std::uint32_t person = check.customer.person;
                    if (check.customer.contact != Contact::details ||
                        !book.patrons().habit(person).is_member)
                        continue;
                    if (!known_[person] || step.at < known_since_[person])
                        known_since_[person] = step.at;
                    known_[person] = true;
                }
            });
        }
    }
}

std::vector<const Place*> Truth::places() const {
    std::vector<const Place*> read;
    for (auto& place : book_.places())
        if (settings_.rids.empty() ||
            std::ranges::find(settings_.rids, book_.restaurant(place).number) !=
                settings_.rids.end())
            read.push_back(&place);
    return read;
}

bool Truth::has_contact(const Customer& c) const {
    if (!settings_.sees_guests || c.contact == Contact::null || (!c.has_email && !c.has_phone))
        return false;
    return c.contact == Contact::details || known_[c.person];
}

const Customer* Truth::guest_of(const Order& order) const {
    const Customer* by_phone = nullptr;
    for (auto& check : order.checks) {
        if (!check.is_live() || !has_contact(check.customer)) continue;
        if (check.customer.has_email) return &check.customer;
        if (by_phone == nullptr) by_phone = &check.customer;
    }
    return by_phone;
}

bool Truth::is_selected(Source source) const {
    if (settings_.sources.empty()) return is_online(source);
    return std::ranges::any_of(settings_.sources, [&](auto& name) {
        return name == "*" || name == toast::name_of(source);
    });
}

std::string_view Truth::exclusion_of(const Order& order) const {
    if (order.deleted) return "deleted";
    if (order.test_mode) return "test_mode";
    if (order.excess_food) return "excess_food";
    if (order.voided || std::ranges::none_of(order.checks, &Check::is_live)) return "voided";
    if (order.approval == Approval::not_approved) return "not_approved";
    if (!has_items(order)) return "no_items";
    if (!is_selected(order.source)) return "source_not_selected";
    if (guest_of(order) == nullptr) return "no_contact";
    if (instant_of(order.created) < settings_.since) return "before_history";
    return {};
}

std::string key_of(const Patrons& patrons, const Customer& c) {
    if (c.has_guid || c.contact == Contact::guid) return "toast:" + patrons.guid(c.person);
    if (c.has_email) return "toast:email:" + lowered(patrons.email(c.person));
    return "toast:phone:" + patrons.e164(c.person);
}

std::optional<Instant> fulfilled_at(const Order& order, FulfilledWhen rule, Instant now) {
    bool closed = is_closed(order);
    auto modified = instant_of(order.modified),
         closed_at = instant_of(order.closed != 0 ? order.closed : order.modified);
    auto delivered = [&]() -> std::optional<Instant> {
        if (order.delivery != DeliveryState::delivered) return {};
        return instant_of(order.delivered);
    };
    switch (rule) {
        case FulfilledWhen::closed:
            return closed ? std::optional(closed_at) : std::nullopt;
        case FulfilledWhen::ready:
            return is_ready(order) ? std::optional(modified) : std::nullopt;
        case FulfilledWhen::delivered:
            return delivered();
        case FulfilledWhen::automatic:
            break;
    }
    if (auto at = delivered()) return at;
    const DiningOption& option = dining_options()[order.dining_option];
    if (option.is_archived || option.behavior == Behavior::dine_in)
        return closed ? std::optional(closed_at) : std::nullopt;
    if (is_ready(order)) return modified;
    Millis due = order.estimated != 0 ? order.estimated : order.promised;
    if (closed && due != 0 && instant_of(due) <= now) return instant_of(due);
    return {};
}

std::string_view location_name(const Book& book, const Place& place) {
    const Restaurant& r = book.restaurant(place);
    // Some locations have a name of their own, some none, and some the restaurant's again.
    return place.location % 3 == 0   ? std::string_view()
           : place.location % 3 == 1 ? std::string_view(r.city)
                                     : std::string_view(r.name);
}

std::string restaurant_name(const Book& book, const Place& place) {
    const std::string& name = book.restaurant(place).name;
    auto own = location_name(book, place);
    return own.empty() || own == name ? name : fmt::format("{} - {}", name, own);
}

std::string image_of(std::uint32_t item) {
    return menu_items()[item].has_image
               ? fmt::format("https://images.example.com/menu/{}.jpg", item)
               : std::string();
}

}  // namespace regulars::sandbox::toast
