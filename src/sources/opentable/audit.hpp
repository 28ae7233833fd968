// What OpenTable holds of some business days; docs/decisions/0007 is its specification.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <unordered_map>

#include "sources/connector.hpp"
#include "sources/opentable/settings.hpp"
#include "sources/opentable/walk.hpp"

namespace regulars::sources::opentable {

/// Reads the reservations scheduled on the days, of all versions the best.
class OpenTableAudit final : public Audit {
  public:
    OpenTableAudit(Settings settings, Credentials credentials, Instant history_since,
                   LocalDate from, LocalDate to);

    net::HttpRequest token_request() const override;
    Result<Token> token_from(const net::HttpResponse& response, Instant now) override;
    void authorize(net::HttpRequest& request, const Token& token) const override;
    std::string explain(const net::HttpResponse& response) const override;
    Pace pace() const override;

    std::optional<Ask> next(Instant now) override;
    /// Errors: unavailable, exhausted (a list without end; more than 1,000,000 reservations).
    Result<void> take(const net::HttpResponse& response, Instant now) override;
    std::vector<model::VendorRow> rows() override;
    Zone zone() const override { return settings_.time_zone; }

  private:
    struct Seen {
        model::VendorRow row;
        std::int64_t sequence = 0;
        bool has_total = false;
    };
    void note(const Reservation& reservation);
    model::VendorRow row_of(const Reservation& reservation) const;

    Settings settings_;
    Credentials credentials_;
    Instant history_since_;
    LocalDate from_, to_;
    Walk walk_;
    bool is_done_ = false;
    std::unordered_map<std::string, Seen> seen_;  // by record
};

/// How events of this restaurant lead back to its reservations.
model::Tracer tracer_of(const Settings& settings);

}  // namespace regulars::sources::opentable
