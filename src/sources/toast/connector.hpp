// The Toast connector: the orders of one or more restaurants and the guests who placed them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sources/connector.hpp"

namespace regulars::sources::toast {

class Toast final : public Connector {
  public:
    std::span<const SettingName> settings() const override;
    Result<void> check_settings(std::string_view settings) const override;
    Result<void> check_credentials(std::string_view credentials) const override;
    /// As many calendar years back as the settings say; three by default, as in the field.
    Result<Instant> history_since(std::string_view settings, Instant now) const override;
    Result<std::unique_ptr<Reader>> open(const Connection& connection,
                                         std::span<const model::Cursor> cursors) const override;
    Result<Duration> interval(const Connection& connection) const override;
    Result<std::unique_ptr<Audit>> audit(const Connection& connection, LocalDate from,
                                         LocalDate to) const override;
    Result<model::Tracer> tracer(const Connection& connection) const override;
    std::vector<model::Cursor> reread(
        std::span<const model::Cursor> cursors, LocalDate from, LocalDate to,
        std::span<const model::Difference> differences) const override;
    std::vector<model::Cursor> read_again(std::string_view before, std::string_view after,
                                          std::span<const model::Cursor> cursors) const override;
    Result<Trial> try_connection(std::string_view settings, std::string_view credentials,
                                 net::HttpClient& client, const Clock& clock,
                                 std::stop_token stop) const override;
};

}  // namespace regulars::sources::toast
