// The events that sales and shipments make, and why others make none.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sandbox/lightspeed/truth_sales.hpp"

namespace regulars::sandbox::lightspeed {
namespace {

struct Buyer {
    Id customer = 0;
    std::string email;
    bool counts = false;
};

Buyer buyer_of(const ShopWorld& world, Id customer, const TruthRules& rules, Seconds now) {
    if (customer == 0) return {};
    Buyer buyer{.customer = customer, .email = email_of(world, customer, now)};
    buyer.counts = !buyer.email.empty() ||
                   (rules.include_no_email && !world.customers()[customer - 1].is_anonymized(now));
    return buyer;
}

Instant instant(Seconds at) { return Instant::from_seconds(at); }

class Events {
  public:
    Events(const ShopWorld& world, const TruthRules& rules, Seconds now)
        : world_(world), rules_(rules), now_(now), usd_(*Currency::parse("USD")) {}

    void add_sale(Id id) {
        SaleView view(world_, id, rules_, now_);
        if (!view.is_placed && !view.is_refunded) return;
        if (instant(view.sale.complete_time(now_)) < rules_.since) return;
        if (Buyer buyer = buyer_of(world_, view.buyer, rules_, now_);
            view.is_placed && buyer.counts) {
            add(view, buyer, "Placed Order", fmt::format("lsr:{}:{}:placed", world_.account(), id),
                view.total_minor, sale_properties(view, 1, buyer.email, "Placed Order"));
            for (std::uint32_t i = 0; i < view.sale.lines_shown(now_); ++i) {
                std::uint32_t index = view.sale.first_line + i;
                const SaleLine& line = world_.lines()[index];
                if (line.quantity <= 0) continue;
                add(view, buyer, "Ordered Product",
                    fmt::format("lsr:{}:{}:product", world_.account(), index + 1),
                    minor_of(world_.sums_of(view.sale, line).total),
                    product_properties(view, index, buyer.email));
            }
        }
        if (Buyer buyer = buyer_of(world_, view.refund_buyer, rules_, now_);
            view.is_refunded && buyer.counts) {
            add(view, buyer, "Refunded Order",
                fmt::format("lsr:{}:{}:refunded", world_.account(), id),
                std::abs(minor_of(view.negative)),
                sale_properties(view, -1, buyer.email, "Refunded Order"));
        }
    }

    void add_shipment(Id id) {
        const ShipTo& ship = world_.ship_tos()[id - 1];
        std::vector<Instant> times;
        for (Seconds at : {ship.shipped, ship.unshipped, ship.shipped_again, ship.edited}) {
            if (has_come(at, now_) && ship.is_shipped(at)) times.push_back(instant(ship.stamp(at)));
        }
        std::ranges::sort(times);
        times.erase(std::ranges::unique(times).begin(), times.end());
        if (times.empty() || times.back() < rules_.since) return;
        Buyer buyer = buyer_of(world_, ship.customer, rules_, now_);
        SaleView view(world_, ship.sale, rules_, now_);
        if (!buyer.counts || (view.total_minor == 0 && !rules_.include_zero_value)) return;
        add(view, buyer, "Shipped Order", fmt::format("lsr:{}:ship:{}", world_.account(), id),
            view.total_minor, sale_properties(view, 1, buyer.email, "Shipped Order"));
        TruthEvent& event = events_.back();
        event.certain = ship.is_shipped(now_) && times.front() >= rules_.since &&
                        view.sale.is_completed(now_) && !view.sale.is_voided(now_) &&
                        !view.sale.is_archived(now_);
        event.time = times.front();
        event.times = std::move(times);
        event.changed = std::max(event.changed, instant(ship.stamp(now_)));
    }

    std::vector<TruthEvent> take() { return std::move(events_); }

  private:
    void add(const SaleView& view, const Buyer& buyer, std::string_view metric,
             std::string unique_id, std::int64_t minor, std::string properties) {
        TruthEvent event;
        event.metric = metric;
        event.unique_id = std::move(unique_id);
        event.rid = view.sale.shop + 1u;
        event.reservation = std::to_string(view.id);
        event.person = person_key(world_, buyer.customer);
        event.time = instant(view.sale.complete_time(now_));
        event.times = {event.time};
        event.value = Money{minor, usd_};
        event.properties = std::move(properties);
        event.changed = instant(std::max(
            view.sale.updated(now_), world_.customers()[buyer.customer - 1].contact_stamp(now_)));
        events_.push_back(std::move(event));
    }

