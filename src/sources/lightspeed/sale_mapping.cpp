// Maps sales to placed orders, ordered products and refunds.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/properties.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr std::string_view placed_metric = "Placed Order";
constexpr std::string_view product_metric = "Ordered Product";
constexpr std::string_view refunded_metric = "Refunded Order";

std::string product_id(const Settings& settings, std::string_view line_id) {
    return fmt::format("lsr:{}:{}:product", settings.account, line_id);
}

std::string_view state_of(const Sale& sale) {
    return sale.voided      ? "voided"
           : sale.archived  ? "archived"
           : sale.completed ? "completed"
                            : "open";
}

std::int64_t hash_of(std::string_view exclusion, std::string_view memo,
                     std::span<const ingest::EventUpsert> events) {
    std::string content = fmt::format("{}\x1f{}", exclusion, memo);
    for (auto& event : events)
        content
            .append(fmt::format("\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", event.unique_id, event.person,
                                event.time.us, event.value ? event.value->minor : INT64_MIN,
                                event.value ? event.value->currency.code() : std::string_view()))
            .append(event.properties);
    return hash64(content);
}

}  // namespace

std::string sale_record_key(std::string_view sale_id) {
    return std::string("sale/").append(sale_id);
}
std::string placed_id(const Settings& settings, std::string_view sale_id) {
    return fmt::format("lsr:{}:{}:placed", settings.account, sale_id);
}
std::string refunded_id(const Settings& settings, std::string_view sale_id) {
    return fmt::format("lsr:{}:{}:refunded", settings.account, sale_id);
}

std::string record_key(std::string_view stream, const Record& record) {
    if (!record.id.empty()) return fmt::format("{}/{}", stream, record.id);
    return fmt::format("{}/malformed-{:016x}", stream,
                       static_cast<std::uint64_t>(hash64(record.excerpt)));
}

void Mapper::malformed(std::string_view stream, const Record& record,
                       const model::SourceRecord* before, std::string memo) {
    std::int64_t hash = hash64(record.fault + record.excerpt);
    if (before && before->content_hash == hash) return;
    out_.records.push_back({.key = record_key(stream, record),
                            .version = before ? before->version : 0,
                            .updated_at = before ? before->updated_at : Instant{},
                            .state = before ? before->state : "malformed",
                            .content_hash = hash,
                            .exclusion = "malformed",
                            .memo = std::move(memo)});
}

SaleNature nature_of(const Sale& sale, const Settings& settings) {
    if (!sale.fault.empty()) return {.exclusion = "malformed"};
    if (!sale.completed) return {.exclusion = "not_completed"};
    if (sale.archived) return {.exclusion = "archived"};
    if (sale.voided) return {.exclusion = "voided"};
    bool positive =
        std::ranges::any_of(sale.lines, [](auto& line) { return line.quantity.is_positive(); });
    bool negative =
        std::ranges::any_of(sale.lines, [](auto& line) { return line.quantity.is_negative(); });
    std::int64_t total = sale.total.money(settings.currency).minor;
    if (total == 0 && !negative && !(positive && settings.include_zero_value))
        return {.exclusion = "zero_value"};
    SaleNature nature{.placed = positive && (total > 0 || (total == 0 && !negative)),
                      .refunded = negative};
    if (!nature.placed && !nature.refunded)
        nature.exclusion = "malformed";  // money without anything sold or returned
    return nature;
}

Decimal returned_in(const Sale& sale) {
    Decimal returned;
    for (auto& line : sale.lines)
        if (line.quantity.is_negative()) returned += line.total;
    return returned.abs();
}

Decimal given_back_in(const Sale& sale, const SaleNature& nature, bool is_placed) {
    if (is_placed) return {};
    if (nature.placed) return returned_in(sale);
    return sale.total.is_negative() ? sale.total.abs() : Decimal();
}

bool Mapper::is_reachable(const Buyer& buyer, bool had_events) const {
    return buyer.status == CustomerStatus::known ||
           (buyer.status == CustomerStatus::lost && had_events);
}

/// Why the sale makes no event.
std::string Mapper::exclusion_of(const Sale& sale, const SaleNature& nature, const SaleMemo& memo,
                                 const Buyer& own, const Buyer& returner) const {
    if (!nature.exclusion.empty()) return nature.exclusion;
    const Buyer& buyer = own.customer.empty() ? returner : own;
    if (buyer.customer.empty()) return "no_customer";
    if (!is_reachable(buyer, memo.has_events() && memo.buyer == buyer.customer)) return "no_email";
    return *sale.completed_at < history_since_ ? "before_history" : "";
}

