// Walks over the members of a JSON object that was written by machines, without reading the values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace regulars {

/// Of a text that is known to be JSON: what it does not understand it refuses, it does not check.
class JsonMembers {
  public:
    explicit JsonMembers(std::string_view object) : at_(object.data()), end_(at_ + object.size()) {}

    struct Member {
        std::string_view name;   // without its quotes
        std::string_view value;  // as it stands
        /// The value is a text that means what stands between its quotes.
        bool is_plain_text = false;
    };
    /// Nothing: at the end, or at something that is not understood (a name with an escape, say).
    std::optional<Member> next();
    /// Whether all was walked over.
    bool is_done() const { return is_done_; }

  private:
    char peek();
    std::optional<std::string_view> plain_text();
    bool skip_value();

    const char *at_, *end_;
    bool has_begun_ = false, is_done_ = false;
};

}  // namespace regulars
