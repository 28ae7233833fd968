// Reads business days of all restaurants as the vendor holds them now, for reconciliation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sources/toast/names.hpp"
#include "sources/toast/page.hpp"
#include "sources/toast/speech.hpp"
#include "sources/toast/walk.hpp"

namespace regulars::sources::toast {

/// Every order whose business day is asked for, deleted and voided ones too (their value is what is
/// live of them), and every refund of those days, whichever day its order is of. A restaurant that
/// refuses is left out whole: half an answer would look like missing orders.
class ToastAudit final : public Speaking<Audit> {
  public:
    ToastAudit(std::unique_ptr<Settings> settings, Credentials credentials, Instant history_since,
               LocalDate from, LocalDate to);

    std::optional<Ask> next(Instant now) override;
    /// Errors: as of Audit; unauthorized (every restaurant refuses).
    Result<void> take(const net::HttpResponse& response, Instant now) override;
    std::vector<model::VendorRow> rows() override;
    std::vector<UnreadPlace> unread() const override { return unread_; }
    Zone zone() const override { return zone_.value_or(Zone::utc()); }

  private:
    /// Of one restaurant, in this order. Payments and their orders are asked for singly: those that
    /// were refunded on the days asked for, of orders of other days.
    enum class Step { restaurant, orders, refunds, payments, single_orders };

    Result<void> take_restaurant(const net::HttpResponse& response);
    Result<void> take_orders(const net::HttpResponse& response);
    Result<void> take_refunds(const net::HttpResponse& response);
    Result<void> take_payment(const net::HttpResponse& response);
    Result<void> take_single_order(const net::HttpResponse& response);
    Result<void> refuse(const net::HttpResponse& response);
    void add(const Order& order);
    void add_refunds(const Order& order, const model::VendorRow& of);
    void put(Instant version, model::VendorRow row);
    void go_on(Step step);
    void go_on_after_days(Step step);  // the next day, else the next step
    void next_restaurant();
    const std::string& restaurant() const { return settings_->restaurants[location_]; }
    std::string place() const { return names_.is_known() ? names_.restaurant() : restaurant(); }
    Currency currency() const;

    std::unique_ptr<Settings> settings_;
    Instant history_since_;
    LocalDate from_, to_;
    std::optional<Instant> began_;
    std::optional<Zone> zone_;  // of the first that told one
    std::vector<UnreadPlace> unread_;
    std::map<std::string, std::pair<Instant, model::VendorRow>>
        all_;  // of the restaurants before, newest version of each, by record

    // Of the restaurant being read.
    std::size_t location_ = 0;
    Step step_ = Step::restaurant;
    LocalDate day_;
    Walk walk_;
    Names names_;
    std::map<std::string, std::pair<Instant, model::VendorRow>> rows_;
    std::set<std::string> seen_;  // orders, and payments that were refunded
    std::deque<std::string> payments_, single_orders_;
};

}  // namespace regulars::sources::toast
