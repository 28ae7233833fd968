// Maps orders to events.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/mapping.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "sources/toast/amounts.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::string_view placed_metric = "Placed Order";
constexpr std::string_view product_metric = "Ordered Product";
constexpr std::string_view fulfilled_metric = "Fulfilled Order";
constexpr std::string_view refunded_metric = "Refunded Order";

constexpr std::size_t most_products = 1'000;        // events of one order
constexpr std::int64_t most_units = 200;            // of a line; a longer one is one event
constexpr std::size_t most_events_before = 20'000;  // in a Batch before another order is begun
constexpr std::size_t longest_state = 100;

/// Of a whole number of units from 2 on that get an event each; 1 for everything else.
std::int64_t units_of(const Selection& selection, ProductPer per) {
    if (per == ProductPer::line) return 1;
    auto thousandths = minor_units(std::string_view(selection.quantity), 3).value_or(1'000);
    if (thousandths % 1'000 != 0) return 1;  // a weight
    std::int64_t units = thousandths / 1'000;
    return units >= 1 && units <= most_units ? units : 1;
}

/// Of the unit's share of the line, from 1: what does not divide is spread over the first units,
/// and the shares add up to the line's price, whatever its sign.
std::int64_t price_of(std::int64_t unit, std::int64_t units, std::int64_t price) {
    std::int64_t rest = price % units;
    std::int64_t above = rest < 0 ? rest + units : rest;
    return (price - above) / units + (unit <= above ? 1 : 0);
}

std::string product_id_of(const std::string& prefix, const std::string& product) {
    auto unit = product.find('#');
    if (unit == std::string::npos) return prefix + product + ":product";
    return prefix + product.substr(0, unit) + ":product:" + product.substr(unit + 1);
}

std::string refund_id_of(std::string_view prefix, std::string_view payment, std::int64_t total) {
    return fmt::format("{}refunded:{}:{}", prefix, payment, total);
}

}  // namespace

std::string order_record_key(std::string_view guid) { return std::string("order/").append(guid); }

std::string order_record_key(const Order& order) {
    if (!order.guid.empty()) return order_record_key(order.guid);
    return fmt::format("order/malformed-{:016x}",
                       static_cast<std::uint64_t>(hash64(order.excerpt)));
}

std::string refund_record_key(std::string_view payment) {
    return std::string("refund/").append(payment);
}

std::string placed_id(std::string_view restaurant, std::string_view order) {
    return fmt::format("toast:{}:{}:placed", restaurant, order);
}

std::string fulfilled_id(std::string_view restaurant, std::string_view order) {
    return fmt::format("toast:{}:{}:fulfilled", restaurant, order);
}

std::string refunded_id(std::string_view restaurant, std::string_view order,
                        std::string_view payment, std::int64_t total) {
    return refund_id_of(fmt::format("toast:{}:{}:", restaurant, order), payment, total);
}

Currency Mapper::currency() const {
    return names_.currency() ? *names_.currency() : settings_.currency.value_or(Currency{});
}

const std::string& Mapper::country() const {
    return names_.country().empty() ? settings_.country : names_.country();
}

void Mapper::malformed(const Order& order, const model::SourceRecord* before) {
    std::int64_t hash = hash64(order.excerpt);
    if (before && before->exclusion == "malformed" && before->content_hash == hash) return;
    // What is known of the order's earlier versions stays for the next good one, and so do its
    // events.
    OrderMemo memo = before ? order_memo_from(before->memo) : OrderMemo{};
    memo.excerpt = order.fault + ": " + order.excerpt;
    out_.records.push_back({.key = order_record_key(order),
                            .version = before ? before->version : 0,
                            .updated_at = order.modified ? *order.modified
                                          : before       ? before->updated_at
                                                         : Instant{},
                            .state = before ? before->state : std::string(),
                            .content_hash = hash,
                            .exclusion = "malformed",
                            .memo = to_json(memo)});
}

/// A guest shown by GUID alone counts as what other orders show of them.
Mapper::Who Mapper::who(const Order& order) {
    Who by_phone;
    for (auto& check : order.checks) {
        if (!check.is_live() || !check.customer) continue;
        const Customer& customer = *check.customer;
        Who who;
        bool has_email = false;
        if (customer.has_contact()) {
            who = {person_key(customer, country()), &customer, *order.modified, country()};
            has_email = customer.has_email();
        } else if (!customer.guid.empty()) {
            auto* contact = guests_.contact(customer.guid);
            if (contact) {
                const std::string& shown_in =
                    contact->country.empty() ? country() : contact->country;
                who = {person_key(contact->customer, shown_in), &contact->customer, contact->as_of,
                       shown_in};
            } else if (guests_.is_person(customer.guid))
                who = {"toast:" + customer.guid, nullptr, {}, {}};
            else
                guests_.wait(customer.guid, {restaurant_, order.guid});
            has_email = guests_.has_email(customer.guid);
        }
        if (who.key.empty()) continue;
        if (has_email) return who;
        if (by_phone.key.empty()) by_phone = who;
    }
    return by_phone;
}

void Mapper::note_refunds(const Order& order) {
    for (auto& check : order.checks) {
        for (auto& payment : check.payments) {
            if (!payment.refunded || payment.guid.empty()) continue;
            std::string day = fmt::format("{}", payment.refund_day);
            auto* before = refund_(payment.guid);
            if (before && before->version == *payment.refunded && before->state == day) continue;
            out_.records.push_back({.key = refund_record_key(payment.guid),
                                    .version = *payment.refunded,
                                    .updated_at = *order.modified,
                                    .state = std::move(day),
                                    .content_hash = 0,
                                    .exclusion = {},
                                    .memo = "{}"});
        }
    }
}

void Mapper::retract(const OrderMemo& memo, const std::string& prefix) {
    out_.retractions.push_back(prefix + "placed");
    for (auto& product : memo.products) out_.retractions.push_back(product_id_of(prefix, product));
    if (memo.fulfilled) out_.retractions.push_back(prefix + "fulfilled");
    for (auto& [payment, refunds] : memo.refunds)
        for (auto& refund : refunds)
            out_.retractions.push_back(refund_id_of(prefix, payment, refund.total));
}

void Mapper::retract_products(OrderMemo& memo, std::vector<std::string> now,
                              const std::string& prefix) {
    std::set<std::string_view> stay(now.begin(), now.end());
    for (auto& product : memo.products)
        if (memo.has_events && !stay.contains(product))
            out_.retractions.push_back(product_id_of(prefix, product));
    memo.products = std::move(now);
}

/// A second refund rewrites the first one's total: each known total is an event of what it added. A
/// total that falls takes back the events above it, so that their amounts always add up to what the
/// vendor shows.
void Mapper::follow_refunds(const Order& order, OrderMemo& memo, const std::string& prefix) {
    std::map<std::string, const Payment*> refunded;
    for (auto& check : order.checks) {
        for (auto& payment : check.payments)
            if (payment.refunded && !payment.guid.empty()) refunded[payment.guid] = &payment;
    }
    for (auto& [payment, refunds] : memo.refunds) {
        auto found = refunded.find(payment);
        std::int64_t total = found == refunded.end() ? -1 : *found->second->refunded;
        while (!refunds.empty() && refunds.back().total > total) {
            if (memo.has_events)
                out_.retractions.push_back(refund_id_of(prefix, payment, refunds.back().total));
            refunds.pop_back();
        }
    }
    for (auto& [guid, payment] : refunded) {
        auto& refunds = memo.refunds[guid];
        if (refunds.empty() || refunds.back().total < *payment->refunded)
            refunds.push_back({*payment->refunded,
                               payment->refunded_at ? *payment->refunded_at : *order.modified});
    }
    std::erase_if(memo.refunds, [](auto& entry) { return entry.second.empty(); });
}

std::optional<Instant> Mapper::give(const Order& order, const std::string& person, OrderMemo& memo,
                                    const std::string& prefix) {
    Properties properties(order, names_, menu_, currency());
    Money value{order.value(), currency()};
    if (!memo.placed) memo.placed = order.placed();
    auto add = [&](std::string unique_id, std::string_view metric, Instant time, Money worth,
                   std::string text) {
        out_.events.push_back({.unique_id = std::move(unique_id),
                               .metric = std::string(metric),
                               .person = person,
                               .time = time,
                               .value = worth,
                               .properties = std::move(text)});
    };

    std::vector<std::string> products;
    std::size_t left_out = left_out_of(order), line_number = 0;
    for (auto* line : live_selections(order)) {
        ++line_number;
        std::string name = line->guid.empty() ? fmt::format("line{}", line_number) : line->guid;
        std::int64_t units = units_of(*line, settings_.product_per);
        for (std::int64_t unit = 1; unit <= units; ++unit) {
            if (products.size() >= most_products) {
                ++left_out;
                continue;
            }
            products.push_back(settings_.product_per == ProductPer::unit
                                   ? fmt::format("{}#{}", name, unit)
                                   : name);
            std::int64_t price = price_of(unit, units, line->price);
            Money worth{settings_.product_value == ProductValue::order ? value.minor : price,
                        value.currency};
            add(product_id_of(prefix, products.back()), product_metric, *memo.placed, worth,
                properties.product(*line, units > 1 ? "1" : line->quantity, price));
        }
    }
    add(prefix + "placed", placed_metric, *memo.placed, value, properties.placed(left_out));
    retract_products(memo, std::move(products), prefix);

    // Of an option that could not be looked up a promise decides, as for what is taken out.
    bool is_known =
        order.dining_option.empty() || names_.knows(NameList::dining_options, order.dining_option);
    auto behavior = !is_known && (order.estimated || order.promised)
                        ? Behavior::take_out
                        : names_.dining_option(order.dining_option).behavior;
    auto fulfilment = fulfilment_of(order, behavior, settings_.fulfilled_when, now_);
    // Another rule was chosen since: it finds a time of its own, or none.
    bool was_fulfilled = memo.fulfilled.has_value();
    if (std::string_view rule = name_of(settings_.fulfilled_when); memo.fulfilled_when != rule) {
        memo.fulfilled_when = rule;
        memo.fulfilled.reset();
    }
    if (!memo.fulfilled) memo.fulfilled = fulfilment.at;
    if (!memo.fulfilled && was_fulfilled && memo.has_events)
        out_.retractions.push_back(prefix + "fulfilled");
    if (memo.fulfilled) {
        add(prefix + "fulfilled", fulfilled_metric, *memo.fulfilled, value, properties.fulfilled());
        out_.events.back().timing = ingest::Timing::moves;
    }

    follow_refunds(order, memo, prefix);
    for (auto& [payment, refunds] : memo.refunds) {
        std::int64_t before = 0;
        for (auto& refund : refunds) {
            add(refund_id_of(prefix, payment, refund.total), refunded_metric, refund.at, value,
                properties.refunded(refund.total - before));
            before = refund.total;
        }
    }
    memo.has_events = true;
    return memo.fulfilled ? std::nullopt : fulfilment.look_again;
}

void Mapper::order(const Order& order, const model::SourceRecord* before) {
    if (!order.fault.empty()) return malformed(order, before);
    std::int64_t version = order.modified->us;
    if (before && version < before->version) return;  // old news
    if (out_.events.size() + out_.retractions.size() > most_events_before) {
        later_.again.push_back({restaurant_, order.guid});
        return;
    }
    note_refunds(order);

    OrderMemo memo = before ? order_memo_from(before->memo) : OrderMemo{};
    memo.excerpt.clear();
    memo.business_day = order.business_day;
    std::string prefix = fmt::format("toast:{}:{}:", restaurant_, order.guid);
    std::string exclusion(flaw_of(order, settings_));
    Who who;
    if (exclusion.empty()) {
        who = this->who(order);
        if (who.key.empty())
            exclusion = "no_contact";
        else if (*order.placed() < history_since_)
            exclusion = "before_history";
    }

    std::size_t first_event = out_.events.size(), first_retraction = out_.retractions.size();
    std::optional<Instant> look_again;
    if (exclusion.empty()) {
        look_again = give(order, who.key, memo, prefix);
    } else if (memo.has_events) {
        retract(memo, prefix);
        memo.has_events = false;
        memo.products.clear();
    }
    if (look_again) later_.awaited.emplace_back(order.guid, *look_again);

    std::string content = exclusion + '\x1f' + who.key;
    if (who.customer)
        for (auto* text : {&who.customer->email, &who.customer->phone, &who.customer->phone_country,
                           &who.customer->first_name, &who.customer->last_name})
            content.append("\x1f").append(*text);
    for (std::size_t i = first_event; i < out_.events.size(); ++i)
        content.append("\x1e")
            .append(out_.events[i].unique_id)
            .append("\x1f")
            .append(out_.events[i].properties)
            .append(fmt::format("\x1f{}", out_.events[i].value->minor));
    content += fmt::format(
        "\x1e"
        "day {}",
        order.business_day);  // as the memo has it
    std::int64_t hash = hash64(content);
    std::string memo_text = to_json(memo);
    if (before && before->version == version && before->content_hash == hash &&
        before->exclusion == exclusion && before->memo == memo_text) {
        // The same again is nothing.
        out_.events.erase(out_.events.begin() + std::ptrdiff_t(first_event), out_.events.end());
        out_.retractions.erase(out_.retractions.begin() + std::ptrdiff_t(first_retraction),
                               out_.retractions.end());
        return;
    }
    if (exclusion.empty() && who.customer) {
        upsert_person(*who.customer, who.as_of, who.country, out_);
        if (!who.customer->guid.empty()) guests_.make_person(who.customer->guid);
    }
    out_.records.push_back({.key = order_record_key(order.guid),
                            .version = version,
                            .updated_at = *order.modified,
                            .state = std::string(clipped(order.approval, longest_state)),
                            .content_hash = hash,
                            .exclusion = std::move(exclusion),
                            .memo = std::move(memo_text)});
}

}  // namespace regulars::sources::toast
