// Names of kinds, states and outcomes.
// SPDX-License-Identifier: Apache-2.0
#include "model/integration.hpp"

#include "model/naming.hpp"

namespace regulars::model {
namespace {
constexpr Names<IntegrationKind, 3> kinds{{{IntegrationKind::opentable, "opentable"},
                                           {IntegrationKind::toast, "toast"},
                                           {IntegrationKind::lightspeed, "lightspeed"}}};
constexpr Names<IntegrationKind, 3> displayed{{{IntegrationKind::opentable, "OpenTable"},
                                               {IntegrationKind::toast, "Toast"},
                                               {IntegrationKind::lightspeed, "Lightspeed"}}};
constexpr Names<IntegrationStatus, 3> states{{{IntegrationStatus::active, "active"},
                                              {IntegrationStatus::paused, "paused"},
                                              {IntegrationStatus::stopped, "stopped"}}};
constexpr Names<RunKind, 4> run_kinds{{{RunKind::backfill, "backfill"},
                                       {RunKind::scheduled, "scheduled"},
                                       {RunKind::manual, "manual"},
                                       {RunKind::hinted, "hinted"}}};
constexpr Names<RunOutcome, 4> outcomes{{{RunOutcome::running, "running"},
                                         {RunOutcome::succeeded, "succeeded"},
                                         {RunOutcome::failed, "failed"},
                                         {RunOutcome::interrupted, "interrupted"}}};
constexpr Names<RunTrouble, 8> troubles{{{RunTrouble::unreachable, "unreachable"},
                                         {RunTrouble::credentials_wrong, "credentials_wrong"},
                                         {RunTrouble::access_revoked, "access_revoked"},
                                         {RunTrouble::rate_limited, "rate_limited"},
                                         {RunTrouble::vendor_failing, "vendor_failing"},
                                         {RunTrouble::unexpected_answer, "unexpected_answer"},
                                         {RunTrouble::interrupted, "interrupted"},
                                         {RunTrouble::internal, "internal"}}};
constexpr Names<RunStage, 4> stages{{{RunStage::people, "guests"},
                                     {RunStage::history, "reservations"},
                                     {RunStage::finishing, "finishing"},
                                     {RunStage::shipments, "shipments"}}};
}  // namespace

std::string_view name_of(RunTrouble trouble) { return troubles.name(trouble); }
std::string_view name_of(RunStage stage) { return stages.name(stage); }

RunTrouble trouble_of(int http_status) {
    if (http_status == 401) return RunTrouble::credentials_wrong;
    if (http_status == 403) return RunTrouble::access_revoked;
    if (http_status == 429) return RunTrouble::rate_limited;
    return http_status >= 500 ? RunTrouble::vendor_failing : RunTrouble::unexpected_answer;
}

std::string_view name_of(IntegrationKind kind) { return kinds.name(kind); }
std::string_view display_name(IntegrationKind kind) { return displayed.name(kind); }
std::string consent_detail_of(IntegrationKind kind) {
    return "regulars-" + std::string(name_of(kind));
}
Result<IntegrationKind> integration_kind_named(std::string_view name) {
    return kinds.find(name, "kind of integration");
}
std::string_view name_of(IntegrationStatus status) { return states.name(status); }
std::string_view name_of(RunKind kind) { return run_kinds.name(kind); }
std::string_view name_of(RunOutcome outcome) { return outcomes.name(outcome); }

}  // namespace regulars::model