    const ShopWorld& world_;
    const TruthRules& rules_;
    Seconds now_;
    Currency usd_;
    std::vector<TruthEvent> events_;
};

template <class Visit>
void each_visible_sale(const ShopWorld& world, Seconds now, Visit visit) {
    for (Id id = 1; id <= world.sales().size() && world.sales()[id - 1].is_visible(now); ++id)
        visit(id);
}

template <class Visit>
void each_visible_shipment(const ShopWorld& world, Seconds now, Visit visit) {
    for (Id id = 1; id <= world.ship_tos().size() && world.ship_tos()[id - 1].is_visible(now); ++id)
        visit(id);
}

}  // namespace

std::string_view exclusion_of(const ShopWorld& world, Id id, const TruthRules& rules, Seconds now) {
    SaleView view(world, id, rules, now);
    if (!view.sale.is_completed(now)) return "not_completed";
    if (view.sale.is_archived(now)) return "archived";
    if (view.sale.is_voided(now)) return "voided";
    if (!view.is_placed && !view.is_refunded) return "zero_value";
    bool placed = view.is_placed && buyer_of(world, view.buyer, rules, now).counts;
    bool refunded = view.is_refunded && buyer_of(world, view.refund_buyer, rules, now).counts;
    if (!placed && !refunded) {
        bool has_somebody = view.buyer != 0 || (view.is_refunded && view.refund_buyer != 0);
        return has_somebody ? "no_email" : "no_customer";
    }
    if (instant(view.sale.complete_time(now)) < rules.since) return "before_history";
    return {};
}

std::string_view exclusion_of_shipment(const ShopWorld& world, Id id, const TruthRules& rules,
                                       Seconds now) {
    const ShipTo& ship = world.ship_tos()[id - 1];
    if (!ship.is_shipped(now)) return "shipment_not_shipped";
    if (ship.customer == 0) return "shipment_without_customer";
    if (world.sums_of(world.sales()[ship.sale - 1], now).total == 0 && !rules.include_zero_value)
        return "shipment_zero_value";
    if (!buyer_of(world, ship.customer, rules, now).counts) return "no_email";
    return instant(ship.stamp(now)) < rules.since ? "before_history" : std::string_view();
}

std::vector<TruthEvent> truth_events(const ShopWorld& world, const TruthRules& rules, Seconds now) {
    Events events(world, rules, now);
    each_visible_sale(world, now, [&](Id id) { events.add_sale(id); });
    each_visible_shipment(world, now, [&](Id id) { events.add_shipment(id); });
    return events.take();
}

TruthCounts truth_summary(const ShopWorld& world, const TruthRules& rules, Seconds now) {
    TruthCounts counts{.rid = std::uint32_t(world.account()),
                       .name = "Regulars Restaurant Group",
                       .events = {},
                       .uncertain_events = {},
                       .excluded = {}};
    for (const Customer& c : world.customers()) counts.guests += c.is_visible(now);
    each_visible_sale(world, now, [&](Id id) {
        ++counts.reservations;
        if (auto reason = exclusion_of(world, id, rules, now); !reason.empty())
            ++counts.excluded[std::string(reason)];
    });
    each_visible_shipment(world, now, [&](Id id) {
        auto reason = exclusion_of_shipment(world, id, rules, now);
        if (!reason.empty() && reason != "shipment_not_shipped")
            ++counts.excluded[std::string(reason)];
    });
    for (auto& event : truth_events(world, rules, now))
        ++(event.certain ? counts.events : counts.uncertain_events)[event.metric];
    return counts;
}

std::vector<TruthDay> truth_days(const ShopWorld& world, const TruthRules& rules, Seconds now) {
    std::map<std::pair<std::uint32_t, LocalDate>, TruthDay> days;
    each_visible_sale(world, now, [&](Id id) {
        SaleView view(world, id, rules, now);
        Seconds at = view.sale.complete_time(now);
        if (at == 0 || instant(at) < rules.since) return;
        std::uint32_t shop = view.sale.shop + 1u;
        LocalDate date =
            LocalTime{world.catalogue().shops[view.sale.shop].clock.to_local(at)}.date();
        TruthDay& day = days[{shop, date}];
        day.shop = shop, day.date = date;
        if (!view.sale.is_voided(now) && !view.sale.is_archived(now)) {
            ++day.sales;
            day.total_minor += view.total_minor;
        }
        if (auto reason = exclusion_of(world, id, rules, now); !reason.empty()) {
            ++day.excluded[std::string(reason)];
            return;
        }
        if (view.is_placed && buyer_of(world, view.buyer, rules, now).counts)
            ++day.placed, day.placed_minor += view.total_minor;
        if (view.is_refunded && buyer_of(world, view.refund_buyer, rules, now).counts) {
            ++day.refunded;
            day.refunded_minor += std::abs(minor_of(view.negative));
        }
    });
    std::vector<TruthDay> all;
    for (auto& [key, day] : days) all.push_back(std::move(day));
    return all;
}

void write(JsonWriter& out, const TruthDay& day) {
    auto money = [&](std::string_view key, std::int64_t minor) {
        out.key(key).raw(format_decimal({minor, *Currency::parse("USD")}));
    };
    out.begin_object()
        .member("shop", std::int64_t(day.shop))
        .member("date", format_iso(day.date))
        .member("sales", day.sales);
    money("total", day.total_minor);
    out.member("placed", day.placed);
    money("placed_value", day.placed_minor);
    out.member("refunded", day.refunded);
    money("refunded_value", day.refunded_minor);
    out.key("excluded").begin_object();
    for (auto& [reason, n] : day.excluded) out.member(reason, n);
    out.end_object().end_object();
}

}  // namespace regulars::sandbox::lightspeed
