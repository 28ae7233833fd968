// Asks the reference about each condition, and what the words need beside: which groups, how many
// steps.
// SPDX-License-Identifier: Apache-2.0
#include "api/explaining.hpp"

#include <algorithm>
#include <map>
#include <span>

#include <fmt/format.h>

#include "api/written.hpp"
#include "audience/refusal.hpp"
#include "store/permission.hpp"

namespace regulars::api {
namespace {

using audience::Condition;
using audience::Definition;
using audience::Finding;
using Groups = std::map<std::string, std::string>;  // names by public id

/// What is known of the person beside what the reference says.
struct Known {
    Groups groups;  // lists and segments they are in
    std::map<model::Channel, std::string> suppressions;
    std::string currency;  // the account's
};

Result<Known> known_of(store::Transaction& tx, const model::Account& account, ProfileId person) {
    Known known{.currency = std::string(account.currency.code())};
    auto profile = TRY(tx.profiles().find(account.id, person));
    if (!profile) return fail(ErrorKind::not_found, "there is no such profile");
    for (auto& membership : TRY(tx.lists().of_profile(account.id, person)))
        if (auto list = TRY(tx.lists().find(account.id, membership.list)))
            known.groups.emplace(list->public_id, list->name);
    for (auto& [id, member] : TRY(tx.segments().of_profile(account.id, person)))
        if (auto segment = TRY(tx.segments().find(account.id, id)))
            known.groups.emplace(segment->public_id, segment->name);
    for (auto channel : {model::Channel::email, model::Channel::sms}) {
        auto permission = TRY(store::permission_of(tx, account.id, *profile, channel));
        auto strongest =
            std::ranges::min_element(permission.suppressions, {}, &model::Suppression::reason);
        if (strongest != permission.suppressions.end())
            known.suppressions.emplace(channel, model::name_of(strongest->reason));
    }
    return known;
}

/// The first steps of a funnel, as a funnel.
audience::FunnelCondition first_steps(const audience::FunnelCondition& funnel, std::size_t steps) {
    auto some = funnel;
    some.steps.resize(steps);
    return some;
}

/// A condition, and the questions that its words need beside it: a funnel's beginnings, or each
/// group that it asks for and the person is in.
struct Part {
    const Condition* condition = nullptr;
    std::string pointer;
    const Error* fault = nullptr;
    std::vector<std::string> names;     // of groups
    std::span<const Finding> findings;  // the condition's, then those of the further questions

    std::vector<Condition> questions(const Known& known) {
        std::vector<Condition> asked{*condition};
        if (auto* funnel = std::get_if<audience::FunnelCondition>(condition))
            for (std::size_t steps = 1; steps < funnel->steps.size(); ++steps)
                asked.emplace_back(first_steps(*funnel, steps));
        if (auto* of = std::get_if<audience::GroupCondition>(condition))
            for (auto& [id, name] : known.groups) {
                if (std::ranges::find(of->groups, id) == of->groups.end()) continue;
                names.push_back(name);
                asked.emplace_back(
                    audience::GroupCondition{.groups = {id}, .timeframe = of->timeframe});
            }
        return asked;
    }
};

/// How a condition of each kind says what it found.
class Words {
  public:
    Words(const Part& part, const Known& known, WhyCondition& said)
        : part_(part), known_(known), said_(said), finding_(part.findings.front()) {
        said_.holds = finding_.holds;
        said_.count = finding_.matching;
        shown_ = &finding_;
        values_.begin_object();
        said_.code = std::visit(*this, *part.condition);
        said_.values = values_.end_object().take();
    }
    const std::vector<EventId>& events() const { return shown_->events; }

    const char* operator()(const audience::MetricCondition& condition) {
        if (condition.measurement == audience::Measurement::count) {
            values_.member("count", std::int64_t(finding_.measured.value_or(0)));
            return "count";
        }
        if (finding_.measured) values_.member("value", *finding_.measured);
        // Of nothing the sum is as the account's money; of several currencies it is a number alone.
        if (auto& of = finding_.currencies;
            condition.measurement == audience::Measurement::sum && of.size() <= 1)
            values_.member("currency",
                           of.empty() ? known_.currency : std::string(of.front().code()));
        return condition.measurement == audience::Measurement::average_of ? "average" : "sum";
    }
    const char* operator()(const audience::FunnelCondition& condition) {
        std::size_t passed = finding_.holds ? condition.steps.size() : 0;
        for (std::size_t steps = part_.findings.size() - 1; steps > 0 && passed == 0; --steps)
            if (part_.findings[steps].holds) passed = steps, shown_ = &part_.findings[steps];
        said_.count =
            std::count_if(condition.steps.begin(), condition.steps.begin() + std::ptrdiff_t(passed),
                          [](auto& step) { return step.exists; });
        values_.member("steps", std::int64_t(passed))
            .member("of", std::int64_t(condition.steps.size()));
        return "funnel";
    }
    const char* operator()(const audience::PropertyCondition&) { return value("value"); }
    const char* operator()(const audience::GroupCondition&) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < part_.names.size(); ++i)
            if (part_.findings[i + 1].holds) names.push_back(part_.names[i]);
        std::ranges::sort(names);
        values_.member("names", names);
        return "groups";
    }
    const char* operator()(const audience::ConsentCondition& condition) {
        auto channel = condition.channel == audience::ConsentChannel::sms ? model::Channel::sms
                                                                          : model::Channel::email;
        auto suppression = known_.suppressions.find(channel);
        if (finding_.value) values_.key("state").raw(*finding_.value);
        values_.member("suppression",
                       suppression == known_.suppressions.end() ? "" : suppression->second);
        return "consent";
    }
    const char* operator()(const audience::RegionCondition&) {
        if (finding_.value) values_.key("country").raw(*finding_.value);
        return "region";
    }
    const char* operator()(const audience::DistanceCondition& condition) {
        if (!finding_.measured) return "not_set";
        values_.member("distance", *finding_.measured)
            .member("unit", condition.is_miles ? "miles" : "kilometers");
        return "distance";
    }
    const char* operator()(const audience::PredictiveCondition&) { return value("prediction"); }
    const char* operator()(const audience::UnansweredCondition&) { return "cannot_evaluate"; }

