// Walks the shops, then the sales of the days by completion, then those whose completion has no
// time of its own.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/audit.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/lightspeed/catalogue.hpp"
#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/speaker.hpp"
#include "sources/lightspeed/walk.hpp"

namespace regulars::sources::lightspeed {
namespace {

constexpr std::size_t most_rows = 1'000'000;
constexpr Duration farthest_zone = 15h;  // from UTC, either way

class LightspeedAudit final : public Speaker<Audit> {
  public:
    LightspeedAudit(std::unique_ptr<Settings> settings, Credentials credentials, LocalDate from,
                    LocalDate to)
        : Speaker(std::move(settings), std::move(credentials)),
          from_(from),
          to_(to),
          walk_(shops_walk()) {}

    std::optional<Ask> next(Instant) override {
        if (step_ == Step::finished) return std::nullopt;
        constexpr std::string_view about[] = {"shops", "completed sales",
                                              "sales without a time of completion"};
        return Ask{get(*settings_, walk_.path()), std::string(about[std::size_t(step_)])};
    }

    Result<void> take(const net::HttpResponse& response, Instant) override {
        if (step_ == Step::shops) {
            auto listing = TRY(shops_from(response.body));
            for (auto& shop : listing.items) catalogue_.add(shop);
            return go_on(listing);
        }
        auto listing = TRY(sales_from(response.body));
        for (auto& sale : listing.items) add(sale);
        if (rows_.size() > most_rows)
            return fail(ErrorKind::exhausted,
                        fmt::format("these days hold more than {} sales", most_rows));
        return go_on(listing);
    }

    Zone zone() const override { return catalogue_.first_zone(); }
    std::vector<model::VendorRow> rows() override {
        std::vector<model::VendorRow> rows;
        for (auto& [key, row] : rows_) rows.push_back(row);
        return rows;
    }

  private:
    enum class Step { shops, by_completion, by_stamp, finished };

    void add(const Sale& sale) {
        if (!sale.completed || !sale.completed_at) return;
        Zone zone = catalogue_.shop_zone(sale.shop);
        LocalDate day = zone.to_local(*sale.completed_at).date();
        if (day < from_ || day > to_) return;
        SaleNature nature = nature_of(sale, *settings_);
        Money total = sale.total.money(settings_->currency);
        // An exchange of nobody is told of by its return alone, which may be traced to its buyer.
        bool places = nature.placed && !(nature.refunded && sale.customer.empty());
        bool is_return = !places && (nature.refunded || total.minor < 0);
        model::VendorRow row{
            .record = record_key("sale", sale),
            .unique_id =
                is_return ? refunded_id(*settings_, sale.id) : placed_id(*settings_, sale.id),
            .label = fmt::format("Sale {}", sale.ticket.empty() ? sale.id : sale.ticket),
            .place = std::string(catalogue_.shop_name(sale.shop)),
            .day = day,
            .zone = zone,
            .value = total,
            .exclusion = nature.exclusion,
            .changed_at = std::max(sale.updated_at, sale.stamp)};
        if (!sale.customer.empty()) row.persons = {person_key(*settings_, sale.customer)};
        Money returned = returned_in(sale).money(settings_->currency);
        if (nature.refunded && !places) {
            // Our event says what was given back; what was sold in the same sale is no order of its
            // own.
            total.minor += returned.minor;
            if (total.minor != 0) row.apart = total, row.apart_reason = "sold_in_exchange";
        } else if (nature.refunded) {
            returned.minor = -returned.minor;
            row.also.push_back({refunded_id(*settings_, sale.id), returned, {}});
        }
        add_shipment(sale, row);
        rows_.insert_or_assign(row.record, std::move(row));
    }

    /// Shipped to the buyer, of a sale worth something.
    void add_shipment(const Sale& sale, model::VendorRow& row) const {
        auto& shipment = sale.shipment;
        if (!shipment || !shipment->fault.empty()) return;
        row.changed_at = std::max(row.changed_at, shipment->updated_at);
        bool is_told = shipment->shipped && !sale.customer.empty() &&
                       shipment->customer == sale.customer &&
                       (row.value->minor != 0 || settings_->include_zero_value);
        if (is_told)
            row.also.push_back({shipped_id(*settings_, shipment->id), row.value,
                                shipment_record_key(shipment->id)});
    }

    template <class T>
    Result<void> go_on(const Listing<T>& listing) {
        std::vector<Row> rows;
        for (auto& item : listing.items) {
            std::int64_t number = 0;
            std::from_chars(item.id.data(), item.id.data() + item.id.size(), number);
            rows.push_back({number, Instant{}});
        }
        switch (walk_.take(listing.links, rows)) {
            case Walked::more:
                return {};
            case Walked::stuck:
                return fail(ErrorKind::exhausted,
                            "Lightspeed promises more pages but repeats the same rows");
            case Walked::done:
                break;
        }
        step_ = Step(int(step_) + 1);
        if (step_ == Step::by_completion) walk_ = sales_walk("completeTime");
        if (step_ == Step::by_stamp) walk_ = sales_walk("timeStamp");
        return {};
    }

    Walk shops_walk() const {
        return Walk(settings_->api_url,
                    fmt::format("{}Shop.json?limit={}&archived=true&sort=shopID",
                                settings_->account_path(), settings_->page_size),
                    "shopID", Walk::By::id, settings_->page_size);
    }
    /// Wide enough for every zone; the shops' zones choose.
    Walk sales_walk(std::string_view time) const {
        Zone utc = Zone::utc();
        Instant from = utc.start_of(from_) - farthest_zone,
                to = utc.start_of(to_) + days(1) + farthest_zone;
        std::string between =
            percent_encoded(fmt::format("><,{},{}", format_iso(from), format_iso(to)));
        std::string base = fmt::format(
            "{}Sale.json?limit={}&archived=true&load_relations=%5B%22SaleLines%22%2C%22ShipTo%22%"
            "5D&sort=saleID&{}"
            "={}",
            settings_->account_path(), settings_->page_size, time, between);
        return Walk(settings_->api_url, std::move(base), "saleID", Walk::By::id,
                    settings_->page_size);
    }

    LocalDate from_, to_;
    Step step_ = Step::shops;
    Walk walk_;
    Catalogue catalogue_;
    std::map<std::string, model::VendorRow> rows_;  // by record
};

}  // namespace

std::unique_ptr<Audit> audit_of(std::unique_ptr<Settings> settings, Credentials credentials,
                                LocalDate from, LocalDate to) {
    return std::make_unique<LightspeedAudit>(std::move(settings), std::move(credentials), from, to);
}

}  // namespace regulars::sources::lightspeed
