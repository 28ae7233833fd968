// The paging rules, as one transition.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/walk.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/env.hpp"
#include "base/text.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr int most_idle = 3;
constexpr std::size_t most_seen = 100'000;   // rows
constexpr std::size_t most_links = 100'000;  // 10 million rows
constexpr std::size_t longest_link = 8'000;

}  // namespace

std::string Walk::path() const {
    if (!next_.empty()) return next_;
    if (!is_behind_) return base_;
    std::string bound =
        by_ == By::id ? fmt::format(">,{}", last_.id) : ">=," + format_iso(last_.at);
    return fmt::format("{}&{}={}", base_, key_, percent_encoded(bound));
}

/// Path and query of a link on the configured host to the same list; empty for any other.
std::string Walk::followed(std::string_view link) const {
    if (link.size() > longest_link) return {};
    if (link.starts_with(origin_)) link.remove_prefix(origin_.size());
    bool plain = std::ranges::all_of(link, [](char c) { return c > ' ' && c < 0x7F && c != '#'; });
    auto list = std::string_view(base_).substr(0, base_.find('?') + 1);
    return plain && link.starts_with(list) ? std::string(link) : std::string();
}

Walked Walk::take(const Links& links, std::span<const Row> rows) {
    std::size_t fresh = 0;
    Row last = last_;
    if (seen_.size() > most_seen) seen_.clear();
    for (auto& row : rows) {
        bool is_fresh =
            by_ == By::id
                ? row.id > last_.id
                : seen_.insert(mix(std::uint64_t(row.id), std::uint64_t(row.at.us))).second;
        fresh += is_fresh;
        last.id = std::max(last.id, row.id);
        last.at = std::max(last.at, row.at);
    }
    bool has_moved = by_ == By::id ? last.id > last_.id : last.at > last_.at;
    last_ = last;
    if (rows.empty()) {
        // The end, unless an empty page still points further.
        std::string next = followed(links.next);
        if (next.empty() || links_.size() > most_links ||
            !links_.insert(std::hash<std::string>()(next)).second)
            return Walked::done;
        next_ = std::move(next);
        return Walked::more;
    }
    idle_ = fresh > 0 ? 0 : idle_ + 1;
    bool is_full = std::ssize(rows) >= limit_;
    bool is_counted =
        links.count && links.offset && *links.count > *links.offset + std::ssize(rows);
    if (links.next.empty() && !is_full && !is_counted) return Walked::done;
    if (idle_ > most_idle) return Walked::stuck;
    std::string next = followed(links.next);
    bool is_good = !next.empty() && fresh > 0 && links_.size() < most_links &&
                   links_.insert(std::hash<std::string>()(next)).second;
    if (is_good) {
        next_ = std::move(next);
        return Walked::more;
    }
    // Behind the last row, by our own filter. A full page without a link is most likely the end.
    bool is_end = links.next.empty() && !is_counted && fresh == 0;
    if (is_end) return Walked::done;
    if (is_behind_ && next_.empty() && !has_moved) return Walked::stuck;
    is_behind_ = true;
    next_.clear();
    return Walked::more;
}

}  // namespace regulars::sources::lightspeed
