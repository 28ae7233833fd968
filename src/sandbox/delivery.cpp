// A webhook as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/delivery.hpp"

namespace regulars::sandbox {

void write(JsonWriter& out, const Delivery& delivery) {
    out.begin_object()
        .member("due", format_iso(delivery.due))
        .member("attempt", delivery.attempt)
        .key("headers")
        .begin_object();
    for (auto& [name, value] : delivery.headers) out.member(name, value);
    out.end_object().member("body", delivery.body).end_object();
}

}  // namespace regulars::sandbox
