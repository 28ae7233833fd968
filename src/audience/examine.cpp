// Examines the conditions on what somebody is and belongs to, and hands the others on.
// SPDX-License-Identifier: Apache-2.0
#include "audience/examine.hpp"

#include <algorithm>

#include "audience/person_values.hpp"

namespace regulars::audience {
namespace {

std::string json_of(const model::Property& value) {
    JsonWriter out;
    model::write(out, value);
    return out.take();
}

Finding examine_property(const CompiledProperty& condition, const Person& person, Instant now,
                         const Zone& zone) {
    auto value = value_of(person, condition.asked.property);
    auto* there = value ? &*value : nullptr;
    Finding finding;
    finding.holds = matches(condition.test, there, now, zone);
    if (there) finding.value = json_of(*there);
    finding.next_change = next_change(condition.test, there, now, zone);
    return finding;
}

Finding examine_group(const GroupCondition& condition, const Person& person, Instant now,
                      const Zone& zone) {
    Finding finding;
    bool is_in_any = false;
    for (auto& group : person.groups) {
        if (std::ranges::find(condition.groups, group.group) == condition.groups.end()) continue;
        bool counts =
            !condition.timeframe || is_in(*condition.timeframe, group.joined_at, now, zone);
        if (counts && !is_in_any) finding.value = json_of(format_iso(group.joined_at));
        if (counts) is_in_any = true;
        if (condition.timeframe)
            keep_sooner(finding.next_change,
                        next_change(*condition.timeframe, group.joined_at, now, zone));
    }
    finding.holds = is_in_any == condition.is_member;
    return finding;
}

Finding examine_region(const RegionCondition& condition, const Person& person,
                       const Catalog& catalog) {
    auto country = country_of(person, catalog.country);
    bool is_there =
        condition.region == Region::united_states ? country == "US" : is_in_european_union(country);
    return {.holds = is_there == condition.in_region, .value = json_of(country)};
}

Finding examine_distance(const CompiledDistance& condition, const Person& person,
                         const Catalog& catalog) {
    Finding finding;
    auto code = value_of(person, "location.zip");
    auto text = code ? text_in(*code) : std::nullopt;
    if (!text) return finding;
    finding.value = json_of(*text);
    auto there = catalog.postal_codes->find(country_of(person, catalog.country), *text);
    if (!there) return finding;
    finding.measured = kilometers_between(condition.from, *there) /
                       (condition.asked.is_miles ? kilometers_per_mile : 1);
    finding.holds = passes(condition.asked.test, *finding.measured);
    return finding;
}

}  // namespace

Finding examine(const CompiledCondition& condition, const Question& question, const Person& person,
                Instant now) {
    auto& catalog = question.catalog();
    const Zone& zone = catalog.day_zone;
    struct {
        const Question& question;
        const Catalog& catalog;
        const Zone& zone;
        const Person& person;
        Instant now;
        Finding operator()(const CompiledMetric& c) { return examine(c, person, now, zone); }
        Finding operator()(const CompiledFunnel& c) { return examine(c, person, now, zone); }
        Finding operator()(const CompiledProperty& c) {
            return examine_property(c, person, now, zone);
        }
        Finding operator()(const GroupCondition& c) { return examine_group(c, person, now, zone); }
        Finding operator()(const CompiledConsent& c) { return examine(c, person, now, zone); }
        Finding operator()(const RegionCondition& c) { return examine_region(c, person, catalog); }
        Finding operator()(const CompiledDistance& c) {
            return examine_distance(c, person, catalog);
        }
        Finding operator()(const CompiledPredictive& c) {
            return examine(c, question, person, now);
        }
    } of{question, catalog, zone, person, now};
    return std::visit(of, condition);
}

}  // namespace regulars::audience
