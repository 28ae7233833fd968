// The grammar of conditions: each type of klaviyo-api §9 by its name.
// SPDX-License-Identifier: Apache-2.0
#include "audience/condition_grammar.hpp"

#include "audience/consent_grammar.hpp"
#include "audience/metric_grammar.hpp"
#include "audience/predictive_grammar.hpp"
#include "audience/value_grammar.hpp"
#include "audience/wire_names.hpp"

namespace regulars::audience {
namespace {

constexpr model::Names<bool, 2> distance_units{{{false, "kilometers"}, {true, "miles"}}};

Result<Condition> property_from(const Place& place) {
    TRY(place.object({"type", "property", "filter"}));
    auto property = TRY(place["property"].text());
    if (property.empty()) return place["property"].expected("a property's name");
    return PropertyCondition{property, TRY(value_test_from(place["filter"], Subject::profile))};
}

Result<Condition> group_from(const Place& place) {
    TRY(place.object({"type", "is_member", "group_ids", "timeframe_filter"}));
    GroupCondition condition{TRY(place["is_member"].boolean()), {}, std::nullopt};
    condition.groups = TRY(place["group_ids"].texts(most_groups));
    if (condition.groups.empty())
        return place["group_ids"].expected("at least one list or segment");
    Place timeframe = place["timeframe_filter"];
    if (timeframe.is_nothing()) return condition;
    if (!condition.is_member)
        return timeframe.expected("no timeframe where somebody is in none of the groups");
    condition.timeframe = TRY(date_test_from(timeframe, window_dates));
    return condition;
}

Result<Condition> consent_condition_from(const Place& place) {
    TRY(place.object({"type", "consent"}));
    return consent_from(place["consent"]);
}

Result<Condition> region_from(const Place& place) {
    TRY(place.object({"type", "in_region", "region"}));
    auto in_region = TRY(place["in_region"].boolean());
    return RegionCondition{in_region, TRY(place["region"].one_of(regions))};
}

Result<Condition> distance_from(const Place& place) {
    TRY(place.object({"type", "country_code", "postal_code", "unit", "filter"}));
    DistanceCondition condition{TRY(place["country_code"].text()),
                                TRY(place["postal_code"].text()),
                                TRY(place["unit"].one_of(distance_units)),
                                {}};
    condition.test = TRY(number_test_from(place["filter"]));
    if (condition.test.op != NumberOperator::greater_than &&
        condition.test.op != NumberOperator::less_than)
        return place["filter"]["operator"].expected("one of greater-than, less-than");
    return condition;
}

/// Custom objects and WhatsApp: no more than their outline is checked.
Result<Condition> unanswered_from(const Place& place, std::string_view type) {
    if (type == "profile-has-custom-object") {
        TRY(place.object(
            {"type", "object_type_id", "object_type_relationship_id", "filter", "filters"}));
        TRY(place["object_type_id"].text());
        TRY(place["object_type_relationship_id"].text());
        TRY(number_test_from(place["filter"]));
        if (!place["filters"].node.is_array())
            return place["filters"].expected("an array of filters");
    } else {
        TRY(place.object({"type", "permission", "channel"}));
        TRY(place["permission"]["reachable_status"].text());
        TRY(place["channel"].text());
    }
    return UnansweredCondition{std::string(type), place.node.text()};
}

}  // namespace

Result<Condition> condition_from(const Place& place) {
    if (!place.node.is_object()) return place.expected("a condition");
    auto type = place["type"].node.string().value_or("");
    if (type == "profile-metric") return metric_condition_from(place);
    if (type == "profile-metric-funnel") return funnel_condition_from(place);
    if (type == "profile-property") return property_from(place);
    if (type == "profile-group-membership") return group_from(place);
    if (type == "profile-marketing-consent") return consent_condition_from(place);
    if (type == "profile-region") return region_from(place);
    if (type == "profile-postal-code-distance") return distance_from(place);
    if (type == "profile-predictive-analytics") return predictive_condition_from(place);
    if (type == "profile-has-custom-object" || type == "profile-permissions")
        return unanswered_from(place, type);
    return place["type"].expected(
        "one of profile-metric, profile-metric-funnel, profile-property, profile-group-membership, "
        "profile-marketing-consent, "
        "profile-region, profile-postal-code-distance, profile-predictive-analytics, "
        "profile-has-custom-object, profile-permissions");
}

void write(JsonWriter& out, const Condition& condition) {
    if (auto* unanswered = std::get_if<UnansweredCondition>(&condition)) {
        out.raw(unanswered->json);
        return;
    }
    struct {
        JsonWriter& out;
        void operator()(const MetricCondition& c) { write_members(out, c); }
        void operator()(const FunnelCondition& c) { write_members(out, c); }
        void operator()(const PredictiveCondition& c) { write_members(out, c); }
        void operator()(const PropertyCondition& c) {
            out.member("type", "profile-property").member("property", c.property).key("filter");
            write(out, c.test);
        }
        void operator()(const GroupCondition& c) {
            out.member("type", "profile-group-membership")
                .member("is_member", c.is_member)
                .member("group_ids", c.groups);
            if (!c.is_member) return;
            out.key("timeframe_filter");
            if (c.timeframe)
                write(out, *c.timeframe);
            else
                out.value(nullptr);
        }
        void operator()(const ConsentCondition& c) {
            out.member("type", "profile-marketing-consent").key("consent");
            write_consent(out, c);
        }
        void operator()(const RegionCondition& c) {
            out.member("type", "profile-region")
                .member("in_region", c.in_region)
                .member("region", regions.name(c.region));
        }
        void operator()(const DistanceCondition& c) {
            out.member("type", "profile-postal-code-distance")
                .member("country_code", c.country_code)
                .member("postal_code", c.postal_code);
            out.member("unit", distance_units.name(c.is_miles)).key("filter");
            write(out, c.test);
        }
        void operator()(const UnansweredCondition&) {}
    } writer{out};
    out.begin_object();
    std::visit(writer, condition);
    out.end_object();
}

}  // namespace regulars::audience
