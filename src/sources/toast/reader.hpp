// Reads a Toast integration: plan, pages and mapping joined.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "sources/toast/page.hpp"
#include "sources/toast/plan.hpp"
#include "sources/toast/speech.hpp"

namespace regulars::sources::toast {

class ToastReader final : public Speaking<Reader> {
  public:
    /// The plan is of these settings.
    ToastReader(std::unique_ptr<Settings> settings, Credentials credentials, Plan plan,
                Instant history_since, std::span<const model::Cursor> cursors);

    Instant earliest(const Ask& ask, Instant now) const override;
    std::optional<Ask> next(Instant now) override;
    Result<std::unique_ptr<Page>> read(net::HttpResponse& response, Instant now) override;
    /// A look-up's answer decides what is asked next; of orders their number and headers do.
    bool can_ask_ahead() const override { return true; }
    std::optional<Ask> following(Instant now) override;
    void digest(Page& page) override;
    bool shrink() override;
    std::vector<Ask> missing(Page& page, const Remembered& remembered) override;
    Result<void> supply(Page& page, std::size_t index, const net::HttpResponse& response) override;
    Result<ingest::Batch> map(Page& page, const Remembered& remembered, Instant now) override;
    std::string progress() const override { return plan_.progress(); }
    double done() const override { return plan_.done(); }
    model::RunReach reach() const override { return plan_.reach(); }
    bool is_backfilling() const override { return plan_.is_backfilling(); }
    std::string notice() const override;

  private:
    /// The answer is about the request's subject and no list or record.
    Result<void> take_refusal(const net::HttpResponse& response, Instant now);
    Result<void> take(ToastPage& page, net::HttpResponse& response, Instant now);
    Result<bool> take_orders(ToastPage& page, net::HttpResponse& response);
    Result<void> take_names(const net::HttpResponse& response);
    /// A look-up refused for the first few times in a run is asked again: missing scopes stay,
    /// mistakes do not.
    Result<void> bear(const net::HttpResponse& response);
    void want_entries(ToastPage& page);
    std::string country_of(const std::string& restaurant);
    void want_contacts(ToastPage& page, const Remembered& remembered);
    void want_payments(ToastPage& page, const Remembered& remembered);
    Ask ask_for(const ToastPage& page, const ToastPage::Wanted& wanted);
    void write_cursors(ingest::Batch& batch, const ToastPage& page);

    std::unique_ptr<Settings> settings_;  // the plan and the speech refer to it
    Plan plan_;
    Instant history_since_;
    std::map<std::string, std::string> written_;  // cursors by stream
    Instant history_read_at_, asked_at_;
    int passing_refusals_ = 0;  // 403 to look-ups, asked again as if they would pass
    bool is_config_refused_ = false;
    bool has_new_names_ = false, has_new_menu_ = false;
};

}  // namespace regulars::sources::toast
