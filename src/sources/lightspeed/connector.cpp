// Joins the plan, the parsers and the mapper into a Reader.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/connector.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "net/http_date.hpp"
#include "sources/beginning.hpp"
#include "sources/lightspeed/audit.hpp"
#include "sources/lightspeed/check.hpp"
#include "sources/lightspeed/mapping.hpp"
#include "sources/lightspeed/page.hpp"
#include "sources/lightspeed/plan.hpp"
#include "sources/lightspeed/shops.hpp"
#include "sources/lightspeed/speaker.hpp"
#include "sources/lightspeed/tracing.hpp"

namespace regulars::sources::lightspeed {
namespace {

std::int64_t number_of(std::string_view id) {
    std::int64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    return number;
}

template <class T, class Time>
std::vector<Row> rows_of(const std::vector<T>& items, Time time) {
    std::vector<Row> rows;
    for (auto& item : items) rows.push_back({number_of(item.id), time(item).value_or(Instant{})});
    return rows;
}

template <class T>
std::vector<Row> rows_of(const std::vector<T>& items) {
    return rows_of(items, [](auto& item) { return item.updated_at; });
}

/// Where a page shows a record twice, its last version counts; those without id all do.
template <class T>
std::vector<const T*> best_of(const std::vector<T>& items) {
    std::vector<const T*> best;
    std::unordered_map<std::string_view, std::size_t> place;
    for (auto& item : items) {
        auto [known, is_new] =
            item.id.empty() ? std::pair(place.end(), true) : place.emplace(item.id, best.size());
        if (is_new)
            best.push_back(&item);
        else if (item.updated_at >= best[known->second]->updated_at)
            best[known->second] = &item;
    }
    return best;
}

class LightspeedReader final : public Speaker<Reader> {
  public:
    LightspeedReader(std::unique_ptr<Settings> settings, Credentials credentials, Plan plan,
                     Instant history_since, std::string cursor, std::string shops)
        : Speaker(std::move(settings), std::move(credentials)),
          plan_(std::move(plan)),
          lookup_(*settings_, catalogue_),
          history_since_(history_since),
          cursor_(std::move(cursor)),
          shops_(std::move(shops)),
          revisits_(plan_.revisit_state()) {}

    /// A refusal to filter by time of change is an answer too: the plan has another way.
    Verdict judge(const Ask& ask, const net::HttpResponse& response) const override {
        Verdict verdict = lightspeed::judge(response);
        bool is_refusal = response.status == 400 && verdict == Verdict::fail &&
                          plan_.asks_for_updatetime() &&
                          ask.request.target.find("sort=updatetime") != std::string::npos;
        return is_refusal ? Verdict::use : verdict;
    }

    std::optional<Ask> next(Instant now) override { return plan_.next(now); }

    Result<std::unique_ptr<Page>> read(net::HttpResponse& response, Instant now) override {
        auto page = std::make_unique<LightspeedPage>();
        if (response.status == 400) {
            plan_.refuse_updatetime();
            page->cursor = plan_.state();
            return page;
        }
        auto date = net::header(response.headers, "Date");
        Instant said_at = date ? net::parse_http_date(*date, now).value_or(now) : now;
        has_all_shops_ = plan_.listed() != Listed::shops;
        switch (plan_.listed()) {
            case Listed::shops:
                TRY(take_up(TRY(shops_from(response.body)), said_at));
                break;
            case Listed::categories:
                TRY(take_up(TRY(categories_from(response.body)), said_at));
                break;
            case Listed::newest: {
                auto listing = TRY(sales_from(response.body));
                TRY(plan_.take(listing.links, rows_of(listing.items), said_at));
                break;
            }
            case Listed::customers: {
                auto listing = TRY(customers_from(response.body));
                TRY(plan_.take(listing.links, rows_of(listing.items), said_at));
                page->customers = std::move(listing.items);
                break;
            }
            case Listed::sales: {
                auto listing = TRY(sales_from(response.body));
                bool by_stamp = plan_.is_by_time_stamp();
                TRY(plan_.take(
                    listing.links,
                    rows_of(listing.items,
                            [&](auto& sale) { return by_stamp ? sale.stamp : sale.updated_at; }),
                    said_at));
                page->sales = std::move(listing.items);
                break;
            }
            case Listed::lines: {
                auto listing = TRY(lines_from(response.body));
                TRY(plan_.take(listing.links, rows_of(listing.items), said_at));
                page->lines = std::move(listing.items);
                break;
            }
            case Listed::shipments: {
                auto listing = TRY(shipments_from(response.body));
                TRY(plan_.take(listing.links, rows_of(listing.items), said_at));
                page->shipments = std::move(listing.items);
                break;
            }
        }
        page->count =
            std::ssize(page->sales) + std::ssize(page->customers) + std::ssize(page->shipments);
        page->need_all();
        page->cursor = plan_.state();
        return page;
    }

