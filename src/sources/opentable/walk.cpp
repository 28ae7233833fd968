// The paging rules, as one transition.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/walk.hpp"

#include <algorithm>
#include <utility>

#include "base/env.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr std::size_t most_overlap = 16;  // rows: more than ever shared a second in the real data
constexpr int most_stale = 3;
constexpr int most_idle = 50;
constexpr int most_passes = 6;
constexpr Duration tolerance = 1s;  // of order: as far back as the key goes anyway

std::uint64_t mark_of(const Row& row) {
    return mix(mix(std::hash<std::string_view>()(row.id), std::uint64_t(row.version)),
               std::uint64_t(row.updated_at.us));
}

bool is_ascending(std::span<const Row> rows) {
    for (std::size_t i = 1; i < rows.size(); ++i)
        if (rows[i].updated_at + tolerance < rows[i - 1].updated_at) return false;
    return true;
}

}  // namespace

Walk::Walk(Instant after, int limit)
    : limit_(limit), start_(after), after_(after), newest_(after) {}

Result<Walk> Walk::from(JsonNode state, int limit) {
    auto instant = [&](std::string_view key) {
        return parse_instant(state[key].string().value_or(""));
    };
    Walk walk(TRY(instant("start")), limit);
    walk.after_ = TRY(instant("after"));
    walk.newest_ = TRY(instant("newest"));
    walk.offset_ = std::max<std::int64_t>(0, state["offset"].integer().value_or(0));
    walk.ordered_ = state["ordered"].boolean().value_or(true);
    // What this pass saw is forgotten: it counts as having brought something, so one more follows.
    walk.fresh_in_pass_ = 1;
    walk.stretch_fresh_ = walk.offset_ > 0 ? 1 : 0;
    return walk;
}

void Walk::write(JsonWriter& out) const {
    out.begin_object()
        .member("start", format_iso(start_))
        .member("after", format_iso(after_))
        .member("newest", format_iso(newest_));
    out.member("offset", offset_).member("ordered", ordered_).end_object();
}

std::size_t Walk::overlap() const {
    return std::clamp<std::size_t>(std::size_t(limit_) / 4, 1, most_overlap);
}

Walked Walk::again() {
    ++stale_;
    return Walked::again;
}

/// Rows that leave a stretch paged by offset hide others, so it is read again, from its key.
bool Walk::must_repeat_stretch() {
    bool repeat = ordered_ && stretch_fresh_ > 0 && stretch_passes_ < most_passes;
    stretch_fresh_ = 0;
    stretch_passes_ = repeat ? stretch_passes_ + 1 : 0;
    if (repeat) offset_ = 0;
    return repeat;
}

Walked Walk::end_of_pass() {
    if (must_repeat_stretch()) return Walked::more;
    bool repeat = !ordered_ && fresh_in_pass_ > 0 && ++passes_ < most_passes;
    fresh_in_pass_ = 0;
    offset_ = 0;
    return repeat ? Walked::more : Walked::done;
}

Walked Walk::take(const Envelope& envelope, std::span<const Row> rows) {
    if (envelope.offset && *envelope.offset != offset_ && stale_ < most_stale) return again();
    if (ordered_ && seen_.size() > 8 * std::size_t(limit_) + 1'000) seen_.clear();
    std::size_t fresh = 0;
    std::uint64_t print = 0;
    for (auto& row : rows) {
        std::uint64_t mark = mark_of(row);
        print += mark;
        fresh += seen_.insert(mark).second;
        newest_ = std::max(newest_, row.updated_at);
    }
    if (ordered_ && !is_ascending(rows)) {
        ordered_ = false;
        after_ = start_;
        offset_ = 0;
        stale_ = idle_ = stretch_passes_ = 0;
        fresh_in_pass_ = 1;
        return Walked::more;
    }
    fresh_in_pass_ += fresh;
    if (offset_ > 0 || stretch_passes_ > 0) stretch_fresh_ += fresh;
    bool has_next = envelope.has_next.value_or(std::ssize(rows) >= limit_);
    if (rows.empty() || !has_next) {
        stale_ = idle_ = 0;
        return end_of_pass();
    }
    bool is_idle =
        fresh == 0 && passes_ == 0 && stretch_passes_ == 0;  // a repeated pass may bring nothing
    bool is_copy =
        std::exchange(last_print_, print) == print;  // of the answer before, to another question
    if ((is_idle || is_copy) && stale_ < most_stale) return again();
    if (is_idle && ++idle_ > most_idle) return Walked::stuck;
    if (!is_idle) idle_ = 0;
    stale_ = 0;

    std::size_t tail = std::min(overlap(), rows.size());
    Instant key = after_;
    if (ordered_ && !is_idle) {
        auto earliest = std::ranges::min(rows.last(tail), {}, &Row::updated_at).updated_at;
        key = (earliest - 1s).floor_seconds();
    }
    if (key > after_) {
        if (must_repeat_stretch()) return Walked::more;
        after_ = key;
        offset_ = 0;
    } else {
        offset_ += is_idle
                       ? std::ssize(rows)
                       : std::max<std::int64_t>(1, std::ssize(rows) - std::ssize(rows.last(tail)));
    }
    return Walked::more;
}

}  // namespace regulars::sources::opentable
