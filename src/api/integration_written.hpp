// How integrations, their runs and their troubles look in answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "api/call.hpp"
#include "api/written.hpp"

namespace regulars::api {

/// active, paused, stopped … with what the runs say.
enum class Health { backfilling, syncing, fresh, late, failing, paused, stopped };
std::string_view name_of(Health health);
Health health_of(const model::Integration& integration, const std::optional<model::Run>& last_run,
                 int interval_minutes, Instant now);
int interval_minutes_of(const model::Integration& integration);

std::string revision_of(const model::Integration& integration);
/// The members of the schema Integration; the object stays open.
Result<void> write_open_integration(JsonWriter& out, store::Transaction& tx, const Call& call,
                                    const model::Integration& integration);
Result<void> write_integration(JsonWriter& out, store::Transaction& tx, const Call& call,
                               const model::Integration& integration);
void write_run(JsonWriter& out, const model::Run& run);
/// The integration that the path names. Errors: 404.
Outcome<model::Integration> integration_in(store::Transaction& tx, const Call& call);

}  // namespace regulars::api
