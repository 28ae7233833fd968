// Checks signatures and reads envelopes.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/webhook.hpp"

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/json_members.hpp"
#include "base/text.hpp"

namespace regulars::sources::toast {
namespace {

constexpr std::size_t longest_guid = 64;

Result<JsonDocument> message_from(std::string_view body) {
    return JsonDocument::parse(body, {.max_bytes = largest_webhook});
}

std::string guid_in(JsonNode node) {
    auto text = node.string().value_or("");
    return text.size() <= longest_guid ? lowered(trimmed(text)) : std::string();
}

/// The first that stands in the envelope, as it is signed.
std::optional<std::string_view> timestamp_in(std::string_view body) {
    JsonMembers members(body);
    while (auto member = members.next())
        if (member->name == "timestamp" && member->is_plain_text)
            return member->value.substr(1, member->value.size() - 2);
    return std::nullopt;
}

}  // namespace

Result<void> verify_webhook(const net::Headers& headers, std::string_view body,
                            std::string_view secret) {
    auto signature = net::header(headers, "Toast-Signature");
    if (!signature || secret.empty())
        return fail(ErrorKind::unauthorized, "the message is not signed");
    auto timestamp = timestamp_in(body);
    if (!timestamp) return fail(ErrorKind::invalid, "says no time", "/timestamp");
    std::string signed_text;
    signed_text.append(body).append(*timestamp);
    if (!equals_in_constant_time(trimmed(*signature), base64(hmac_sha256(secret, signed_text))))
        return fail(ErrorKind::unauthorized, "the message's signature is wrong");
    return {};
}

Result<WebhookHint> hint_of(std::string_view body, Instant now) {
    auto document = TRY(message_from(body));
    JsonNode root = document.root();
    auto type = root["eventType"].string().value_or("");
    if (type != "order_updated" && type != "channel_order_updated")
        return fail(ErrorKind::invalid, "is no message about an order", "/eventType");
    auto sent = parse_instant(root["timestamp"].string().value_or(""));
    if (!sent) return fail(ErrorKind::invalid, "says no time", "/timestamp");
    if (*sent < now - webhook_window || *sent > now + webhook_window)
        return fail(ErrorKind::unauthorized, "the message is too old, or from the future",
                    "/timestamp");
    JsonNode details = root["details"];
    WebhookHint hint{guid_in(details["restaurantGuid"]), guid_in(details["order"]["guid"]),
                     guid_in(root["guid"]), *sent};
    if (hint.message.empty()) hint.message = sha256_hex(body);
    if (hint.restaurant.empty())
        return fail(ErrorKind::invalid, "names no restaurant", "/details/restaurantGuid");
    if (hint.order.empty())
        return fail(ErrorKind::invalid, "names no order", "/details/order/guid");
    return hint;
}

}  // namespace regulars::sources::toast
