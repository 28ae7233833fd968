// The Sync API: lists with their filters and pages, and single records.
// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include <fmt/format.h>

#include "sandbox/opentable/server.hpp"

namespace regulars::sandbox::opentable {
namespace {

constexpr std::int64_t default_limit = 1000, most_limit = 2000;

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

/// What a list request asks for; nothing that was not asked for is set.
struct Wanted {
    std::int64_t limit = default_limit, offset = 0;
    std::optional<std::int64_t> updated_after;  // seconds, UTC
    std::optional<std::int64_t> scheduled_from,
        scheduled_to;  // seconds of the wall clock, inclusive
    std::optional<std::int64_t> confirmation;
    std::optional<State> state;
    bool unknown_guest = false;
    std::optional<std::uint32_t> guest;  // index
    std::optional<bool> email_optin;
};

/// Errors: invalid, with the vendor's kind of message.
Result<Wanted> read(const Target& target, std::string_view what, Tier tier, std::uint64_t seed,
                    const Restaurant& r) {
    auto wrong = [](std::string_view name, std::string_view value) {
        return fail(ErrorKind::invalid,
                    fmt::format("Invalid value for parameter '{}': {}", name, value));
    };
    Wanted wanted;
    for (auto& [name, value] : target.query) {
        if (name == "limit") {
            auto n = whole(value);
            if (!n || *n < 1 || *n > most_limit) return wrong(name, value);
            wanted.limit = *n;
        } else if (name == "offset") {
            auto n = whole(value);
            if (!n || *n < 0) return wrong(name, value);
            wanted.offset = *n;
        } else if (name == "updated_after") {
            auto at = parse_instant(value);
            if (!at || value.size() < 20 || value.back() != 'Z') return wrong(name, value);
            wanted.updated_after = std::max<std::int64_t>(0, at->seconds());
        } else if (what == "guests") {
            if (name != "email_optin") continue;
            if (tier == Tier::copper || (value != "true" && value != "false"))
                return wrong(name, value);
            wanted.email_optin = value == "true";
        } else if (name == "scheduled_time_from" || name == "scheduled_time_to") {
            auto local = parse_local_time(value);
            if (!local || value.size() != 19) return wrong(name, value);
            (name == "scheduled_time_from" ? wanted.scheduled_from : wanted.scheduled_to) =
                local->seconds;
        } else if (name == "confirmation_id") {
            wanted.confirmation = whole(value);
            if (!wanted.confirmation) return wrong(name, value);
        } else if (what == "reservations" && name == "state") {
            wanted.state = state_named(value);
            if (!wanted.state) return wrong(name, value);
        } else if (what == "reservations" && name == "guest_id") {
            wanted.guest = index_of_tail(seed, Book::guests, r.number, value);
            wanted.unknown_guest = !wanted.guest;
        }
    }
    if (what == "pos-data" && (!wanted.scheduled_from || !wanted.scheduled_to)) {
        return fail(ErrorKind::invalid,
                    "Parameters 'scheduled_time_from' and 'scheduled_time_to' are required");
    }
    return wanted;
}

bool fits(const Wanted& wanted, const Restaurant& r, const Reservation& v) {
    if (wanted.updated_after && v.updated <= *wanted.updated_after) return false;
    if (wanted.state && v.state != *wanted.state) return false;
    if (wanted.confirmation && v.confirmation != *wanted.confirmation) return false;
    if (wanted.unknown_guest || (wanted.guest && v.guest != *wanted.guest + 1)) return false;
    if (!wanted.scheduled_from && !wanted.scheduled_to) return true;
    std::int64_t local = r.clock.to_local(v.scheduled);
    return (!wanted.scheduled_from || local >= *wanted.scheduled_from) &&
           (!wanted.scheduled_to || local <= *wanted.scheduled_to);
}

bool fits(const Wanted& wanted, const Guest& g) {
    if (!wanted.email_optin) return true;
    bool shown = !g.archived && !g.forgotten && g.opt_in == OptIn::yes;
    return shown == *wanted.email_optin;
}

/// Takes what lies after `offset` until a page is full and one more is known.
class Collector {
  public:
    Collector(std::int64_t offset, std::int64_t limit, std::vector<std::uint32_t>& page)
        : skip_(offset), limit_(limit), page_(page) {}
    bool take(std::uint32_t index) {
        if (skip_ > 0) {
            --skip_;
            return true;
        }
        if (std::int64_t(page_.size()) == limit_) return has_more_ = true, false;
        page_.push_back(index);
        return true;
    }
    bool has_more() const { return has_more_; }

