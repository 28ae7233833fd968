// Decides when a list has been seen whole.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/walk.hpp"

#include <fmt/format.h>

namespace regulars::sources::toast {

void Walk::restart(int page_size) { *this = Walk(page_size); }

Result<bool> Walk::take(std::span<const std::int64_t> rows, bool has_next) {
    for (auto row : rows)
        if (seen_.insert(row).second) ++fresh_;
    return move_past(rows.size(), has_next);
}

Result<bool> Walk::take_unread(std::size_t rows, bool has_next) {
    REGULARS_ASSERT(is_first_pass(),
                    "whether a later pass shows something new is asked of its rows");
    return move_past(rows, has_next);
}

Result<bool> Walk::move_past(std::size_t rows, bool has_next) {
    if (pass_ == 1) rows_ += rows, ++pages_;
    bool is_last = rows == 0 || (!has_next && rows < std::size_t(page_size_));
    if (!is_last) {
        if (++page_ > most_pages)
            return fail(ErrorKind::exhausted,
                        fmt::format("Toast's list has more than {} pages", most_pages));
        return false;
    }
    bool is_done = is_one_page() || (pass_ > 1 && fresh_ == 0) || pass_ >= most_passes;
    ++pass_;
    page_ = 1;
    fresh_ = 0;
    return is_done;
}

}  // namespace regulars::sources::toast
