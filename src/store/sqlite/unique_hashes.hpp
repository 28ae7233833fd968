// The hashes under which a unique id may stand, in order.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "store/open.hpp"

namespace regulars::store::sqlite {

/// hash(id), then hash(id + "\x1f1"), hash(id + "\x1f2") …: a row stands under the first of them
/// that no row with another id has. With 64 bits and 100 million rows the second is needed once in
/// 3,700 such databases; correctness never depends on luck.
class UniqueHashes {
  public:
    UniqueHashes(Hash hash, std::string_view id) : hash_(hash), id_(id), current_(hash(id)) {}
    std::int64_t current() const { return current_; }
    /// How many were passed.
    int passed() const { return passed_; }
    void next() { current_ = hash_(fmt::format("{}\x1f{}", id_, ++passed_)); }

  private:
    Hash hash_;
    std::string_view id_;
    std::int64_t current_;
    int passed_ = 0;
};

}  // namespace regulars::store::sqlite
