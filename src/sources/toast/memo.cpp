// The memos' JSON; times are microseconds, to stay short.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/memo.hpp"

#include <array>

#include "base/json.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t largest_memo = 1u << 20;
constexpr std::array<std::string_view, 3> state_names{"waiting", "shown", "person"};

void write(JsonWriter& out, const OrderPlace& place) {
    out.begin_array().value(place.restaurant).value(place.order).end_array();
}

OrderPlace place_from(JsonNode node) {
    std::vector<std::string> words;
    node.each([&](JsonNode word) { words.emplace_back(word.string().value_or("")); });
    return words.size() == 2 && !words[1].empty()
               ? OrderPlace{std::move(words[0]), std::move(words[1])}
               : OrderPlace{};
}

}  // namespace

std::string to_json(const OrderMemo& memo) {
    JsonWriter out;
    out.begin_object();
    if (memo.has_events) out.member("events", true);
    if (memo.business_day != 0) out.member("day", memo.business_day);
    if (memo.placed) out.member("placed", memo.placed->us);
    if (memo.fulfilled) out.member("fulfilled", memo.fulfilled->us);
    if (memo.fulfilled_when != OrderMemo().fulfilled_when)
        out.member("fulfilled_when", memo.fulfilled_when);
    if (!memo.products.empty()) out.member("products", memo.products);
    if (!memo.refunds.empty()) {
        out.key("refunds").begin_object();
        for (auto& [payment, refunds] : memo.refunds) {
            out.key(payment).begin_array();
            for (auto& refund : refunds) out.value(refund.total).value(refund.at.us);
            out.end_array();
        }
        out.end_object();
    }
    if (!memo.excerpt.empty()) out.member("excerpt", memo.excerpt);
    out.end_object();
    return out.take();
}

OrderMemo order_memo_from(std::string_view json) {
    OrderMemo memo;
    auto document = JsonDocument::parse(json, {.max_bytes = largest_memo, .max_depth = 8});
    if (!document) return memo;
    JsonNode root = document->root();
    auto time = [&](std::string_view name) -> std::optional<Instant> {
        auto us = root[name].integer();
        return us ? std::optional(Instant{*us}) : std::nullopt;
    };
    memo.has_events = root["events"].boolean().value_or(false);
    memo.business_day = root["day"].integer().value_or(0);
    memo.placed = time("placed");
    memo.fulfilled = time("fulfilled");
    if (auto when = root["fulfilled_when"].string()) memo.fulfilled_when = *when;
    root["products"].each(
        [&](JsonNode product) { memo.products.emplace_back(product.string().value_or("")); });
    root["refunds"].each_member([&](std::string_view payment, JsonNode list) {
        std::vector<std::int64_t> numbers;
        list.each([&](JsonNode number) { numbers.push_back(number.integer().value_or(0)); });
        auto& refunds = memo.refunds[std::string(payment)];
        for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
            refunds.push_back({numbers[i], {numbers[i + 1]}});
    });
    memo.excerpt = root["excerpt"].string().value_or("");
    return memo;
}

std::string_view name_of(GuestState state) { return state_names[std::size_t(state)]; }

std::optional<GuestState> guest_state_named(std::string_view name) {
    for (std::size_t i = 0; i < state_names.size(); ++i)
        if (state_names[i] == name) return GuestState(i);
    return std::nullopt;
}

std::string to_json(const GuestMemo& memo) {
    JsonWriter out;
    out.begin_object();
    if (!memo.shown_by.order.empty()) write(out.key("shown_by"), memo.shown_by);
    if (!memo.waiting.empty()) {
        out.key("waiting").begin_array();
        for (auto& place : memo.waiting) write(out, place);
        out.end_array();
    }
    if (memo.left_out > 0) out.member("left_out", memo.left_out);
    if (memo.has_email) out.member("has_email", true);
    out.end_object();
    return out.take();
}

GuestMemo guest_memo_from(std::string_view json) {
    GuestMemo memo;
    auto document = JsonDocument::parse(json, {.max_bytes = largest_memo, .max_depth = 8});
    if (!document) return memo;
    JsonNode root = document->root();
    if (!root["shown_by"].is_nothing()) memo.shown_by = place_from(root["shown_by"]);
    root["waiting"].each([&](JsonNode place) {
        if (auto waiting = place_from(place);
            !waiting.order.empty() && memo.waiting.size() < most_waiting)
            memo.waiting.push_back(std::move(waiting));
    });
    memo.left_out = int(root["left_out"].integer().value_or(0));
    memo.has_email = root["has_email"].boolean().value_or(false);
    return memo;
}

}  // namespace regulars::sources::toast
