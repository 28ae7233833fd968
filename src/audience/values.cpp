// The meaning of each test for each type of value.
// SPDX-License-Identifier: Apache-2.0
#include "audience/values.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "audience/refusal.hpp"
#include "base/text.hpp"

namespace regulars::audience {
namespace {

constexpr std::int64_t pattern_memory_bytes = 1 << 20;
constexpr double most_amount = 9e12;
using Texts = std::vector<std::string>;

template <class T>
bool compared(NumberOperator op, T a, T b) {
    switch (op) {
        case NumberOperator::equals:
            return a == b;
        case NumberOperator::not_equals:
            return a != b;
        case NumberOperator::greater_than:
            return a > b;
        case NumberOperator::greater_than_or_equal:
            return a >= b;
        case NumberOperator::less_than:
            return a < b;
        case NumberOperator::less_than_or_equal:
            return a <= b;
    }
    return false;
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "1" and "+1" alike.
std::string_view without_plus(std::string_view code) {
    return code.starts_with('+') ? code.substr(1) : code;
}

/// "03/29/2026 19:00" and "03/29/26 19:00" as "2026-03-29 19:00"; any other text as it is. Of two
/// digits a year from 69 on is one of the last century (POSIX, strptime %y).
std::string year_first(const std::string& text) {
    std::string_view rest = text;
    constexpr std::size_t before_year = 6;
    if (rest.size() < before_year + 2 || rest[2] != '/' || rest[5] != '/' ||
        !is_digits(rest.substr(0, 2)) || !is_digits(rest.substr(3, 2)))
        return text;
    auto day = fmt::format("{}-{}", rest.substr(0, 2), rest.substr(3, 2));
    rest.remove_prefix(before_year);
    auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    auto year = rest.substr(0, digits);
    rest.remove_prefix(digits);
    if (year.size() == 4) return fmt::format("{}-{}{}", year, day, rest);
    if (year.size() != 2) return text;
    return fmt::format("{}{}-{}{}", year >= "69" ? "19" : "20", year, day, rest);
}

/// Unix seconds as a number or as a text of digits; only of nine or ten digits before the point
/// (1973 to 2286), so that no count of visits is a date.
std::optional<Instant> unix_instant_in(const model::Property& value) {
    constexpr double least_s = 1e8, most_s = 1e10, second_us = 1e6;
    auto* text = std::get_if<std::string>(&value);
    if (text && !is_digits(*text)) return std::nullopt;
    auto seconds = number_in(value);
    if (!seconds || *seconds < least_s || *seconds >= most_s) return std::nullopt;
    return Instant{std::llround(*seconds * second_us)};
}

/// What a list test sees: a list's items, or any other value as the one item.
Texts items_of(const model::Property& value) {
    if (auto* texts = std::get_if<Texts>(&value)) return *texts;
    return {*text_in(value)};
}

bool has(const Texts& items, const std::string& item) {
    return std::ranges::find(items, item) != items.end();
}

bool is_negative(TextOperator op) {
    using enum TextOperator;
    return op == not_equals || op == not_contains || op == not_starts_with || op == not_ends_with ||
           op == nregex;
}

bool holds_plainly(TextOperator op, const std::string& text, const std::string& value) {
    using enum TextOperator;
    switch (op) {
        case equals:
        case not_equals:
            return text == value;
        case contains:
        case not_contains:
            return text.contains(value);
        case starts_with:
        case not_starts_with:
            return text.starts_with(value);
        case ends_with:
        case not_ends_with:
            return text.ends_with(value);
        case regex:
        case nregex:
            break;
    }
    return false;
}

struct Matcher {
    const model::Property& value;
    const re2::RE2* pattern;
    const DateMatcher* is_in;
    const Zone& zone;

    bool operator()(const NumberTest& t) const {
        auto number = number_in(value);
        return number && passes(t, *number);
    }
    bool operator()(const TextTest& t) const {
        auto text = text_in(value);
        if (!text) return false;
        bool holds = pattern ? re2::RE2::PartialMatch(*text, *pattern)
                             : t.value && holds_plainly(t.op, *text, *t.value);
        return holds != is_negative(t.op);
    }
    bool operator()(const TextsTest& t) const {
        auto text = text_in(value);
        if (!text) return false;
        if (t.op == TextsOperator::in || t.op == TextsOperator::not_in)
            return has(t.values, *text) == (t.op == TextsOperator::in);
        if (!text->starts_with('+')) return false;
        std::string_view digits = std::string_view(*text).substr(1);
        bool holds = std::ranges::any_of(
            t.values, [&](auto& code) { return digits.starts_with(without_plus(code)); });
        return holds == (t.op == TextsOperator::phone_country_code_in);
    }
    bool operator()(const ExistenceTest& t) const { return t.is_set; }
    bool operator()(const BooleanTest& t) const {
        if (auto* flag = std::get_if<bool>(&value)) return *flag == t.value;
        auto* text = std::get_if<std::string>(&value);
        return text && equals_ignoring_case(*text, t.value ? "true" : "false");
    }
    bool operator()(const ItemsTest& t) const {
        using enum ItemsOperator;
        auto items = items_of(value);
        auto is_there = [&](auto& item) { return has(items, item); };
        if (t.op == contains_all || t.op == not_contains_all)
            return std::ranges::all_of(t.values, is_there) == (t.op == contains_all);
        return std::ranges::any_of(t.values, is_there) == (t.op == contains_any);
    }
    bool operator()(const LengthTest& t) const {
        return compared(t.op, std::int64_t(items_of(value).size()), t.value);
    }
    bool operator()(const ItemTextTest& t) const {
        auto items = items_of(value);
        return (t.value && std::ranges::any_of(items, [&](auto& item) {
                    return item.contains(*t.value);
                })) == t.contains;
    }
    bool operator()(const ItemTest& t) const {
        auto items = items_of(value);
        bool holds = false;
        if (auto* text = std::get_if<std::string>(&t.value)) holds = has(items, *text);
        if (auto* whole = std::get_if<std::int64_t>(&t.value))
            holds = has(items, std::to_string(*whole));
        return holds == t.contains;
    }
    bool operator()(const DateTest&) const {
        auto date = date_in(value, zone);
        return date && (*is_in)(*date);
    }
};

}  // namespace

Result<CompiledTest> CompiledTest::compile(ValueTest test, std::string pointer) {
    CompiledTest compiled;
    if (auto* text = std::get_if<TextTest>(&test);
        text && (text->op == TextOperator::regex || text->op == TextOperator::nregex)) {
        if (!text->value)
            return fail(ErrorKind::invalid, "a pattern is a text", std::move(pointer));
        if (text->value->size() > most_pattern_bytes)
            return fail(ErrorKind::invalid, "a pattern has at most 1000 bytes", std::move(pointer));
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(pattern_memory_bytes);
        auto pattern = std::make_shared<const re2::RE2>(*text->value, options);
        if (!pattern->ok())
            return refuse(Refusal::bad_pattern, std::move(pointer), pattern->error());
        compiled.pattern_ = std::move(pattern);
    }
    if (auto* texts = std::get_if<TextsTest>(&test);
        texts && texts->op != TextsOperator::in && texts->op != TextsOperator::not_in)
        for (auto& code : texts->values)
            if (!is_digits(without_plus(code)))
                return fail(ErrorKind::invalid,
                            "a country code is of digits, such as 1 or +44: '" +
                                std::string(clipped(code, 40)) + "'",
                            std::move(pointer));
    compiled.test_ = std::make_shared<const ValueTest>(std::move(test));
    return compiled;
}

bool CompiledTest::depends_on_time() const {
    auto* date = std::get_if<DateTest>(test_.get());
    return date && moves(*date);
}

ValueMatcher::ValueMatcher(const CompiledTest& test, Instant now, const Zone& zone)
    : test_(test), zone_(zone) {
    if (auto* date = std::get_if<DateTest>(test_.test_.get())) date_.emplace(*date, now, zone);
}

bool ValueMatcher::operator()(const model::Property* value) const {
    if (!value) return *test_.test_ == ValueTest(ExistenceTest{false});
    return std::visit(Matcher{*value, test_.pattern_.get(), date_ ? &*date_ : nullptr, zone_},
                      *test_.test_);
}

std::optional<Instant> next_change(const CompiledTest& test, const model::Property* value,
                                   Instant now, const Zone& zone) {
    auto* date_test = std::get_if<DateTest>(&test.test());
    if (!date_test || !value) return std::nullopt;
    auto date = date_in(*value, zone);
    return date ? next_change(*date_test, *date, now, zone) : std::nullopt;
}

bool passes(const NumberTest& test, double value) { return compared(test.op, value, test.value); }

bool passes(const NumberTest& test, Amount value) {
    return compared(test.op, double(value), std::round(test.value * 1000));
}

std::optional<Instant> date_in(const model::Property& value, const Zone& zone) {
    if (auto instant = unix_instant_in(value)) return instant;
    auto* given = std::get_if<std::string>(&value);
    if (!given) return std::nullopt;
    auto text = year_first(*given);
    if (text.size() == 10) {
        auto date = parse_date(text);
        return date ? std::optional(zone.start_of(*date)) : std::nullopt;
    }
    auto instant = parse_instant(text);
    if (!instant) return std::nullopt;
    constexpr std::size_t least_time_size = 16;  // 2026-03-29T19:00
    bool has_offset = text.ends_with('Z') || text.ends_with('z') ||
                      text.find_first_of("+-", least_time_size) != std::string::npos;
    if (has_offset) return *instant;
    return zone.to_instant({instant->seconds()}) + (*instant - instant->floor_seconds());
}

std::optional<double> number_in(const model::Property& value) {
    if (auto* whole = std::get_if<std::int64_t>(&value)) return double(*whole);
    if (auto* number = std::get_if<double>(&value)) return *number;
    auto* text = std::get_if<std::string>(&value);
    if (!text || text->empty()) return std::nullopt;
    double number;
    auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc() || end != text->data() + text->size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<Amount> amount_in(const model::Property& value) {
    auto number = number_in(value);
    if (!number || std::abs(*number) > most_amount) return std::nullopt;
    return std::llround(*number * 1000);
}

std::optional<std::string> text_in(const model::Property& value) {
    if (auto* text = std::get_if<std::string>(&value)) return *text;
    if (std::holds_alternative<Texts>(value)) return std::nullopt;
    JsonWriter out;
    model::write(out, value);
    return out.take();
}

}  // namespace regulars::audience
