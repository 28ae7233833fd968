// Parses and decides conditions.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/conditions.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/naming.hpp"

namespace regulars::analytics {
namespace {

constexpr model::Names<Operator, 7> operators{{{Operator::equals, "equals"},
                                               {Operator::not_equals, "not_equals"},
                                               {Operator::contains, "contains"},
                                               {Operator::at_least, "at_least"},
                                               {Operator::at_most, "at_most"},
                                               {Operator::is_set, "is_set"},
                                               {Operator::is_not_set, "is_not_set"}}};
constexpr std::size_t most_conditions = 10, most_text_bytes = 400;

std::optional<double> number_in(std::string_view text) {
    double n = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return n;
}

Result<std::string> text_in(JsonNode node, const char* name, std::size_t index, bool required) {
    auto where = fmt::format("/{}/{}", index, name);
    if (node[name].is_nothing() && !required) return std::string();
    auto text = node[name].string();
    if (!text || (required && text->empty()) || text->size() > most_text_bytes)
        return fail(ErrorKind::invalid, fmt::format("is a text of 1 to {} bytes", most_text_bytes),
                    where);
    return std::string(*text);
}

}  // namespace

Result<std::vector<Condition>> conditions_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 8'000, .max_depth = 4}));
    if (!document.root().is_array() || document.root().size() > most_conditions)
        return fail(ErrorKind::invalid,
                    fmt::format("is a list of at most {} conditions", most_conditions), "/");
    std::vector<Condition> conditions;
    std::optional<Error> wrong;
    document.root().each([&](JsonNode node) {
        if (wrong) return;
        auto read = [&]() -> Result<Condition> {
            std::size_t index = conditions.size();
            Condition condition{.property = TRY(text_in(node, "property", index, true))};
            auto op = operators.find(TRY(text_in(node, "operator", index, true)), "operator");
            if (!op)
                return fail(ErrorKind::invalid, op.error().message,
                            fmt::format("/{}/operator", index));
            condition.op = *op;
            condition.value = TRY(text_in(node, "value", index,
                                          *op != Operator::is_set && *op != Operator::is_not_set));
            if ((*op == Operator::at_least || *op == Operator::at_most) &&
                !number_in(condition.value))
                return fail(ErrorKind::invalid, "is a number, with a point before its decimals",
                            fmt::format("/{}/value", index));
            return condition;
        }();
        if (read)
            conditions.push_back(std::move(*read));
        else
            wrong = read.error();
    });
    if (wrong) return std::unexpected(*wrong);
    return conditions;
}

bool satisfies(std::string_view text, const Condition& condition) {
    switch (condition.op) {
        case Operator::equals:
            return text == condition.value;
        case Operator::contains:
            return lowered(text).find(lowered(condition.value)) != std::string::npos;
        case Operator::at_least:
        case Operator::at_most: {
            auto left = number_in(text), right = number_in(condition.value);
            if (!left || !right) return false;
            return condition.op == Operator::at_least ? *left >= *right : *left <= *right;
        }
        case Operator::not_equals:
        case Operator::is_set:
        case Operator::is_not_set:
            break;
    }
    return false;
}

std::vector<std::string> texts_of(JsonNode node) {
    switch (node.kind()) {
        case JsonKind::missing:
        case JsonKind::null:
            return {};
        case JsonKind::string:
            return {std::string(*node.string())};
        case JsonKind::array: {
            std::vector<std::string> texts;
            node.each([&](JsonNode item) {
                if (!item.is_nothing())
                    texts.push_back(item.string() ? std::string(*item.string()) : item.text());
            });
            return texts;
        }
        default:
            return {node.text()};
    }
}

}  // namespace regulars::analytics
