// A small JSON Schema checker, and the endpoints that the file names and the server must have.
// SPDX-License-Identifier: Apache-2.0
#include "api/described_test.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api/routes.hpp"
#include "api/world_test.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::api {
namespace {

JsonNode description() {
    static const JsonDocument document = [] {
        std::ifstream file(REGULARS_OPENAPI);
        std::string text{std::istreambuf_iterator<char>(file), {}};
        return JsonDocument::parse(text).value();
    }();
    return document.root();
}

/// "#/components/schemas/User".
JsonNode at_pointer(std::string_view pointer) {
    JsonNode node = description();
    for (auto part : split(pointer.substr(2), '/')) node = node[part];
    return node;
}

bool is_of_type(JsonNode value, std::string_view type) {
    if (type == "null") return value.kind() == JsonKind::null;
    if (type == "string") return value.kind() == JsonKind::string;
    if (type == "boolean") return value.kind() == JsonKind::boolean;
    if (type == "integer") return value.integer().has_value();
    if (type == "number") return value.number().has_value();
    if (type == "array") return value.is_array();
    return value.is_object();
}

/// What is wrong, or empty.
std::string fault(JsonNode schema, JsonNode value, const std::string& where);

std::string fault_of_object(JsonNode schema, JsonNode value, const std::string& where) {
    std::string found;
    schema["required"].each([&](JsonNode name) {
        if (found.empty() && value[*name.string()].is_missing())
            found = fmt::format("{} lacks {}", where, *name.string());
    });
    JsonNode properties = schema["properties"], others = schema["additionalProperties"];
    value.each_member([&](std::string_view name, JsonNode member) {
        if (!found.empty()) return;
        auto place = fmt::format("{}/{}", where, name);
        if (auto described = properties[name]; !described.is_missing())
            found = fault(described, member, place);
        else if (others.is_object())
            found = fault(others, member, place);
    });
    return found;
}

std::string fault(JsonNode schema, JsonNode value, const std::string& where) {
    if (auto reference = schema["$ref"].string())
        return fault(at_pointer(*reference), value, where);
    std::string found;
    if (schema["oneOf"].is_array()) {
        bool some = false;
        std::string last;
        schema["oneOf"].each([&](JsonNode one) {
            last = fault(one, value, where);
            some |= last.empty();
        });
        if (!some)
            return fmt::format("{} is none of its kinds ({}): {}", where, last,
                               value.text().substr(0, 80));
    }
    schema["allOf"].each([&](JsonNode one) {
        if (found.empty()) found = fault(one, value, where);
    });
    if (!found.empty()) return found;
    if (auto type = schema["type"]; !type.is_missing()) {
        bool fits = type.string() && is_of_type(value, *type.string());
        type.each([&](JsonNode one) { fits |= is_of_type(value, *one.string()); });
        if (!fits)
            return fmt::format("{} is not {}: {}", where, type.text(), value.text().substr(0, 80));
    }
    if (schema["enum"].is_array()) {
        bool known = false;
        schema["enum"].each([&](JsonNode one) { known |= one.text() == value.text(); });
        if (!known)
            return fmt::format("{} is none of {}: {}", where, schema["enum"].text(), value.text());
    }
    if (auto least = schema["minimum"].number();
        least && value.number() && *value.number() < *least)
        return fmt::format("{} is below {}: {}", where, *least, value.text());
    if (auto most = schema["maximum"].number(); most && value.number() && *value.number() > *most)
        return fmt::format("{} is above {}: {}", where, *most, value.text());
    if (value.is_object()) return fault_of_object(schema, value, where);
    if (value.is_array() && schema["items"].is_object()) {
        std::size_t index = 0;
        value.each([&](JsonNode item) {
            if (found.empty())
                found = fault(schema["items"], item, fmt::format("{}/{}", where, index));
            ++index;
        });
    }
    return found;
}

/// The operation that a request names, or missing. The path with fewest places wins.
JsonNode operation_of(const std::string& method, const std::string& target) {
    auto segments = segments_of(std::string_view(target).substr(0, target.find('?')));
    JsonNode found;
    std::size_t places = 99;
    if (!segments) return found;
    description()["paths"].each_member([&](std::string_view pattern, JsonNode operations) {
        auto matched = match(pattern, *segments);
        auto operation = operations[lowered(method)];
        if (!matched || operation.is_missing() || matched->size() >= places) return;
        places = matched->size();
        found = operation;
    });
    return found;
}

}  // namespace

void expect_as_described(const std::string& method, const std::string& target,
                         const net::HttpResponse& response) {
    auto operation = operation_of(method, target);
    if (operation.is_missing()) return;
    auto described = operation["responses"][std::to_string(response.status)];
    if (described.is_missing()) {
        EXPECT_GE(response.status, 400)
            << method << ' ' << target << " answers a status that is not described";
        described = description()["components"]["responses"]["Errors"];
    }
    auto schema = described["content"]["application/json"]["schema"];
    if (schema.is_missing()) return;
    auto document = JsonDocument::parse(response.body);
    ASSERT_TRUE(document) << method << ' ' << target << ": " << response.body.substr(0, 200);
    EXPECT_EQ(fault(schema, document->root(), ""), "")
        << method << ' ' << target << " answered " << response.body.substr(0, 500);
}

TEST(Described, TheCheckerFindsFaults) {
    auto check = [](std::string_view schema, std::string_view value) {
        auto s = JsonDocument::parse(schema).value(), v = JsonDocument::parse(value).value();
        return fault(s.root(), v.root(), "");
    };
    EXPECT_EQ(check(R"({"type":["string","null"]})", "null"), "");
    EXPECT_NE(check(R"({"type":"string"})", "1"), "");
    EXPECT_NE(check(R"({"enum":["a"]})", "\"b\""), "");
    EXPECT_NE(check(R"({"required":["a"]})", "{}"), "");
    EXPECT_NE(check(R"({"properties":{"a":{"type":"integer"}}})", R"({"a":"x"})"), "");
    EXPECT_NE(check(R"({"items":{"minimum":1}})", "[0]"), "");
    EXPECT_NE(check(R"({"oneOf":[{"type":"null"},{"type":"string"}]})", "1"), "");
    EXPECT_EQ(check(R"({"allOf":[{"type":"object"},{"required":["a"]}]})", R"({"a":1})"), "");
}

TEST(Described, EveryOperationIsThereWithItsRole) {
    std::set<std::string> described, there;
    description()["paths"].each_member([&](std::string_view path, JsonNode operations) {
        operations.each_member([&](std::string_view method, JsonNode operation) {
            described.insert(
                fmt::format("{} {} {}", method, path, operation["x-role"].string().value_or("?")));
        });
    });
    for (auto& route : all_routes()) {
        if (!route.pattern.starts_with("/app/")) continue;
        constexpr const char* roles[] = {"none", "analyst", "admin", "owner"};
        there.insert(
            fmt::format("{} {} {}", lowered(route.method), route.pattern, roles[int(route.needs)]));
    }
    EXPECT_EQ(there, described);
}

}  // namespace regulars::api
