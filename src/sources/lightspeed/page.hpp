// One answer of Lightspeed's with all that was looked up for it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sources/connector.hpp"
#include "sources/lightspeed/catalogue.hpp"
#include "sources/lightspeed/plan.hpp"
#include "sources/lightspeed/records.hpp"

namespace regulars::sources::lightspeed {

struct LightspeedPage final : Page {
    std::int64_t count = 0;
    std::vector<Sale> sales;
    std::vector<Customer> customers;
    std::vector<Shipment> shipments;
    std::vector<LinePlace> lines;  // of returns: their sales are to be read
    std::string cursor;            // the plan's state after this page

    /// What was fetched beyond the page, by id.
    std::map<std::string, Sale> fetched_sales;
    std::map<std::string, Customer> fetched_customers;
    std::set<std::string> absent_customers;
    std::map<std::string, std::string> sales_of_lines;  // by line

    /// What the last `missing` asked, in its order.
    enum class About { sales, lines, customers, categories, items };
    struct Question {
        About about;
        std::vector<std::string> ids;
    };
    std::vector<Question> questions;
    std::set<std::pair<About, std::string>> asked;

    std::int64_t records() const override { return count; }
    std::span<const std::string> keys() const override { return keys_; }
    /// Each key once.
    void need(std::string key);
    /// What is remembered under a key of this page, or null; also for keys that are none of its.
    const model::SourceRecord* recall(const Remembered& remembered, const std::string& key) const;
    bool needs(const std::string& key) const { return places_.contains(key); }

    /// The keys that all records of the page stand under or refer to.
    void need_all();

  private:
    std::vector<std::string> keys_;
    std::unordered_map<std::string, std::size_t> places_;
};

/// Finds out what a page lacks: buyers nobody read, sales that returned lines were bought in, sales
/// of shipments, categories and images. Ids are asked for fifty at a time.
class Lookup {
  public:
    Lookup(const Settings& settings, Catalogue& catalogue)
        : settings_(settings), catalogue_(catalogue) {}

    std::vector<Ask> missing(LightspeedPage& page, const Remembered& remembered) const;
    /// Errors: unavailable (not what a well vendor sends).
    Result<void> supply(LightspeedPage& page, std::size_t index,
                        const net::HttpResponse& response) const;

    /// The customer to whom a sale's negative lines belong: its own, or the one of the sale in
    /// which the first of them that can be traced was bought; at most four sales back. Lines whose
    /// sale is not here are added to `unknown`. Empty when nobody is found.
    std::string returner_of(const LightspeedPage& page, const Sale& sale,
                            std::vector<std::string>* unknown = nullptr) const;
    /// The sale of a shipment on a page of shipments; null when the vendor has none.
    static const Sale* sale_of(const LightspeedPage& page, const Shipment& shipment);
    /// Whether a listed shipment says anything that is not remembered.
    static bool is_news(const LightspeedPage& page, const Remembered& remembered,
                        const Shipment& shipment);

  private:
    Ask ask(const LightspeedPage::Question& question) const;
    const Settings& settings_;
    Catalogue& catalogue_;
};

}  // namespace regulars::sources::lightspeed
