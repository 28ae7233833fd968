// Orders: many at a time by when they changed or by business day, and one by one.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/toast/server.hpp"

namespace regulars::sandbox::toast {
namespace {

constexpr std::string_view named_host = "https://ws-api.toasttab.com";
constexpr std::int64_t most_page_size = 100;
constexpr Millis hour_ms = 3'600'000;
const Instant earliest = Instant::from_seconds(1'448'928'000);  // 2015-12-01

struct Wanted {
    Millis from = 0, to = 0;
    std::int32_t business_date = 0;  // 0: by time
    std::int64_t page = 1, page_size = most_page_size;
};

/// yyyy-MM-dd'T'HH:mm:ss.SSS and Z or ±hhmm, nothing else.
std::optional<Millis> read_date(std::string_view text) {
    if (text.size() != 24 && text.size() != 28) return {};
    if (text[10] != 'T' || text[19] != '.') return {};
    if (text.size() == 24 ? text[23] != 'Z' : text[23] != '+' && text[23] != '-') return {};
    auto at = parse_instant(text);
    if (!at || *at < earliest) return {};
    return at->us / 1000;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

/// Errors: invalid, with the vendor's kind of message.
Result<Wanted> read(const Target& target) {
    Wanted wanted;
    auto page = target.parameter("page"), size = target.parameter("pageSize");
    if (page) wanted.page = whole(*page).value_or(0);
    if (size) wanted.page_size = whole(*size).value_or(0);
    if (wanted.page < 1 || wanted.page > 1'000'000)
        return fail(ErrorKind::invalid, "page must be a positive number");
    if (wanted.page_size < 1 || wanted.page_size > most_page_size)
        return fail(ErrorKind::invalid, "pageSize must be between 1 and 100");
    auto from = target.parameter("startDate"), to = target.parameter("endDate"),
         day = target.parameter("businessDate");
    if (day) {
        if (from || to)
            return fail(ErrorKind::invalid, "Use either businessDate, or startDate and endDate");
        auto number = day->size() == 8 ? whole(*day) : std::nullopt;
        if (!number ||
            !is_valid({int(*number / 10'000), int(*number / 100 % 100), int(*number % 100)})) {
            return fail(ErrorKind::invalid, "businessDate must have the format yyyyMMdd");
        }
        wanted.business_date = std::int32_t(*number);
        return wanted;
    }
    if (!from || !to) return fail(ErrorKind::invalid, "startDate and endDate are required");
    auto from_ms = read_date(*from), to_ms = read_date(*to);
    if (!from_ms || !to_ms) {
        return fail(ErrorKind::invalid,
                    "startDate and endDate must have the format yyyy-MM-dd'T'HH:mm:ss.SSSZ, from "
                    "2015-12-01 on");
    }
    if (*to_ms <= *from_ms) return fail(ErrorKind::invalid, "endDate must be after startDate");
    wanted.from = *from_ms;
    wanted.to = *to_ms;
    return wanted;
}

struct Found {
    std::uint32_t order;
    std::size_t version;
};

/// Up to `most` after `skip`, and whether more follow.
std::pair<std::vector<Found>, bool> find(const Book& book, const Place& place, const Wanted& wanted,
                                         Instant now, Lag lag, std::int64_t skip,
                                         std::int64_t most) {
    std::vector<Found> found;
    bool has_more = false;
    auto take = [&](std::uint32_t order, std::size_t version) {
        if (skip > 0) return --skip, true;
        if (std::int64_t(found.size()) == most) return has_more = true, false;
        found.push_back({order, version});
        return true;
    };
    if (wanted.business_date == 0) {
        book.each_changed(place, wanted.from, wanted.to, now, lag,
                          [&](const Entry& e) { return take(e.order, e.version); });
        return {std::move(found), has_more};
    }
    for (auto order : book.orders_of(place, wanted.business_date)) {
        if (std::int64_t(place.orders[order].created) + lag(order) > now.seconds()) continue;
        auto version = Book::version_at(book.plan(place, order), order, now, lag);
        if (version && !take(order, *version)) break;
    }
    return {std::move(found), has_more};
}

/// The links of one page; the keys come in another order in each.
std::vector<std::string> links(const Target& target, const Wanted& wanted, bool has_next) {
    auto query = [&](std::int64_t page) {
        std::string out;
        auto add = [&](std::string_view key, std::string_view value) {
            out += out.empty() ? '?' : '&';
            fmt::format_to(std::back_inserter(out), "{}={}", key, percent_encoded(value));
        };
        auto copy = [&](std::string_view key) {
            if (auto value = target.parameter(key)) add(key, *value);
        };
        copy("businessDate"), copy("endDate");
        if (page >= wanted.page || page == 0) copy("startDate");
        add("pageSize", std::to_string(wanted.page_size));
        if (page > 0) add("page", std::to_string(page));
        if (page > 0 && page < wanted.page) copy("startDate");
        return out;
    };
    std::vector<std::string> all;
    auto add = [&](std::string_view rel, std::int64_t page) {
        all.push_back(
            fmt::format("<{}{}{}>; rel=\"{}\"", named_host, target.path, query(page), rel));
    };
    add("first", 0);
    add("self", wanted.page);
    if (wanted.page > 1) add("prev", wanted.page - 1);
    if (has_next) add("next", wanted.page + 1);
    return all;
}

void add_links(net::HttpResponse& response, const std::vector<std::string>& all, bool joined) {
    if (!joined) {
        for (auto& link : all) response.headers.emplace_back("link", link);
        return;
    }
    std::string line;
    for (auto& link : all) line += (line.empty() ? "" : ", ") + link;
    response.headers.emplace_back("Link", line);
}

}  // namespace

net::HttpResponse Server::orders_bulk(const Call& call) const {
    auto wanted = read(call.target);
    if (!wanted) return error_answer(call.x, 400, wanted.error().message, 10025);
    std::int64_t skip = (wanted->page - 1) * wanted->page_size, most = wanted->page_size;
    if (call.fault == WireFault::repeated_row && skip > 0) --skip, ++most;
    auto [found, has_next] =
        find(book_, call.place, *wanted, call.x.now, WireFaults::lag(call.x.level), skip, most);
    if (call.fault == WireFault::more_promised && !found.empty()) has_next = true;
    JsonWriter out;
    out.reserve(found.size() * 6000 + 16);
    out.begin_array();
    for (std::size_t i = 0; i < found.size(); ++i) {
        write_order(out, showing(call, std::uint32_t(i)),
                    book_.plan(call.place, found[i].order).at(found[i].version));
    }
    out.end_array();
    auto response = json_answer(call.x, out.take());
    add_links(response, links(call.target, *wanted, has_next),
              call.fault == WireFault::joined_links);
    return response;
}

net::HttpResponse Server::order_guids(const Call& call) const {
    auto wanted = read(call.target);
    if (!wanted) return error_answer(call.x, 400, wanted.error().message, 10025);
    if (wanted->business_date == 0 && wanted->to - wanted->from > hour_ms) {
        return error_answer(call.x, 400,
                            "The time between startDate and endDate must not be more than one hour",
                            10025);
    }
    auto [found, has_next] =
        find(book_, call.place, *wanted, call.x.now, WireFaults::lag(call.x.level),
             (wanted->page - 1) * wanted->page_size, wanted->page_size);
    JsonWriter out;
    out.begin_array();
    for (auto& one : found) out.value(book_.order_guid(call.place, one.order));
    out.end_array();
    auto response = json_answer(call.x, out.take());
    add_links(response, links(call.target, *wanted, has_next),
              call.fault == WireFault::joined_links);
    return response;
}

net::HttpResponse Server::single_order(const Call& call, std::string_view guid) const {
    auto order = book_.order_named(call.place, guid);
    if (!order) return error_answer(call.x, 404, "Order not found", 10040);
    Plan plan = book_.plan(call.place, *order);
    auto version = Book::version_at(plan, *order, call.x.now, WireFaults::lag(call.x.level));
    if (!version) return error_answer(call.x, 404, "Order not found", 10040);
    JsonWriter out;
    write_order(out, showing(call, 0), plan.at(*version));
    return json_answer(call.x, out.take());
}

}  // namespace regulars::sandbox::toast
