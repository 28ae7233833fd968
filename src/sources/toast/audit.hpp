// Reads business days of all restaurants as the vendor holds them now, for reconciliation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sources/toast/names.hpp"
#include "sources/toast/page.hpp"
#include "sources/toast/speech.hpp"
#include "sources/toast/walk.hpp"

namespace regulars::sources::toast {

/// Every order whose business day is asked for, deleted and voided ones too (their value is what is
/// live of them). A restaurant that refuses makes it fail: half an answer would look like missing
/// orders.
class ToastAudit final : public Speaking<Audit> {
  public:
    ToastAudit(std::unique_ptr<Settings> settings, Credentials credentials, LocalDate from,
               LocalDate to);

    std::optional<Ask> next(Instant now) override;
    Result<void> take(const net::HttpResponse& response, Instant now) override;
    std::vector<model::VendorRow> rows() override;
    Zone zone() const override { return zone_.value_or(Zone::utc()); }

  private:
    Result<void> take_orders(const net::HttpResponse& response);

    std::unique_ptr<Settings> settings_;
    LocalDate from_, to_;
    std::size_t location_ = 0;
    std::optional<Names> names_;  // of the restaurant being read
    std::optional<Zone> zone_;    // of the first that told one
    LocalDate day_;
    Walk walk_;
    std::map<std::string, std::pair<Instant, model::VendorRow>>
        rows_;  // newest version of each order, by record
};

}  // namespace regulars::sources::toast
