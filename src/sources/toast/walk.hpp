// Walks the numbered pages of a list whose rows may leave while it is read.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/error.hpp"

namespace regulars::sources::toast {

/// The hash of a row's text, and of its id and version.
using KnownTexts = std::unordered_map<std::size_t, std::int64_t>;

/// Rows that leave let others move up onto pages that were read already. So a list of more than one
/// page is walked again until a pass shows no row (or version) that was not seen; a list of one
/// page was seen at one instant.
class Walk {
  public:
    static constexpr int most_passes = 5;
    static constexpr int most_pages = 20'000;  // of a pass

    explicit Walk(int page_size) : page_size_(page_size) {}

    int page() const { return page_; }  // from 1
    int page_size() const { return page_size_; }
    /// Moves past a page of rows, each told by a hash of its id and version. A full page without a
    /// link to a next one may still have one: it is asked for. Says whether the list is done.
    /// Errors: exhausted.
    Result<bool> take(std::span<const std::int64_t> rows, bool has_next);
    /// The same of a page of the first pass by the number of its rows alone; what they are is told
    /// to `learn`, before another page is taken.
    Result<bool> take_unread(std::size_t rows, bool has_next);
    void learn(std::span<const std::int64_t> rows) { seen_.insert(rows.begin(), rows.end()); }
    bool is_first_pass() const { return pass_ == 1; }
    /// Rows of the first pass.
    std::size_t rows() const { return rows_; }
    bool is_one_page() const { return pages_ <= 1; }
    /// What its pages showed: a later pass need not read the same text again.
    KnownTexts& texts() { return texts_; }
    /// From the start, with pages of another size.
    void restart(int page_size);

  private:
    Result<bool> move_past(std::size_t rows, bool has_next);

    int page_size_;
    int page_ = 1, pass_ = 1, pages_ = 0;
    std::size_t rows_ = 0, fresh_ = 0;
    std::unordered_set<std::int64_t> seen_;
    KnownTexts texts_;
};

}  // namespace regulars::sources::toast
