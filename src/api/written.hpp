// How the nouns look in answers; the schemas of openapi.json.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "model/account.hpp"
#include "model/consent.hpp"
#include "model/event.hpp"
#include "model/integration.hpp"
#include "model/list.hpp"
#include "model/profile.hpp"
#include "store/store.hpp"

namespace regulars::api {

void write(JsonWriter& out, const model::User& user);
void write(JsonWriter& out, const model::Account& account);
std::string revision_of(const model::Account& account);
void write(JsonWriter& out, const Money& money);
void write(JsonWriter& out, const std::optional<Money>& money);
void write_instant(JsonWriter& out, std::string_view name, Instant t);
void write_instant(JsonWriter& out, std::string_view name, std::optional<Instant> t);
/// The members of a ConsentEntry, without the braces.
void write_members(JsonWriter& out, const model::ConsentEntry& entry);
/// null for an empty text.
void write_text_or_null(JsonWriter& out, std::string_view name, std::string_view text);

/// An account's integrations and metrics, looked up by their row ids while writing.
class Names {
  public:
    static Result<Names> load(store::Transaction& tx, AccountId account);
    const model::Integration* integration(IntegrationId id) const;
    const model::Metric* metric(MetricId id) const;
    const model::Metric* metric(std::string_view public_id) const;
    const std::map<MetricId, model::Metric>& metrics() const { return metrics_; }
    const std::map<IntegrationId, model::Integration>& integrations() const {
        return integrations_;
    }
    /// An IntegrationRef. What is no integration's: null. One that was removed while its data were
    /// kept is a MetricSource, with the name that it had where that is known.
    void write_integration(JsonWriter& out, IntegrationId id) const;
    /// A MetricSource: the integration, also one that was removed, the product itself for its own
    /// events, or "API" for what was imported or given by an API.
    void write_source(JsonWriter& out, const model::Metric& metric) const;
    /// The id of a metric's source, by which metrics are filtered.
    std::string source_id(const model::Metric& metric) const;
    /// id, name and source of a metric.
    void write_metric(JsonWriter& out, const model::Metric& metric) const;
    /// By integration name, then metric name.
    std::vector<const model::Metric*> sorted_metrics() const;

  private:
    std::map<IntegrationId, model::Integration> integrations_;
    std::map<MetricId, model::Metric> metrics_;
    std::map<IntegrationId, store::Integrations::Removed> removed_;
};

void write_profile_ref(JsonWriter& out, const model::Profile& profile);
/// An EventPage: rows with their profiles; `next` where a further page may follow.
Result<void> write_event_page(JsonWriter& out, store::Transaction& tx, AccountId account,
                              const Names& names, const std::vector<model::Event>& events,
                              bool has_more);
/// `next` of an EventPage, and back; nothing where it cannot be read.
std::string place_text(const store::EventPlace& place);
std::optional<store::EventPlace> event_place_in(std::string_view text);

}  // namespace regulars::api