    std::vector<Ask> missing(Page& page, const Remembered& remembered) override {
        return lookup_.missing(static_cast<LightspeedPage&>(page), remembered);
    }
    Result<void> supply(Page& page, std::size_t index, const net::HttpResponse& response) override {
        return lookup_.supply(static_cast<LightspeedPage&>(page), index, response);
    }

    Result<ingest::Batch> map(Page& base, const Remembered& remembered, Instant) override {
        auto& page = static_cast<LightspeedPage&>(base);
        ingest::Batch batch;
        Mapper mapper(*settings_, history_since_, catalogue_, batch);
        Buyers buyers(*this, mapper, page, remembered);
        for (auto* customer : best_of(page.customers)) buyers.meet(*customer);
        buyers.meet_all();
        for (auto* sale : best_of(page.sales)) map_sale(mapper, buyers, page, remembered, *sale);
        for (auto* shipment : best_of(page.shipments)) {
            if (!Lookup::is_news(page, remembered, *shipment)) continue;
            auto* sale = Lookup::sale_of(page, *shipment);
            if (sale && sale->buyer) buyers.meet(*sale->buyer);
            mapper.shipment(*shipment, sale,
                            page.recall(remembered, record_key("shipment", *shipment)),
                            buyers.of(shipment->customer));
        }
        for (auto& line : page.lines) plan_.revisit_sale(line.sale);
        plan_.mapped();
        keep(batch, Plan::revisit_stream, revisits_, plan_.revisit_state());
        keep(batch, Plan::stream, cursor_, page.cursor);
        if (has_all_shops_) keep(batch, shops_stream, shops_, shops_state(catalogue_));
        return batch;
    }

    std::string progress() const override { return plan_.progress(); }
    double done() const override { return plan_.done(); }
    model::RunReach reach() const override { return plan_.reach(); }
    bool is_backfilling() const override { return plan_.is_backfilling(); }
    std::string notice() const override { return {}; }

  private:
    /// The customers that a page's sales may belong to, each looked at once.
    class Buyers {
      public:
        Buyers(LightspeedReader& reader, Mapper& mapper, const LightspeedPage& page,
               const Remembered& remembered)
            : reader_(reader), mapper_(mapper), page_(page), remembered_(remembered) {}

        void meet(const Customer& customer) {
            if (met_.contains(customer.id)) return;
            std::string key = record_key("customer", customer);
            if (!page_.needs(key)) {
                met_.emplace(customer.id, mapper_.customer_in_passing(customer));
                return;
            }
            auto change = mapper_.customer(customer, page_.recall(remembered_, key));
            if (change.touches_sales) reader_.plan_.revisit_customer(customer.id);
            if (!customer.id.empty()) met_.emplace(customer.id, std::move(change.now));
        }
        /// Those who came with their sales, and those who were fetched; the newest word of each.
        void meet_all() {
            std::map<std::string, const Customer*> newest;
            auto consider = [&](const Customer& customer) {
                auto [known, is_new] = newest.try_emplace(customer.id, &customer);
                if (!is_new && customer.updated_at > known->second->updated_at)
                    known->second = &customer;
            };
            for (auto& sale : page_.sales)
                if (sale.buyer) consider(*sale.buyer);
            for (auto& [id, customer] : page_.fetched_customers) consider(customer);
            for (auto& [id, customer] : newest) meet(*customer);
            for (auto& id : page_.absent_customers) {
                std::string key = customer_record_key(id);
                if (met_.contains(id)) continue;
                if (page_.needs(key) && !page_.recall(remembered_, key))
                    mapper_.customer_not_found(id);
                met_.emplace(id, Buyer{id, CustomerStatus::not_found, {}});
            }
        }
        Buyer of(const std::string& id) const {
            if (id.empty()) return {};
            if (auto known = met_.find(id); known != met_.end()) return known->second;
            auto* before = page_.recall(remembered_, customer_record_key(id));
            return {id, customer_status_of(before),
                    before ? customer_memo_from(before->memo).domain : std::string()};
        }

      private:
        LightspeedReader& reader_;
        Mapper& mapper_;
        const LightspeedPage& page_;
        const Remembered& remembered_;
        std::map<std::string, Buyer> met_;
    };

