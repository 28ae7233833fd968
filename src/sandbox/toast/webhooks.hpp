// What Toast would POST to a subscriber: new and changed orders, without names, signed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sandbox/delivery.hpp"
#include "sandbox/toast/server.hpp"

namespace regulars::sandbox::toast {

/// The deliveries due in [from, to), in the order they are sent, from a book that stands at `to` or
/// later; the same notice comes again under the same guid. Where things go wrong they come twice,
/// late, out of order, or with a wrong signature. At most a day: errors: invalid.
Result<std::vector<Delivery>> deliveries(const Book& book, std::string_view secret, Instant from,
                                         Instant to, Faults level);

/// base64 of HMAC-SHA256 (RFC 2104) of the body and the envelope's timestamp.
std::string signature(std::string_view secret, std::string_view body, std::string_view timestamp);

}  // namespace regulars::sandbox::toast