  private:
    const char* value(const char* code) {
        if (!finding_.measured && !finding_.value) return "not_set";
        if (finding_.measured)
            values_.member("value", *finding_.measured);
        else
            values_.key("value").raw(*finding_.value);
        return code;
    }

    const Part& part_;
    const Known& known_;
    WhyCondition& said_;
    const Finding& finding_;
    const Finding* shown_ = nullptr;  // whose events are shown
    JsonWriter values_;
};

Result<std::vector<DecidingEvent>> events_of(store::Transaction& tx, AccountId account,
                                             const Names& names, const std::vector<EventId>& ids) {
    std::vector<DecidingEvent> events;
    for (auto id : ids)
        for (auto& event : TRY(tx.events().between(account, id, id))) {
            auto* metric = names.metric(event.metric);
            if (!metric) return fail(ErrorKind::internal, "an event belongs to no metric");
            events.push_back({event.id, metric->public_id, metric->name, event.time, event.value});
        }
    return events;
}

WhyCondition unanswered(const Part& part) {
    JsonWriter values;
    values.begin_object()
        .member("code", audience::code_of(*part.fault))
        .member("detail", part.fault->message);
    return {
        .pointer = part.pointer, .code = "cannot_evaluate", .values = values.end_object().take()};
}

}  // namespace

Result<Why> why(const analytics::LiveAudience& audience, store::Store& store,
                const model::Account& account, const Definition& definition, ProfileId person,
                Instant at) {
    Known known;
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        known = TRY(known_of(tx, account, person));
        return {};
    }));
    auto faults = audience.faults(definition);
    std::vector<std::vector<Part>> groups;
    // One question a group: the findings come in this order.
    Definition asked;
    for (std::size_t g = 0; g < definition.groups.size(); ++g) {
        auto& parts = groups.emplace_back();
        for (std::size_t c = 0; c < definition.groups[g].size(); ++c) {
            Part part{.condition = &definition.groups[g][c],
                      .pointer = fmt::format("/condition_groups/{}/conditions/{}", g, c)};
            auto fault = std::ranges::find_if(faults, [&](auto& error) {
                return error.where == part.pointer || error.where.starts_with(part.pointer + "/");
            });
            if (fault != faults.end())
                part.fault = &*fault;
            else
                for (auto& question : part.questions(known)) asked.groups.push_back({question});
            parts.push_back(std::move(part));
        }
    }
    auto explained = TRY(audience.explain(asked, person, at));
    Why why{.is_member = true};
    std::vector<std::vector<std::vector<EventId>>> events;
    std::span<const Finding> findings = explained.findings;
    for (auto& parts : groups) {
        auto& said = why.groups.emplace_back();
        auto& deciding = events.emplace_back();
        for (auto& part : parts) {
            deciding.emplace_back();
            if (part.fault) {
                said.push_back(unanswered(part));
                continue;
            }
            auto* funnel = std::get_if<audience::FunnelCondition>(part.condition);
            std::size_t questions = funnel ? funnel->steps.size() : 1 + part.names.size();
            part.findings = findings.first(questions);
            findings = findings.subspan(questions);
            auto& one = said.emplace_back(WhyCondition{.pointer = part.pointer});
            deciding.back() = Words(part, known, one).events();
            auto next = part.findings.front().next_change;
            if (next && (!why.next_change || *next < *why.next_change)) why.next_change = next;
        }
        why.is_member = why.is_member && holds(said) == true;
    }
    TRY(store.read([&](store::Transaction& tx) -> Result<void> {
        auto names = TRY(Names::load(tx, account.id));
        for (std::size_t g = 0; g < events.size(); ++g)
            for (std::size_t c = 0; c < events[g].size(); ++c)
                why.groups[g][c].events = TRY(events_of(tx, account.id, names, events[g][c]));
        return {};
    }));
    return why;
}

std::optional<bool> holds(const std::vector<WhyCondition>& group) {
    std::optional<bool> holds = false;
    for (auto& condition : group) {
        if (condition.holds == true) return true;
        if (!condition.holds) holds = std::nullopt;
    }
    return holds;
}

void write_groups(JsonWriter& out, const Why& why) {
    out.key("groups").begin_array();
    for (auto& group : why.groups) {
        out.begin_object().member("holds", holds(group)).key("conditions").begin_array();
        for (auto& condition : group) {
            out.begin_object()
                .member("pointer", condition.pointer)
                .member("holds", condition.holds);
            out.key("detail").begin_object().member("code", condition.code);
            out.key("values").raw(condition.values).end_object().key("events").begin_array();
            for (auto& event : condition.events) {
                out.begin_object()
                    .member("id", std::to_string(event.id.value))
                    .member("metric_id", event.metric_id)
                    .member("metric", event.metric);
                write_instant(out, "time", event.time);
                out.key("value");
                write(out, event.value);
                out.end_object();
            }
            out.end_array().member("count", condition.count).end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

}  // namespace regulars::api