void Mapper::retract_lost(const Sale& sale, const SaleMemo& before, const SaleMemo& now) {
    if (before.placed && !now.placed) out_.retractions.push_back(placed_id(settings_, sale.id));
    if (before.refunded && !now.refunded)
        out_.retractions.push_back(refunded_id(settings_, sale.id));
    for (auto& line : before.products)
        if (std::ranges::find(now.products, line) == now.products.end())
            out_.retractions.push_back(product_id(settings_, line));
}

bool Mapper::sale(const Sale& sale, const model::SourceRecord* before, const Buyer& own,
                  const Buyer& returner) {
    std::int64_t version = sale.updated_at ? sale.updated_at->us : 0;
    if (before && version != 0 && version < before->version) return false;
    SaleMemo was = before ? sale_memo_from(before->memo) : SaleMemo{};
    if (!sale.fault.empty() && sale.id.empty()) {
        malformed("sale", sale, before, to_json(SaleMemo{.excerpt = sale.excerpt}));
        return false;
    }
    SaleNature nature = nature_of(sale, settings_);
    std::string exclusion = exclusion_of(sale, nature, was, own, returner);
    const Buyer& buyer = nature.placed || !nature.refunded ? own : returner;
    SaleMemo now{.buyer = buyer.customer, .domain = buyer.domain, .excerpt = sale.excerpt};
    bool is_in_time = sale.completed_at && *sale.completed_at >= history_since_;
    auto may = [&](const Buyer& who) {
        return is_in_time && !who.customer.empty() &&
               is_reachable(who, was.has_events() && was.buyer == who.customer);
    };
    now.placed = nature.placed && may(own);
    now.refunded = nature.refunded && may(returner);
    if (now.has_events()) exclusion.clear();

    std::vector<ingest::EventUpsert> events;
    auto add = [&](std::string unique_id, std::string_view metric, const Buyer& whose,
                   Decimal value, std::string properties) {
        auto& event = events.emplace_back();
        event.unique_id = std::move(unique_id);
        event.metric = metric;
        event.person = person_key(settings_, whose.customer);
        event.time = *sale.completed_at;
        event.timing = ingest::Timing::moves;
        event.value = value.money(settings_.currency);
        event.properties = std::move(properties);
    };
    if (now.placed) {
        add(placed_id(settings_, sale.id), placed_metric, own, sale.total,
            placed_properties(sale, catalogue_, own.domain));
        for (auto& line : sale.lines) {
            if (!line.quantity.is_positive() || now.products.size() >= most_products) continue;
            now.products.push_back(line.id);
            add(product_id(settings_, line.id), product_metric, own, line.total,
                product_properties(sale, line, catalogue_, own.domain));
        }
    }
    if (now.refunded) {
        add(refunded_id(settings_, sale.id), refunded_metric, returner, returned_in(sale),
            refunded_properties(sale, catalogue_, returner.domain,
                                given_back_in(sale, nature, now.placed)));
    }
    std::string memo = to_json(now);
    std::int64_t hash = hash_of(exclusion, memo, events);
    if (before && before->content_hash == hash) return false;

    retract_lost(sale, was, now);
    std::ranges::move(events, std::back_inserter(out_.events));
    bool belonged = before && before->exclusion != "no_email" && before->exclusion != "no_customer";
    bool belongs = exclusion != "no_email" && exclusion != "no_customer";
    bool has_changed_hands =
        before && (was.buyer != now.buyer || was.domain != now.domain || belonged != belongs);
    Instant updated = sale.updated_at ? *sale.updated_at
                      : sale.stamp    ? *sale.stamp
                                      : sale.completed_at.value_or(Instant{});
    out_.records.push_back({.key = sale_record_key(sale.id),
                            .version = version != 0 ? version
                                       : before     ? before->version
                                                    : 0,
                            .updated_at = updated,
                            .state = std::string(state_of(sale)),
                            .content_hash = hash,
                            .exclusion = std::move(exclusion),
                            .memo = std::move(memo)});
    return has_changed_hands;
}

}  // namespace regulars::sources::lightspeed
