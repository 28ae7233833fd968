// Names of kinds, states and outcomes.
// SPDX-License-Identifier: Apache-2.0
#include "model/integration.hpp"

#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<IntegrationKind, 3> kinds{
    {{IntegrationKind::opentable, "opentable"}, {IntegrationKind::toast, "toast"}, {IntegrationKind::lightspeed, "lightspeed"}}};
constexpr Names<IntegrationKind, 3> displayed{
    {{IntegrationKind::opentable, "OpenTable"}, {IntegrationKind::toast, "Toast"}, {IntegrationKind::lightspeed, "Lightspeed"}}};
constexpr Names<IntegrationStatus, 3> states{
    {{IntegrationStatus::active, "active"}, {IntegrationStatus::paused, "paused"}, {IntegrationStatus::stopped, "stopped"}}};
constexpr Names<RunKind, 4> run_kinds{
    {{RunKind::backfill, "backfill"}, {RunKind::scheduled, "scheduled"}, {RunKind::manual, "manual"}, {RunKind::hinted, "hinted"}}};
constexpr Names<RunOutcome, 4> outcomes{{{RunOutcome::running, "running"},
                                         {RunOutcome::succeeded, "succeeded"},
                                         {RunOutcome::failed, "failed"},
                                         {RunOutcome::interrupted, "interrupted"}}};
}  // namespace

std::string_view name_of(IntegrationKind kind) { return kinds.name(kind); }
std::string_view display_name(IntegrationKind kind) { return displayed.name(kind); }
Result<IntegrationKind> integration_kind_named(std::string_view name) { return kinds.find(name, "kind of integration"); }
std::string_view name_of(IntegrationStatus status) { return states.name(status); }
std::string_view name_of(RunKind kind) { return run_kinds.name(kind); }
std::string_view name_of(RunOutcome outcome) { return outcomes.name(outcome); }

}  // namespace regulars::model
