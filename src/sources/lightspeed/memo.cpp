// The memos' JSON.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/memo.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"

namespace regulars::sources::lightspeed {
namespace {

std::optional<JsonDocument> read(std::string_view json) {
    auto document = JsonDocument::parse(json, {.max_bytes = 256u << 10, .max_depth = 4});
    return document ? std::optional(std::move(*document)) : std::nullopt;
}

void write_excerpt(JsonWriter& out, const std::string& excerpt) {
    if (!excerpt.empty()) out.member("excerpt", excerpt);
}

}  // namespace

std::string to_json(const SaleMemo& memo) {
    JsonWriter out;
    out.begin_object();
    if (!memo.buyer.empty()) out.member("buyer", memo.buyer);
    if (!memo.domain.empty()) out.member("domain", memo.domain);
    if (memo.placed) out.member("placed", true);
    if (memo.refunded) out.member("refunded", true);
    if (!memo.products.empty()) out.member("products", memo.products);
    write_excerpt(out, memo.excerpt);
    return out.end_object().take();
}

SaleMemo sale_memo_from(std::string_view json) {
    SaleMemo memo;
    auto document = read(json);
    if (!document) return memo;
    JsonNode root = document->root();
    memo.buyer = text_in(root["buyer"]);
    memo.domain = text_in(root["domain"]);
    memo.placed = root["placed"].boolean().value_or(false);
    memo.refunded = root["refunded"].boolean().value_or(false);
    root["products"].each([&](JsonNode line) { memo.products.push_back(text_in(line)); });
    memo.excerpt = text_in(root["excerpt"]);
    return memo;
}

std::string to_json(const ShipmentMemo& memo) {
    JsonWriter out;
    out.begin_object();
    if (memo.at) out.member("at", memo.at->us);
    if (memo.given) out.member("given", true);
    write_excerpt(out, memo.excerpt);
    return out.end_object().take();
}

ShipmentMemo shipment_memo_from(std::string_view json) {
    ShipmentMemo memo;
    auto document = read(json);
    if (!document) return memo;
    JsonNode root = document->root();
    if (auto us = root["at"].integer()) memo.at = Instant{*us};
    memo.given = root["given"].boolean().value_or(false);
    memo.excerpt = text_in(root["excerpt"]);
    return memo;
}

std::string to_json(const CustomerMemo& memo) {
    JsonWriter out;
    out.begin_object();
    if (!memo.domain.empty()) out.member("domain", memo.domain);
    write_excerpt(out, memo.excerpt);
    return out.end_object().take();
}

CustomerMemo customer_memo_from(std::string_view json) {
    CustomerMemo memo;
    auto document = read(json);
    if (!document) return memo;
    memo.domain = text_in(document->root()["domain"]);
    memo.excerpt = text_in(document->root()["excerpt"]);
    return memo;
}

}  // namespace regulars::sources::lightspeed
