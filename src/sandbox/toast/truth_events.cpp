// The events of orders, by replaying each version.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/truth.hpp"
#include "sandbox/toast/truth_properties.hpp"

namespace regulars::sandbox::toast {

/// One order that qualifies now, and its events.
class OrderTruth {
  public:
    OrderTruth(const Truth& truth, const Place& place, std::uint32_t index, const Plan& plan,
               const Order& now, std::size_t versions)
        : truth_(truth),
          book_(truth.book_),
          place_(place),
          plan_(plan),
          order_(now),
          versions_(versions),
          props_(truth.book_, place, now),
          rest_(place.guid),
          guid_(truth.book_.order_guid(place, index)),
          currency_(*Currency::parse(truth.book_.restaurant(place).currency())) {
        const Customer& guest = *truth.guest_of(now);
        person_ = key_of(book_.patrons(), guest);
        changed_ = instant_of(now.modified);
        if (guest.contact == Contact::guid)
            changed_ =
                std::max(changed_, Instant::from_seconds(truth.known_since_[guest.person] + 1));
    }

    void append(std::vector<TruthEvent>& out) {
        Instant placed = instant_of(order_.created);
        out.push_back(event("Placed Order", fmt::format("toast:{}:{}:placed", rest_, guid_),
                            {placed}, order_.value(), props_.placed()));
        products(out, placed);
        replay();
        if (!fulfilled_.empty()) {
            auto e = event("Fulfilled Order", fmt::format("toast:{}:{}:fulfilled", rest_, guid_),
                           std::move(fulfilled_), order_.value(), props_.fulfilled());
            e.time = first_fulfilled_;
            e.certain = is_fulfilled_now_;
            out.push_back(std::move(e));
        }
        refunds(out);
    }

  private:
    struct Refund {
        Minor cumulative;
        Millis at;
    };

    TruthEvent event(std::string metric, std::string id, std::vector<Instant> times, Minor value,
                     std::string properties) const {
        std::ranges::sort(times);
        times.erase(std::ranges::unique(times).begin(), times.end());
        TruthEvent e;
        e.metric = std::move(metric);
        e.unique_id = std::move(id);
        e.rid = book_.restaurant(place_).number;
        e.reservation = guid_;
        e.person = person_;
        e.time = times.front();
        e.times = std::move(times);
        e.value = Money{value, currency_};
        e.properties = std::move(properties);
        e.changed = changed_;
        return e;
    }

    void products(std::vector<TruthEvent>& out, Instant placed) const {
        const TruthSettings& settings = truth_.settings_;
        for (auto& check : order_.checks) {
            if (!check.is_live()) continue;
            for (auto& line : check.selections) {
                if (line.voided) continue;
                std::uint32_t scope = order_.index;
                std::string selection = guid_of(book_.world().options().seed, Named::selection,
                                                place_.location << 32 | scope, line.number);
                int units = settings.product_per_unit && line.thousandths % 1000 == 0
                                ? line.thousandths / 1000
                                : 1;
                for (int n = 0; n < units; ++n) {
                    std::string id = fmt::format("toast:{}:{}:{}:product", rest_, guid_, selection);
                    if (settings.product_per_unit) id += fmt::format(":{}", n + 1);
                    Minor value = line.price / units + (n < line.price % units ? 1 : 0);
                    auto properties = props_.product(line, units, value);
                    if (settings.product_value_is_order) value = order_.value();
                    out.push_back(event("Ordered Product", std::move(id), {placed}, value,
                                        std::move(properties)));
                }
            }
        }
    }

    void replay() {
        const FulfilledWhen rule = truth_.settings_.fulfilled_when;
        std::size_t seen = 0;
        plan_.each_version(versions_, [&](const Order& order, const Step&) {
            ++seen;
            // A poll may come when this version is new, or at any time until the next.
            Instant until =
                seen < versions_ ? Instant::from_seconds(plan_.steps[seen].at) : truth_.now_;
            is_fulfilled_now_ = false;
            for (Instant poll : {instant_of(order.modified), until}) {
                auto at = fulfilled_at(order, rule, poll);
                is_fulfilled_now_ = at.has_value();
                if (!at) continue;
                if (fulfilled_.empty()) first_fulfilled_ = *at;
                fulfilled_.push_back(*at);
            }
            for (auto& check : order.checks) {
                for (auto& payment : check.payments) {
                    if (payment.refund_status == RefundStatus::none) continue;
                    auto& known = refunds_[payment.number];
                    if (known.empty() || known.back().cumulative != payment.refunded)
                        known.push_back({payment.refunded, payment.refunded_at});
                }
            }
        });
    }

    void refunds(std::vector<TruthEvent>& out) const {
        for (auto& [number, known] : refunds_) {
            std::string payment = guid_of(book_.world().options().seed, Named::payment,
                                          place_.location, order_.index * 8 + number);
            for (std::size_t i = 0; i < known.size(); ++i) {
                std::vector<std::int64_t> amounts;
                for (std::size_t before = i; before-- > 0;)
                    amounts.push_back(known[i].cumulative - known[before].cumulative);
                amounts.push_back(known[i].cumulative);
                auto e = event("Refunded Order",
                               fmt::format("toast:{}:{}:refunded:{}:{}", rest_, guid_, payment,
                                           known[i].cumulative),
                               {instant_of(known[i].at)}, order_.value(),
                               props_.refunded(amounts.front()));
                e.certain = i + 1 == known.size();
                e.refund_amounts = std::move(amounts);
                out.push_back(std::move(e));
            }
        }
    }

    const Truth& truth_;
    const Book& book_;
    const Place& place_;
    const Plan& plan_;
    const Order& order_;
    std::size_t versions_;
    Properties props_;
    std::string rest_, guid_, person_;
    Currency currency_;
    Instant changed_;
    std::vector<Instant> fulfilled_;
    Instant first_fulfilled_;
    bool is_fulfilled_now_ = false;
    std::map<std::uint32_t, std::vector<Refund>> refunds_;  // by payment
};

std::vector<TruthEvent> Truth::events(std::uint32_t rid) const {
    std::vector<TruthEvent> out;
    for (auto* at : places()) {
        const Place& place = *at;
        if (rid != 0 && book_.restaurant(place).number != rid) continue;
        for (std::uint32_t i = 0; i < place.orders.size(); ++i) {
            if (place.orders[i].created > now_.seconds() ||
                instant_of(Millis(place.orders[i].created) * 1000 + 999) < settings_.since)
                continue;
            Plan plan = book_.plan(place, i);
            auto newest = Book::version_at(plan, i, now_);
            if (!newest) continue;
            Order order = plan.at(*newest);
            if (exclusion_of(order).empty())
                OrderTruth(*this, place, i, plan, order, *newest + 1).append(out);
        }
    }
    return out;
}

}  // namespace regulars::sandbox::toast
