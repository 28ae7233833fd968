// Orders people by a figure.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/ranking.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace regulars::analytics {
namespace {

struct ComesBefore {
    Direction direction;
    bool operator()(const Ranked& a, const Ranked& b) const {
        if (a.figure != b.figure) {
            if (!a.figure || !b.figure) return a.figure.has_value();
            return (*a.figure < *b.figure) == (direction == Direction::ascending);
        }
        return a.person < b.person;
    }
};

template <class Number>
bool is_number(std::string_view text, Number& number) {
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::vector<Ranked> page_of(std::vector<Ranked> everybody, Direction direction,
                            const std::optional<Ranked>& after, std::size_t limit) {
    ComesBefore comes_before{direction};
    if (after)
        std::erase_if(everybody, [&](const Ranked& one) { return !comes_before(*after, one); });
    auto size = std::min(limit, everybody.size());
    std::ranges::partial_sort(everybody, everybody.begin() + std::ptrdiff_t(size), comes_before);
    everybody.resize(size);
    return everybody;
}

std::string text_of(const Ranked& place) {
    return place.figure ? fmt::format("{}_{}", *place.figure, place.person.value)
                        : fmt::format("_{}", place.person.value);
}

Result<Ranked> ranked_from(std::string_view text) {
    Ranked place;
    auto cut = text.find('_');
    double figure = 0;
    bool is_place = cut != text.npos && is_number(text.substr(cut + 1), place.person.value) &&
                    (cut == 0 || (is_number(text.substr(0, cut), figure) && std::isfinite(figure)));
    if (!is_place) return fail(ErrorKind::invalid, "is not the `next` of a page");
    if (cut > 0) place.figure = figure;
    return place;
}

}  // namespace regulars::analytics