  private:
    std::int64_t skip_, limit_;
    std::vector<std::uint32_t>& page_;
    bool has_more_ = false;
};

void collect_reservations(const Wanted& wanted, const Restaurant& r, bool with_check,
                          Collector& out) {
    auto offer = [&](std::uint32_t index) {
        const Reservation& v = r.reservations[index];
        if (with_check && !v.has_check()) return true;
        return !fits(wanted, r, v) || out.take(index);
    };
    if (wanted.updated_after) {
        r.reservation_changes.each_after(Seconds(*wanted.updated_after), r.reservations, offer);
        return;
    }
    // The wall clock runs at most 14 hours beside UTC; within that the filter decides.
    constexpr std::int64_t margin_s = 14 * 3600;
    auto at = r.by_schedule.begin();
    if (wanted.scheduled_from) {
        Seconds from = Seconds(std::max<std::int64_t>(0, *wanted.scheduled_from - margin_s));
        at = std::lower_bound(at, r.by_schedule.end(), std::pair(from, std::uint32_t(0)));
    }
    for (; at != r.by_schedule.end(); ++at) {
        if (wanted.scheduled_to && std::int64_t(at->first) > *wanted.scheduled_to + margin_s) break;
        if (!offer(at->second)) break;
    }
}

void collect_guests(const Wanted& wanted, const Restaurant& r, Collector& out) {
    auto offer = [&](std::uint32_t index) {
        return !fits(wanted, r.guests[index]) || out.take(index);
    };
    if (wanted.updated_after) {
        r.guest_changes.each_after(Seconds(*wanted.updated_after), r.guests, offer);
        return;
    }
    for (std::uint32_t index = 0; index < r.guests.size(); ++index) {
        if (!offer(index)) break;
    }
}

}  // namespace

void Server::append_row(std::string& out, std::string_view what, std::size_t location,
                        std::uint32_t index, Exchange& x, std::uint32_t row) const {
    const Restaurant& r = world_.restaurants()[location];
    RowFaults faults = WireFaults::draw_row(x.level, x.chance, row);
    if (what == "guests") {
        append_guest(out, world_, r, index, tier(location), faults);
    } else if (what == "pos-data") {
        append_pos_data(out, world_, r, index, faults);
    } else {
        const Reservation& v = r.reservations[index];
        faults.strange_state = WireFaults::is_strange(x.level, v.look, v.sequence);
        append_reservation(out, world_, r, index, tier(location), faults);
    }
}

net::HttpResponse Server::sync(const Target& target, Exchange& x, WireFault& fault) {
    std::string_view rest =
        std::string_view(target.path).substr(std::string_view("/sync/v2/").size());
    auto slash = rest.find('/');
    std::string_view what = rest.substr(0, slash);
    if (slash == std::string_view::npos) {
        if (what == "reservations" || what == "guests" || what == "pos-data")
            return list(target, what, x, fault);
    } else if (what == "reservations" || what == "guests") {
        return single(target, what == "guests" ? Book::guests : Book::reservations,
                      rest.substr(slash + 1), x);
    }
    return sync_error(x, 404, "No such resource");
}

net::HttpResponse Server::single(const Target&, Book book, std::string_view id, Exchange& x) {
    auto dash = id.find('-');
    auto rid = whole(id.substr(0, dash));
    if (dash == std::string_view::npos || !rid) return sync_error(x, 404, "Not found");
    for (std::size_t i = 0; i < world_.restaurants().size(); ++i) {
        const Restaurant& r = world_.restaurants()[i];
        if (r.number != *rid) continue;
        if (!is_granted(i)) break;
        auto index = index_of_tail(world_.options().seed, book, r.number, id.substr(dash + 1));
        bool is_guest = book == Book::guests;
        bool exists = index && (is_guest ? *index < r.guests.size()
                                         : *index < r.reservations.size() &&
                                               r.reservations[*index].sequence != 0);
        if (!exists) return sync_error(x, 404, "Not found");
        std::string body;
        append_row(body, is_guest ? "guests" : "reservations", i, *index, x, 0);
        return json_answer(x, std::move(body));
    }
    return sync_error(x, 403, fmt::format("No routing for RID:{}", *rid));
}

net::HttpResponse Server::list(const Target& target, std::string_view what, Exchange& x,
                               WireFault& fault) {
    auto rid_text = target.parameter("rid");
    if (!rid_text) return sync_error(x, 400, "Required parameter 'rid' is not present");
    auto rid = whole(*rid_text);
    if (!rid)
        return sync_error(x, 400, fmt::format("Invalid value for parameter 'rid': {}", *rid_text));
    std::size_t location = 0;
    auto& restaurants = world_.restaurants();
    while (location < restaurants.size() && restaurants[location].number != *rid) ++location;
    if (location == restaurants.size() || !is_granted(location)) {
        return sync_error(x, 403, fmt::format("No routing for RID:{}", *rid));
    }
    const Restaurant& r = restaurants[location];
    if (what == "pos-data" && tier(location) != Tier::platinum) {
        return sync_error(x, 403, "The POS data of this restaurant is not available at its tier");
    }
    auto wanted = read(target, what, tier(location), world_.options().seed, r);
    if (!wanted) return sync_error(x, 400, wanted.error().message);
    if (fault == WireFault::stale_page) {
        // A cache answers with the page before; its envelope says honestly which one it is.
        wanted->offset = std::max<std::int64_t>(0, wanted->offset - wanted->limit);
    }

    std::vector<std::uint32_t> indices;
    Collector collector(wanted->offset, wanted->limit, indices);
    if (what == "guests") {
        collect_guests(*wanted, r, collector);
    } else {
        collect_reservations(*wanted, r, what == "pos-data", collector);
    }
    bool has_next = collector.has_more(), names_next = has_next;
    if (fault == WireFault::more_promised) {
        if (has_next) {
            names_next = false;
        } else if (!indices.empty()) {
            has_next = true;  // the next page will be empty
            names_next = x.chance % 2 == 0;
        }
    }

    std::string body;
    body.reserve(256 + indices.size() * 1400);
    fmt::format_to(std::back_inserter(body), R"({{"hasNextPage":{},"nextPageUrl":)", has_next);
    if (names_next) {
        body += '"';
        body += named_host;
        body += target.with("offset", std::to_string(wanted->offset + wanted->limit));
        body += '"';
    } else {
        body += "null";
    }
    fmt::format_to(std::back_inserter(body), R"(,"offset":{},"limit":{},"items":[)", wanted->offset,
                   wanted->limit);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if (i > 0) body += ',';
        append_row(body, what, location, indices[i], x, std::uint32_t(i));
    }
    body += "]}";
    return json_answer(x, std::move(body));
}

}  // namespace regulars::sandbox::opentable