    void map_sale(Mapper& mapper, Buyers& buyers, const LightspeedPage& page,
                  const Remembered& remembered, const Sale& sale) {
        Buyer own = buyers.of(sale.customer), returner = own;
        if (sale.customer.empty() && nature_of(sale, *settings_).refunded) {
            std::string customer = lookup_.returner_of(page, sale);
            for (auto& [id, bought] : page.fetched_sales)
                if (bought.customer == customer && bought.buyer) buyers.meet(*bought.buyer);
            returner = buyers.of(customer);
        }
        bool has_changed_hands =
            mapper.sale(sale, page.recall(remembered, record_key("sale", sale)), own, returner);
        if (has_changed_hands)
            for (auto& line : sale.lines) plan_.revisit_returns_of(line.id);
        if (sale.shipment) {
            auto* before = page.recall(remembered, shipment_record_key(sale.shipment->id));
            mapper.shipment(*sale.shipment, &sale, before, buyers.of(sale.shipment->customer));
        }
    }

    template <class T>
    Result<void> take_up(Listing<T> listing, Instant said_at) {
        for (auto& item : listing.items) catalogue_.add(item);
        return plan_.take(listing.links,
                          rows_of(listing.items, [](auto&) { return std::optional<Instant>(); }),
                          said_at);
    }

    static void keep(ingest::Batch& batch, std::string_view stream, std::string& known,
                     std::string now) {
        if (now == known) return;
        known = now;
        batch.cursors.push_back({.stream = std::string(stream), .state = std::move(now)});
    }

    Catalogue catalogue_;
    Plan plan_;
    Lookup lookup_;
    Instant history_since_;
    bool has_all_shops_ = false;
    std::string cursor_, shops_, revisits_;  // as last written
};

}  // namespace

std::string kind_of(const net::HttpRequest& request) {
    std::string_view target = request.target;
    bool has_relations = target.find("load_relations=") != std::string_view::npos;
    target = target.substr(0, target.find('?'));
    target = target.substr(target.rfind('/') + 1);
    return std::string(target.substr(0, target.find('.'))).append(has_relations ? "+" : "");
}

std::span<const SettingName> Lightspeed::settings() const { return setting_names(); }

Result<void> Lightspeed::check_settings(std::string_view settings) const {
    TRY(settings_from(settings));
    return {};
}

Result<void> Lightspeed::check_credentials(std::string_view credentials) const {
    TRY(credentials_from(credentials));
    return {};
}

Result<Instant> Lightspeed::history_since(std::string_view settings, Instant) const {
    return TRY(settings_from(settings)).history_since.value_or(Instant{});
}

Result<std::unique_ptr<Reader>> Lightspeed::open(const Connection& connection,
                                                 std::span<const model::Cursor> cursors) const {
    auto settings = std::make_unique<Settings>(TRY(settings_from(connection.integration.settings)));
    auto credentials = TRY(credentials_from(connection.credentials));
    auto plan = TRY(Plan::from(cursors, *settings));
    std::string cursor, shops;
    for (auto& known : cursors) {
        if (known.stream == Plan::stream) cursor = known.state;
        if (known.stream == shops_stream) shops = known.state;
    }
    return std::make_unique<LightspeedReader>(std::move(settings), std::move(credentials),
                                              std::move(plan), connection.integration.history_since,
                                              std::move(cursor), std::move(shops));
}

Result<Duration> Lightspeed::interval(const Connection& connection) const {
    return std::chrono::minutes(
        TRY(settings_from(connection.integration.settings)).interval_minutes);
}

Result<std::unique_ptr<Audit>> Lightspeed::audit(const Connection& connection, LocalDate from,
                                                 LocalDate to) const {
    auto settings = std::make_unique<Settings>(TRY(settings_from(connection.integration.settings)));
    return audit_of(std::move(settings), TRY(credentials_from(connection.credentials)), from, to);
}

Result<model::Tracer> Lightspeed::tracer(const Connection& connection) const {
    return tracer_of(TRY(settings_from(connection.integration.settings)));
}

std::vector<model::Cursor> Lightspeed::reread(
    std::span<const model::Cursor> cursors, LocalDate, LocalDate,
    std::span<const model::Difference> differences) const {
    return sales_again(cursors, differences);
}

Result<Trial> Lightspeed::try_connection(std::string_view settings, std::string_view credentials,
                                         net::HttpClient& client, const Clock&,
                                         std::stop_token stop) const {
    return try_to_reach(settings, credentials, client, std::move(stop));
}

std::vector<model::Cursor> Lightspeed::read_again(std::string_view before, std::string_view after,
                                                  std::span<const model::Cursor> cursors) const {
    auto was = settings_from(before), is = settings_from(after);
    return was && is && mean_the_same(*was, *is) ? std::vector<model::Cursor>()
                                                 : begun_anew(cursors, Plan::stream);
}

}  // namespace regulars::sources::lightspeed
