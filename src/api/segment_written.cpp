// Writes segments and causes; finds the audience.
// SPDX-License-Identifier: Apache-2.0
#include "api/segment_written.hpp"

#include <fmt/format.h>

#include "audience/refusal.hpp"

namespace regulars::api {
namespace {

constexpr int growth_weeks = 12;

/// Why a segment that is kept has no members.
struct SegmentProblem {
    Error error;
    std::string_view code = audience::code_of(error);
};

/// Sizes at the ends of the last weeks, now last; empty where they cannot be known now.
std::vector<std::int64_t> growth_of(const Call& call, const analytics::LiveAudience* audience,
                                    const model::Segment& segment,
                                    const audience::Definition& definition) {
    if (!audience) return {};
    return call.shared.growth.growth(
        call.account_id(), segment.definition, audience->sequence(), call.now(), [&] {
            std::vector<Instant> instants;
            for (int week = growth_weeks - 1; week >= 0; --week)
                instants.push_back(call.now() - days(7 * week));
            return audience->sizes(definition, instants).value_or(std::vector<std::int64_t>{});
        });
}

}  // namespace

Outcome<std::shared_ptr<const analytics::LiveAudience>> audience_of(const Call& call) {
    auto audience =
        call.services.audiences ? call.services.audiences->audience(call.account_id()) : nullptr;
    if (audience) return audience;
    Problem reading(
        503, "unavailable",
        "The people of this organization are being read; this takes some seconds after a start.");
    reading.retry_after_s = 1;
    return refuse(std::move(reading));
}

Outcome<std::shared_ptr<const analytics::LiveAudience>> audience_for(
    const Call& call, const audience::Definition& definition, std::vector<std::string> groups) {
    auto audience = TRY(audience_of(call));
    for (auto& asked : analytics::groups_asked_by(definition)) groups.push_back(asked.group);
    TRY(audience->catch_up_with(groups));
    return audience;
}

Outcome<model::Segment> segment_in(store::Transaction& tx, const Call& call) {
    auto segment = TRY(tx.segments().find(call.account_id(), call.path[0]));
    if (!segment || segment->public_id != call.path[0])
        return not_found("There is no such segment.");
    return std::move(*segment);
}

Problem at_definition(const Error& error, std::string_view pointer) {
    Problem problem(error);
    if (error.kind == ErrorKind::invalid || error.kind == ErrorKind::exhausted) {
        problem.code = audience::code_of(error);
        problem.at(std::string(pointer) + error.where);
    }
    return problem;
}

Outcome<audience::Definition> definition_in(JsonNode node, std::string_view pointer) {
    if (node.is_missing())
        return refuse(Problem(400, "invalid", "is required").at(std::string(pointer)));
    auto definition = audience::definition_from(node);
    if (!definition) return refuse(at_definition(definition.error(), pointer));
    return std::move(*definition);
}

Outcome<void> must_be_keepable(const analytics::LiveAudience& audience,
                               const audience::Definition& definition) {
    for (auto& fault : audience.faults(definition))
        if (!audience::is_unanswerable(fault)) return refuse(at_definition(fault, "/definition"));
    return {};
}

Result<audience::Definition> definition_of(const model::Segment& segment) {
    return audience::definition_from(segment.definition);
}

std::string revision_of(const model::Segment& segment) {
    return revision_of(fmt::format("{} {}", segment.public_id, segment.version));
}

Result<void> write_open_segment(JsonWriter& out, store::Transaction& tx, const Call& call,
                                const model::Segment& segment,
                                const analytics::AskingSegments& all) {
    auto definition = definition_of(segment);
    auto audience =
        call.services.audiences ? call.services.audiences->audience(call.account_id()) : nullptr;
    std::vector<SegmentProblem> faults;
    if (!definition) {
        faults.emplace_back(definition.error());
    } else {
        if (audience)
            for (auto& fault : audience->faults(*definition)) faults.emplace_back(std::move(fault));
        if (auto free = all.refuse_circle(segment, *definition); !free)
            faults.push_back({free.error(), asks_for_itself});
    }
    out.begin_object()
        .member("id", segment.public_id)
        .member("name", segment.name)
        .member("description", segment.description);
    out.member("starred", segment.is_starred).member("revision", revision_of(segment));
    auto members = TRY(tx.segments().size(call.account_id(), segment.id));
    out.member("members", members);
    // What cannot be asked finds nobody; those that another definition found are on their way out.
    out.member("is_processing", segment.is_active && segment.followed_version != segment.version &&
                                    (faults.empty() || members > 0))
        .member("is_active", segment.is_active);
    write_instant(out, "created_at", segment.created_at);
    write_instant(out, "updated_at", segment.updated_at);
    out.key("growth").begin_array();
    if (faults.empty())
        for (auto size : growth_of(call, audience.get(), segment, *definition)) out.value(size);
    out.end_array().key("problems").begin_array();
    for (auto& fault : faults)
        out.begin_object()
            .member("pointer", fault.error.where)
            .member("code", fault.code)
            .member("detail", fault.error.message)
            .end_object();
    out.end_array();
    return {};
}

Result<void> write_cause(JsonWriter& out, store::Transaction& tx, AccountId account,
                         const Names& names, model::SegmentCause cause, EventId event) {
    std::vector<model::Event> found;
    if (cause == model::SegmentCause::event)
        found = TRY(tx.events().between(account, event, event));
    const model::Metric* metric = found.empty() ? nullptr : names.metric(found.front().metric);
    out.begin_object()
        .member("kind", cause == model::SegmentCause::profile ? "change" : model::name_of(cause))
        .key("event");
    if (metric) {
        out.begin_object()
            .member("id", std::to_string(event.value))
            .member("metric_id", metric->public_id)
            .member("metric", metric->name);
        write_instant(out, "time", found.front().time);
        out.end_object();
    } else {
        out.value(nullptr);
    }
    out.end_object();
    return {};
}

}  // namespace regulars::api
