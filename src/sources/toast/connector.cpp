// Checks settings and opens readers and audits.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/connector.hpp"

#include "sources/beginning.hpp"
#include "sources/toast/audit.hpp"
#include "sources/toast/reader.hpp"
#include "sources/toast/settings.hpp"
#include "sources/toast/tracing.hpp"
#include "sources/toast/trial.hpp"

namespace regulars::sources::toast {

std::span<const SettingName> Toast::settings() const { return setting_names(); }

Result<void> Toast::check_settings(std::string_view settings) const {
    TRY(settings_from(settings));
    return {};
}

Result<void> Toast::check_credentials(std::string_view credentials) const {
    TRY(credentials_from(credentials));
    return {};
}

Result<Instant> Toast::history_since(std::string_view settings, Instant now) const {
    return history_before(now, TRY(settings_from(settings)).history_years);
}

Result<std::unique_ptr<Reader>> Toast::open(const Connection& connection,
                                            std::span<const model::Cursor> cursors) const {
    auto settings = std::make_unique<Settings>(TRY(settings_from(connection.integration.settings)));
    auto credentials = TRY(credentials_from(connection.credentials));
    auto plan = TRY(Plan::from(cursors, *settings, connection.integration.history_since));
    return std::make_unique<ToastReader>(std::move(settings), std::move(credentials),
                                         std::move(plan), connection.integration.history_since,
                                         cursors);
}

Result<Duration> Toast::interval(const Connection& connection) const {
    return std::chrono::minutes(
        TRY(settings_from(connection.integration.settings)).interval_minutes);
}

Result<std::unique_ptr<Audit>> Toast::audit(const Connection& connection, LocalDate from,
                                            LocalDate to) const {
    auto settings = std::make_unique<Settings>(TRY(settings_from(connection.integration.settings)));
    auto credentials = TRY(credentials_from(connection.credentials));
    return std::make_unique<ToastAudit>(std::move(settings), std::move(credentials),
                                        connection.integration.history_since, from, to);
}

Result<model::Tracer> Toast::tracer(const Connection& connection) const {
    return tracer_of(TRY(settings_from(connection.integration.settings)));
}

std::vector<model::Cursor> Toast::reread(std::span<const model::Cursor> cursors, LocalDate,
                                         LocalDate,
                                         std::span<const model::Difference> differences) const {
    return orders_again(cursors, differences);
}

Result<Trial> Toast::try_connection(std::string_view settings, std::string_view credentials,
                                    net::HttpClient& client, const Clock& clock,
                                    std::stop_token stop) const {
    return try_toast(TRY(settings_from(settings)), TRY(credentials_from(credentials)), client,
                     clock, std::move(stop));
}

std::vector<model::Cursor> Toast::read_again(std::string_view before, std::string_view after,
                                             std::span<const model::Cursor> cursors) const {
    auto was = settings_from(before), is = settings_from(after);
    return was && is && mean_the_same(*was, *is) ? std::vector<model::Cursor>()
                                                 : begun_anew(cursors, "location/");
}

}  // namespace regulars::sources::toast
