// Reads and writes a whole definition: groups of conditions, and our ordering.
// SPDX-License-Identifier: Apache-2.0
#include "audience/definition.hpp"

#include "audience/condition_grammar.hpp"
#include "audience/place.hpp"
#include "audience/refusal.hpp"

namespace regulars::audience {
namespace {

constexpr std::size_t most_conditions = 100;  // of one segment (klaviyo-product §5)
constexpr JsonLimits limits{.max_bytes = 1u << 20, .max_depth = 16};

}  // namespace

Result<Definition> definition_from(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, limits));
    return definition_from(document.root());
}

Result<Definition> definition_from(JsonNode node) {
    Place root{node, ""};
    TRY(root.object({"condition_groups", "regulars"}));
    Definition definition;
    std::size_t conditions = 0;
    TRY(root["condition_groups"].each(
        0, most_conditions, "groups of conditions", [&](Place group) -> Result<void> {
            TRY(group.object({"conditions"}));
            auto& into = definition.groups.emplace_back();
            return group["conditions"].each(
                1, most_conditions, "conditions", [&](Place condition) -> Result<void> {
                    if (++conditions > most_conditions)
                        return refuse(Refusal::too_many_conditions, condition.pointer);
                    into.push_back(TRY(condition_from(condition)));
                    return {};
                });
        }));
    if (Place extension = root["regulars"]; !extension.is_nothing()) {
        TRY(extension.object({"order_by"}));
        if (Place order = extension["order_by"]; !order.is_nothing())
            definition.order_by = TRY(ordering_from(order));
    }
    return definition;
}

void write(JsonWriter& out, const Definition& definition) {
    out.begin_object().key("condition_groups").begin_array();
    for (auto& group : definition.groups) {
        out.begin_object().key("conditions").begin_array();
        for (auto& condition : group) write(out, condition);
        out.end_array().end_object();
    }
    out.end_array();
    if (definition.order_by) {
        out.key("regulars").begin_object().key("order_by");
        write(out, *definition.order_by);
        out.end_object();
    }
    out.end_object();
}

}  // namespace regulars::audience
