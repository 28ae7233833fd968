// Toast's webhooks: whether one is genuine, and which order it speaks of.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/http.hpp"

namespace regulars::sources::toast {

/// Larger bodies are refused unread: a single order may be a megabyte. The poll finds what is lost.
constexpr std::size_t largest_webhook = 2u << 20;
/// Retries come within 15 minutes, clocks differ: what is older, or further ahead, is a replay.
constexpr Duration webhook_window = 1h;

/// What an `order_updated` or `channel_order_updated` message says. It has no names, phones or
/// addresses: the order is read again from the API, and this is only a hint.
struct WebhookHint {
    std::string restaurant,
        order;  // GUIDs, lower case, as the vendor writes them (not checked to be well formed)
    std::string message;  // the message's own GUID, or its body's hash where it has none: the same
                          // for each attempt; remember it against replays
    Instant sent;
};

/// Whether `Toast-Signature` is base64 of HMAC-SHA256(secret, body + timestamp), the timestamp
/// being the body's own text: of a body that nobody has signed, only this is read. Compares in
/// constant time. Errors: unauthorized (no or wrong
/// signature), invalid (no JSON, no timestamp). Source: Toast developer guide, "Webhook basics:
/// message signing".
Result<void> verify_webhook(const net::Headers& headers, std::string_view body,
                            std::string_view secret);

/// Of a genuine message. Errors: invalid (another kind of message, no restaurant or order),
/// unauthorized (sent longer than webhook_window before or after `now`).
Result<WebhookHint> hint_of(std::string_view body, Instant now);

}  // namespace regulars::sources::toast
