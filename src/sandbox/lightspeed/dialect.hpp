// The vendor's JSON: every scalar a text, one element an object, several an array, none absent or
// "".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/lightspeed/amount.hpp"
#include "sandbox/records.hpp"

namespace regulars::sandbox::lightspeed {

/// What is odd about one record this time it is shown; all false for a plain one.
struct DialectFaults {
    bool real_scalars = false;    // numbers and booleans are not texts
    bool other_spelling = false;  // "updateTime" for "updatetime"
    bool always_arrays = false;   // one element is an array too
    bool blank_objects = false;   // an empty relation is an object of empty texts, not ""
    bool nulls = false;           // what is not set is null, not absent
    bool unknown_key = false;
};

/// Appends JSON to a string, placing commas itself.
class Dialect {
  public:
    Dialect(std::string& out, const DialectFaults& faults) : out_(out), faults_(faults) {}

    const DialectFaults& faults() const { return faults_; }
    Dialect& begin(std::string_view key = {}) {
        open(key);
        out_ += '{';
        comma_ = false;
        return *this;
    }
    Dialect& end() {
        out_ += '}';
        comma_ = true;
        return *this;
    }
    Dialect& text(std::string_view key, std::string_view value);
    Dialect& number(std::string_view key, std::int64_t value) {
        return scalar(key, std::to_string(value));
    }
    Dialect& amount(std::string_view key, Amount value);
    Dialect& flag(std::string_view key, bool value) {
        return scalar(key, value ? "true" : "false");
    }
    /// "2021-06-06T15:19:18+00:00"; absent for 0.
    Dialect& time(std::string_view key, std::int64_t at);
    /// An id; "0" for none.
    Dialect& id(std::string_view key, std::uint64_t value) {
        return scalar(key, std::to_string(value));
    }
    /// A relation without anything in it.
    Dialect& nothing(std::string_view key) { return text(key, ""); }

    /// `count` elements of one name, each written by `element(i)` as an object between begin() and
    /// end().
    template <class Element>
    Dialect& several(std::string_view name, std::size_t count, Element element) {
        if (count == 0) return *this;
        bool is_array = count > 1 || faults_.always_arrays;
        open(name);
        if (is_array) out_ += '[';
        comma_ = false;
        for (std::size_t i = 0; i < count; ++i) element(i);
        if (is_array) out_ += ']';
        comma_ = true;
        return *this;
    }

  private:
    void open(std::string_view key);
    Dialect& scalar(std::string_view key, std::string_view value);
    std::string& out_;
    DialectFaults faults_;
    bool comma_ = false;
};

/// "2021-06-06T15:19:18+00:00".
std::string vendor_time(std::int64_t at);

}  // namespace regulars::sandbox::lightspeed
