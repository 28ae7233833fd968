// Writing of texts, times and decimals.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/dialect.hpp"

#include "base/json.hpp"
#include "base/time.hpp"

namespace regulars::sandbox::lightspeed {

void Dialect::open(std::string_view key) {
    if (comma_) out_ += ',';
    if (!key.empty()) {
        out_ += '"';
        out_ += key;
        out_ += "\":";
    }
    comma_ = true;
}

Dialect& Dialect::scalar(std::string_view key, std::string_view value) {
    open(key);
    if (!faults_.real_scalars) out_ += '"';
    out_ += value;
    if (!faults_.real_scalars) out_ += '"';
    return *this;
}

Dialect& Dialect::text(std::string_view key, std::string_view value) {
    open(key);
    JsonWriter quoted;
    quoted.value(value);
    out_ += quoted.text();
    return *this;
}

Dialect& Dialect::amount(std::string_view key, Amount value) {
    std::string digits;
    append_amount(digits, value);
    return scalar(key, digits);
}

Dialect& Dialect::time(std::string_view key, std::int64_t at) {
    if (at != 0) return text(key, vendor_time(at));
    if (!faults_.nulls) return *this;
    open(key);
    out_ += "null";
    return *this;
}

std::string vendor_time(std::int64_t at) {
    std::string text = format_iso(Instant::from_seconds(at));
    text.replace(text.size() - 1, 1, "+00:00");
    return text;
}

}  // namespace regulars::sandbox::lightspeed
