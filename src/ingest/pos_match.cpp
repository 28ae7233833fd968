// The matching as a pure function, and the mark of a match.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/pos_match.hpp"

#include <algorithm>
#include <tuple>

#include "base/json.hpp"

namespace regulars::ingest {
namespace {

constexpr std::string_view mark_begins = R"(,"Value Source":"Matched POS order")";

}  // namespace

std::map<std::size_t, std::size_t> match_visits(std::span<const Visit> reservations,
                                                std::span<const Visit> orders, const Fits& fits,
                                                MatchWindow window) {
    struct Pair {
        std::int64_t distance_us;
        std::size_t reservation, order;
    };
    std::vector<Pair> pairs;
    for (std::size_t r = 0; r < reservations.size(); ++r)
        for (std::size_t o = 0; o < orders.size(); ++o) {
            Duration late = orders[o].at - reservations[r].at;
            if (late >= -window.before && late <= window.after && (!fits || fits(r, o)))
                pairs.push_back({std::abs(late.count()), r, o});
        }
    std::ranges::sort(pairs, {}, [&](const Pair& p) {
        return std::tuple(p.distance_us, std::string_view(reservations[p.reservation].unique_id),
                          std::string_view(orders[p.order].unique_id));
    });
    std::map<std::size_t, std::size_t> matched;
    std::vector<bool> is_used(orders.size());
    for (auto& pair : pairs) {
        if (is_used[pair.order] || matched.contains(pair.reservation)) continue;
        is_used[pair.order] = true;
        matched[pair.reservation] = pair.order;
    }
    return matched;
}

// It stands last, so that taking it away gives back what the source wrote. Inside of a text the
// quotes of such a passage would be escaped.
std::string_view unmarked(std::string_view properties) {
    auto begin = properties.rfind(mark_begins);
    return begin == properties.npos ? properties : properties.substr(0, begin);
}

std::string marked(std::string_view properties, std::string_view order_unique_id) {
    std::string_view plain = unmarked(properties);
    std::string text(is_marked(properties) ? plain : plain.substr(0, plain.rfind('}')));
    JsonWriter id;
    id.value(order_unique_id);
    return text.append(mark_begins)
        .append(",\"")
        .append(matched_order_property)
        .append("\":")
        .append(id.text())
        .append("}");
}

}  // namespace regulars::ingest
