// Looks up what a page refers to.
// SPDX-License-Identifier: Apache-2.0
#include "sources/lightspeed/page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sources/lightspeed/answers.hpp"
#include "sources/lightspeed/mapping.hpp"

namespace regulars::sources::lightspeed {
namespace {

using About = LightspeedPage::About;

constexpr std::size_t ids_at_once = 50;
constexpr int farthest = 4;  // sales back, from a return to the purchase

struct FoundLine {
    const Sale* sale;
    const SaleLine* line;
};

std::optional<FoundLine> find_line(const LightspeedPage& page, const std::string& id) {
    auto in = [&](const Sale& sale) -> std::optional<FoundLine> {
        auto line = std::ranges::find(sale.lines, id, &SaleLine::id);
        return line == sale.lines.end() ? std::nullopt : std::optional(FoundLine{&sale, &*line});
    };
    for (auto& [sale_id, sale] : page.fetched_sales)
        if (auto found = in(sale)) return found;
    for (auto& sale : page.sales)
        if (auto found = in(sale)) return found;
    return std::nullopt;
}

}  // namespace

void LightspeedPage::need(std::string key) {
    if (places_.try_emplace(key, keys_.size()).second) keys_.push_back(std::move(key));
}

const model::SourceRecord* LightspeedPage::recall(const Remembered& remembered,
                                                  const std::string& key) const {
    auto place = places_.find(key);
    return place != places_.end() && remembered[place->second] ? &*remembered[place->second]
                                                               : nullptr;
}

void LightspeedPage::need_all() {
    auto need_customer = [&](const std::string& id) {
        if (!id.empty()) need(customer_record_key(id));
    };
    for (auto& customer : customers) need(record_key("customer", customer));
    for (auto& shipment : shipments) {
        need(record_key("shipment", shipment));
        need_customer(shipment.customer);
    }
    for (auto& sale : sales) {
        need(record_key("sale", sale));
        need_customer(sale.customer);
        if (!sale.shipment) continue;
        need(shipment_record_key(sale.shipment->id));
        need_customer(sale.shipment->customer);
    }
}

std::string Lookup::returner_of(const LightspeedPage& page, const Sale& sale,
                                std::vector<std::string>* unknown) const {
    if (!sale.customer.empty()) return sale.customer;
    for (auto& line : sale.lines) {
        if (!line.quantity.is_negative()) continue;
        std::string parent = line.parent;
        for (int i = 0; i < farthest && !parent.empty(); ++i) {
            auto found = find_line(page, parent);
            if (!found) {
                if (unknown) unknown->push_back(parent);
                break;
            }
            if (!found->sale->customer.empty()) return found->sale->customer;
            parent = found->line->quantity.is_negative() ? found->line->parent : std::string();
        }
    }
    return {};
}

const Sale* Lookup::sale_of(const LightspeedPage& page, const Shipment& shipment) {
    auto found = page.fetched_sales.find(shipment.sale);
    return found == page.fetched_sales.end() ? nullptr : &found->second;
}

bool Lookup::is_news(const LightspeedPage& page, const Remembered& remembered,
                     const Shipment& shipment) {
    auto* before = page.recall(remembered, record_key("shipment", shipment));
    if (!before) return shipment.shipped || !shipment.fault.empty();
    bool is_same = shipment.updated_at && before->version == shipment.updated_at->us &&
                   (before->state == "shipped") == shipment.shipped;
    return !is_same || before->exclusion == "malformed";
}

std::vector<Ask> Lookup::missing(LightspeedPage& page, const Remembered& remembered) const {
    std::map<About, std::vector<std::string>> wanted;
    auto want = [&](About about, const std::string& id) {
        if (!id.empty() && page.asked.emplace(about, id).second) wanted[about].push_back(id);
    };
    auto want_customer = [&](const std::string& id, const std::optional<Customer>& here) {
        if (id.empty() || (here && here->id == id) || page.fetched_customers.contains(id) ||
            page.absent_customers.contains(id))
            return;
        auto* before = page.recall(remembered, customer_record_key(id));
        if (!before || customer_status_of(before) == CustomerStatus::unknown)
            want(About::customers, id);
    };
    auto want_goods = [&](const Sale& sale) {
        for (auto& line : sale.lines) {
            want(About::categories, catalogue_.missing_category(line.category));
            if (!line.item.empty() && !catalogue_.has_item(line.item))
                want(About::items, line.item);
        }
    };
    for (auto& sale : page.sales) {
        auto nature = nature_of(sale, settings_);
        // Shipped once is shipped for good: its event is told anew whatever the button says now.
        bool ships = sale.shipment && !sale.shipment->customer.empty() &&
                     (sale.shipment->shipped ||
                      page.recall(remembered, shipment_record_key(sale.shipment->id)));
        if (nature.placed || nature.refunded) want_customer(sale.customer, sale.buyer);
        if (ships) want_customer(sale.shipment->customer, sale.buyer);
        std::string returner;
        if (nature.refunded) {
            std::vector<std::string> unknown;
            returner = returner_of(page, sale, &unknown);
            if (returner.empty())
                for (auto& line : unknown) {
                    auto place = page.sales_of_lines.find(line);
                    if (place == page.sales_of_lines.end())
                        want(About::lines, line);
                    else
                        want(About::sales, place->second);
                }
        }
        bool has_buyer = !sale.customer.empty() || !returner.empty();
        if (((nature.placed || nature.refunded) && has_buyer) || ships) want_goods(sale);
    }
    for (auto& shipment : page.shipments) {
        if (!shipment.fault.empty() || !is_news(page, remembered, shipment)) continue;
        auto* sale = sale_of(page, shipment);
        if (!sale) {
            want(About::sales, shipment.sale);
            continue;
        }
        want_customer(shipment.customer, sale->buyer);
        want_goods(*sale);
    }
    page.questions.clear();
    for (auto& [about, ids] : wanted)
        for (std::size_t i = 0; i < ids.size(); i += ids_at_once)
            page.questions.push_back(
                {about,
                 {ids.begin() + std::ptrdiff_t(i),
                  ids.begin() + std::ptrdiff_t(std::min(ids.size(), i + ids_at_once))}});
    std::vector<Ask> asks;
    for (auto& question : page.questions) asks.push_back(ask(question));
    return asks;
}

Ask Lookup::ask(const LightspeedPage::Question& question) const {
    // However small the pages of lists are, what is asked for by id comes in one.
    Settings whole = settings_;
    whole.page_size = 100;
    std::string ids = one_of(question.ids);
    switch (question.about) {
        case About::sales:
            return {get(settings_, fmt::format("{}&saleID={}", sales_path(whole), ids)),
                    "single sales"};
        case About::lines:
            return {get(settings_, fmt::format("{}SaleLine.json?limit=100&saleLineID={}",
                                               settings_.account_path(), ids)),
                    "lines that were returned"};
        case About::customers:
            return {get(settings_, fmt::format("{}&customerID={}", customers_path(whole), ids)),
                    "single customers"};
        case About::categories:
            return {get(settings_, fmt::format("{}Category.json?limit=100&categoryID={}",
                                               settings_.account_path(), ids)),
                    "single categories"};
        case About::items:
            break;
    }
    return {
        get(settings_,
            fmt::format(
                "{}Item.json?limit=100&archived=true&load_relations=%5B%22Images%22%5D&itemID={}",
                settings_.account_path(), ids)),
        "item images"};
}

Result<void> Lookup::supply(LightspeedPage& page, std::size_t index,
                            const net::HttpResponse& response) const {
    auto& question = page.questions.at(index);
    std::string_view body = response.status == 404
                                ? std::string_view(R"({"@attributes":{"count":"0"}})")
                                : std::string_view(response.body);
    switch (question.about) {
        case About::lines:
            for (auto& line : TRY(lines_from(body)).items)
                if (line.fault.empty()) page.sales_of_lines.insert_or_assign(line.id, line.sale);
            break;
        case About::sales:
            for (auto& sale : TRY(sales_from(body)).items)
                if (!sale.id.empty()) page.fetched_sales.insert_or_assign(sale.id, std::move(sale));
            break;
        case About::customers:
            for (auto& customer : TRY(customers_from(body)).items)
                if (customer.fault.empty())
                    page.fetched_customers.insert_or_assign(customer.id, std::move(customer));
            for (auto& id : question.ids)
                if (!page.fetched_customers.contains(id)) page.absent_customers.insert(id);
            break;
        case About::categories:
            for (auto& category : TRY(categories_from(body)).items) catalogue_.add(category);
            for (auto& id : question.ids) catalogue_.add_absent_category(id);
            break;
        case About::items:
            for (auto& item : TRY(items_from(body)).items) catalogue_.add(item);
            for (auto& id : question.ids)
                if (!catalogue_.has_item(id)) catalogue_.add_absent_item(id);
            break;
    }
    return {};
}

}  // namespace regulars::sources::lightspeed
