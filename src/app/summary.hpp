// What an account holds of each integration, in numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "model/event.hpp"
#include "model/integration.hpp"
#include "store/store.hpp"

namespace regulars::app {

struct IntegrationSummary {
    model::Integration integration;
    std::vector<std::pair<std::string, std::int64_t>>
        records;                         // vendor records remembered: stream ("guest"), number
    std::vector<model::Metric> metrics;  // by id
    std::vector<std::pair<std::string, std::int64_t>> excluded;  // reason, records; by reason
    std::optional<model::Run> last_run;
};

struct Summary {
    std::vector<IntegrationSummary> integrations;
    std::int64_t profiles = 0, events = 0;
};

Result<Summary> summarize(store::Store& store, AccountId account);
/// Lines for a terminal.
std::string text_of(const Summary& summary, Instant now);
std::string text_of(const IntegrationSummary& summary, Instant now);
/// "19300 guests, 151000 reservations".
std::string text_of_records(const IntegrationSummary& summary);
void write(JsonWriter& out, const IntegrationSummary& summary);

}  // namespace regulars::app
