// The grammar of one value's tests: Str to LHas of klaviyo-api §9, and "regulars-date".
// SPDX-License-Identifier: Apache-2.0
#include "audience/value_grammar.hpp"
#include "audience/wire_names.hpp"

#include <algorithm>
#include <limits>

namespace regulars::audience {
namespace {

constexpr std::int64_t any_least = std::numeric_limits<std::int64_t>::min(),
                       any_most = std::numeric_limits<std::int64_t>::max();

template <class Enum, std::size_t N>
std::optional<Enum> found(const model::Names<Enum, N>& names, std::string_view word) {
    for (auto& [value, known] : names.rows)
        if (known == word) return value;
    return std::nullopt;
}

Result<ValueTest> string_test(const Place& place, std::string_view op, Subject subject) {
    TRY(place.object({"type", "operator", "value"}));
    if (auto texts = found(texts_operators, op)) {
        bool is_phone = *texts == TextsOperator::phone_country_code_in ||
                        *texts == TextsOperator::phone_country_code_not_in;
        if (is_phone && subject == Subject::event)
            return place["operator"].expected("an operator of an event's texts");
        return TextsTest{*texts, TRY(place["value"].texts(most_values))};
    }
    auto text = TRY(place["operator"].one_of(text_operators));
    return TextTest{text, TRY(place["value"].text_or_null())};
}

Result<ValueTest> item_test(const Place& place, bool contains) {
    Place value = place["value"];
    if (value.node.kind() == JsonKind::null) return ItemTest{contains, {}};
    if (auto whole = value.node.integer()) return ItemTest{contains, *whole};
    if (auto text = value.node.string()) return ItemTest{contains, std::string(*text)};
    return value.expected("a text, a whole number or null");
}

Result<ValueTest> list_test(const Place& place, std::string_view op, Subject subject) {
    TRY(place.object({"type", "operator", "value"}));
    if (auto length = found(length_operators, op))
        return LengthTest{*length, TRY(place["value"].integer(any_least, any_most))};
    if (subject == Subject::profile) {
        if (op == "contains" || op == "not-contains") return item_test(place, op == "contains");
        return place["operator"].expected(
            "one of contains, not-contains, length-equals, length-greater-than, "
            "length-greater-than-or-equal, "
            "length-less-than, length-less-than-or-equal");
    }
    if (op == "contains-substring" || op == "not-contains-substring")
        return ItemTextTest{op == "contains-substring", TRY(place["value"].text_or_null())};
    if (auto items = found(items_operators, op))
        return ItemsTest{*items, TRY(place["value"].texts(most_values))};
    return place["operator"].expected(
        "one of contains-all, contains-any, not-contains-all, not-contains-any, "
        "contains-substring, "
        "not-contains-substring, length-equals, length-greater-than, length-greater-than-or-equal, "
        "length-less-than, "
        "length-less-than-or-equal");
}

}  // namespace

Result<NumberTest> number_test_from(const Place& place) {
    TRY(place.object({"type", "operator", "value"}));
    if (place["type"].node.string() != "numeric") return place["type"].expected("\"numeric\"");
    auto op = TRY(place["operator"].one_of(number_operators));
    return NumberTest{op, TRY(place["value"].number())};
}

Result<ValueTest> value_test_from(const Place& place, Subject subject) {
    if (!place.node.is_object()) return place.expected("a filter");
    auto type = place["type"].node.string().value_or("");
    auto op = place["operator"].node.string().value_or("");
    if (type == "string") return string_test(place, op, subject);
    if (type == "numeric") return TRY(number_test_from(place));
    if (type == "list") return list_test(place, op, subject);
    if (type == "boolean") {
        TRY(place.object({"type", "operator", "value"}));
        if (op != "equals") return place["operator"].expected("\"equals\"");
        return BooleanTest{TRY(place["value"].boolean())};
    }
    if (type == "existence") {
        TRY(place.object({"type", "operator"}));
        if (op != "is-set" && op != "not-set")
            return place["operator"].expected("one of is-set, not-set");
        return ExistenceTest{op == "is-set"};
    }
    if (subject == Subject::profile && type == klaviyo_date)
        return TRY(date_test_from(place, value_dates));
    if (subject == Subject::event && type == event_date)
        return TRY(date_test_from(place, value_dates, event_date));
    if (subject == Subject::event)
        return place["type"].expected(
            "one of string, numeric, boolean, existence, list, regulars-date");
    return place["type"].expected("one of string, numeric, boolean, date, list, existence");
}

void write(JsonWriter& out, const NumberTest& test) {
    out.begin_object()
        .member("type", "numeric")
        .member("operator", number_operators.name(test.op))
        .member("value", test.value)
        .end_object();
}

void write(JsonWriter& out, const ValueTest& test, std::string_view date_type) {
    struct {
        JsonWriter& out;
        std::string_view date_type;
        JsonWriter& begin(std::string_view type, std::string_view op) {
            return out.begin_object().member("type", type).member("operator", op);
        }
        void operator()(const NumberTest& t) { write(out, t); }
        void operator()(const TextTest& t) {
            begin("string", text_operators.name(t.op)).member("value", t.value).end_object();
        }
        void operator()(const TextsTest& t) {
            begin("string", texts_operators.name(t.op)).member("value", t.values).end_object();
        }
        void operator()(const ExistenceTest& t) {
            begin("existence", t.is_set ? "is-set" : "not-set").end_object();
        }
        void operator()(const BooleanTest& t) {
            begin("boolean", "equals").member("value", t.value).end_object();
        }
        void operator()(const ItemsTest& t) {
            begin("list", items_operators.name(t.op)).member("value", t.values).end_object();
        }
        void operator()(const LengthTest& t) {
            begin("list", length_operators.name(t.op)).member("value", t.value).end_object();
        }
        void operator()(const ItemTextTest& t) {
            begin("list", t.contains ? "contains-substring" : "not-contains-substring")
                .member("value", t.value)
                .end_object();
        }
        void operator()(const ItemTest& t) {
            begin("list", t.contains ? "contains" : "not-contains").key("value");
            if (auto* whole = std::get_if<std::int64_t>(&t.value))
                out.value(*whole);
            else if (auto* text = std::get_if<std::string>(&t.value))
                out.value(*text);
            else
                out.value(nullptr);
            out.end_object();
        }
        void operator()(const DateTest& t) { write(out, t, date_type); }
    } writer{out, date_type};
    std::visit(writer, test);
}

}  // namespace regulars::audience
