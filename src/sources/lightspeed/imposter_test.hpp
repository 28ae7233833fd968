// A scripted Lightspeed inside the test process, and a memory that applies Batches: for tests only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/env.hpp"
#include "base/text.hpp"
#include "net/http.hpp"
#include "net/http_date.hpp"
#include "sources/lightspeed/connector.hpp"
#include "sources/lightspeed/settings.hpp"
#include "sources/runner.hpp"

namespace regulars::sources::lightspeed {

inline Instant at(std::string_view iso) {
    auto parsed = parse_instant(iso);
    REGULARS_ASSERT(parsed.has_value(), "a test's time is well-formed");
    return *parsed;
}

/// `"key":` and one element as an object, several as an array, none as "" (or nothing at all).
inline std::string relation(std::string_view outer, std::string_view inner,
                            const std::vector<std::string>& items) {
    if (items.empty()) return fmt::format(R"("{}":"")", outer);
    std::string list = items.size() == 1 ? items[0] : fmt::format("[{}]", fmt::join(items, ","));
    return fmt::format(R"("{}":{{"{}":{}}})", outer, inner, list);
}

struct VendorLine {
    std::int64_t id;
    std::string quantity = "1", total = "11.4860025", name = "Mug", item = "5", parent = "0",
                category = "3", note, extra;
    std::string json() const {
        std::string with_item =
            item == "0"
                ? ""
                : fmt::format(
                      R"(,"Item":{{"itemID":"{}","description":"{}","categoryID":"{}","archived":"true"}})",
                      item, name, category);
        std::string with_note = note.empty() ? "" : fmt::format(R"(,"Note":{{"note":"{}"}})", note);
        return fmt::format(
            R"({{"saleLineID":"{}","unitQuantity":"{}","unitPrice":"9.99","normalUnitPrice":"0","calcTotal":"{}","itemID":"{}",)"
            R"("parentSaleLineID":"{}"{}{}{}}})",
            id, quantity, total, item, parent, with_item, with_note, extra);
    }
};

struct VendorSale {
    std::int64_t id;
    std::int64_t customer = 0;
    std::string total = "11.49", completed_at = "2026-11-01T10:00:00+00:00",
                stamp = "2026-11-01T10:00:00+00:00", updated = "2026-11-01T10:00:00+00:00";
    bool completed = true, voided = false, archived = false;
    std::vector<VendorLine> lines;
    std::string discounts = "0", shop = "1", extra, update_key = "updatetime";
};

struct VendorCustomer {
    std::int64_t id;
    std::string email, first_name = "Ada", last_name = "L", stamp = "2026-10-01T10:00:00+00:00",
                       contact_stamp = "2026-10-01T10:00:00+00:00";
    std::string contact;  // in place of one with just the email
    bool archived = false, no_email = false;
    std::string extra;
    std::string json() const {
        std::string emails =
            relation("Emails", "ContactEmail",
                     email.empty() ? std::vector<std::string>{}
                                   : std::vector<std::string>{fmt::format(
                                         R"({{"address":"{}","useType":"Primary"}})", email)});
        std::string with =
            contact.empty()
                ? fmt::format(
                      R"({{"noEmail":"{}",{},"Phones":"","Addresses":"","timeStamp":"{}"}})",
                      no_email, emails, contact_stamp)
                : contact;
        return fmt::format(
            R"({{"customerID":"{}","firstName":"{}","lastName":"{}","archived":"{}","timeStamp":"{}","Contact":{}{}}})",
            id, first_name, last_name, archived, stamp, with, extra);
    }
    Instant latest() const { return std::max(at(stamp), at(contact_stamp)); }
};

struct VendorShipment {
    std::int64_t id, sale, customer;
    bool shipped = true;
    std::string stamp = "2026-11-02T10:00:00+00:00";
    std::string json() const {
        return fmt::format(
            R"({{"shipToID":"{}","shipped":"{}","timeStamp":"{}","customerID":"{}","saleID":"{}"}})",
            id, shipped, stamp, customer, sale);
    }
};

/// Serves an account as the V3 API does: cursor pages, filters, relations, rotating refresh tokens.
class Imposter final : public net::HttpClient {
  public:
    using Answer = Result<net::HttpResponse>;
    /// May answer in the vendor's place; the number counts all requests from 1.
    using Intercept =
        std::function<std::optional<Answer>(int number, const net::HttpRequest& request)>;

    explicit Imposter(VirtualClock& clock) : clock_(clock) {}

    std::map<std::int64_t, VendorSale> sales;
    std::map<std::int64_t, VendorCustomer> customers;
    std::map<std::int64_t, VendorShipment> shipments;
    std::vector<std::string> shops = {R"({"shopID":"1","name":"HQ","timeZone":"US/Eastern"})",
                                      R"({"shopID":"2","name":"Beach","timeZone":"US/Pacific"})"};
    std::vector<std::string> categories = {
        R"({"categoryID":"2","name":"Home / Living","parentID":"0"})",
        R"({"categoryID":"3","name":"Mugs","parentID":"2"})"};
    std::vector<std::string> items = {
        R"({"itemID":"5","Images":{"Image":{"ordering":"0","baseImageURL":"https://img.example/","publicID":"mug"}}})"};
    Intercept intercept;
    std::function<void(int number)> after;  // the world moves on
    /// Alters the next link, or adds members beside it.
    std::function<void(const net::HttpRequest&, std::string& next)> bend;
    std::function<void(net::HttpResponse&)> dress;  // headers of an answer
    std::string refresh_token = "r0", access_token;
    std::string previous;  // the refresh token before, good until the new access token is used
    int rotations = 0;
    int token_life_s = 1'800;
    Duration latency = 20ms;
    std::vector<std::string> log;

    std::unique_ptr<net::HttpCall> start(net::HttpRequest request, net::HttpLimits,
                                         std::stop_token) override {
        ++number_;
        clock_.advance(latency);
        log.push_back(request.method + " " +
                      percent_decoded(request.target.substr(request.target.find('/', 8))));
        std::optional<Answer> answer;
        if (intercept) answer = intercept(number_, request);
        if (!answer) answer = serve(request);
        if (after) after(number_);
        return std::make_unique<Call>(std::move(*answer));
    }
    int count(std::string_view part) const {
        return int(std::ranges::count_if(
            log, [&](const std::string& line) { return line.find(part) != std::string::npos; }));
    }
    static net::HttpResponse json(int status, std::string body) {
        // The vendor calls its JSON HTML.
        return {.status = status,
                .headers = {{"Content-Type", "text/html; charset=UTF-8"}},
                .body = std::move(body)};
    }
    net::HttpResponse rotate() {
        previous = refresh_token;
        refresh_token = fmt::format("r{}", ++rotations);
        access_token = fmt::format("access-{}", rotations);
        return json(
            200,
            fmt::format(
                R"({{"token_type":"Bearer","expires_in":{},"access_token":"{}","refresh_token":"{}"}})",
                token_life_s, access_token, refresh_token));
    }
    Answer serve(const net::HttpRequest& request) {
        if (request.path() == "/auth/oauth/token") {
            bool is_good =
                request.body.find("refresh_token=" + refresh_token) != std::string::npos &&
                request.body.ends_with("=" + refresh_token);
            bool is_late = !previous.empty() && request.body.ends_with("=" + previous);
            if (!is_good && !is_late)
                return json(400, R"({"error":"invalid_grant","hint":"Token has been revoked"})");
            return rotate();
        }
        if (net::header(request.headers, "Authorization") != "Bearer " + access_token)
            return json(
                401,
                R"({"error":"access_denied","error_description":"The resource owner or authorization server denied the request.","hint":"Access token has been revoked"})");
        previous.clear();
        auto response = list(request);
        response.headers.emplace_back("Date", net::format_http_date(clock_.now()));
        if (dress) dress(response);
        return response;
    }

  private:
    struct Call final : net::HttpCall {
        explicit Call(Answer a) : answer(std::move(a)) {}
        Result<net::HttpResponse> wait() override { return std::move(answer); }
        Answer answer;
    };
    struct Listed {
        std::int64_t id;
        Instant at;
        std::string json;
    };

    /// "", or what a filter asks: ">=,5", "IN,[1,2]", "5".
    static bool passes(const std::optional<std::string>& filter, std::int64_t number) {
        if (!filter) return true;
        std::string_view text = *filter;
        if (text.starts_with("IN,[")) {
            for (auto part : split(text.substr(4, text.size() - 5), ','))
                if (std::to_string(number) == part) return true;
            return false;
        }
        if (text.starts_with(">,")) return number > std::stoll(std::string(text.substr(2)));
        return std::to_string(number) == text;
    }
    static bool passes(const std::optional<std::string>& filter, const std::string& time) {
        if (!filter) return true;
        if (time.empty()) return false;
        std::string_view text = *filter;
        if (text.starts_with("><,")) {
            auto parts = split(text.substr(3), ',');
            return at(time) >= at(parts[0]) && at(time) <= at(parts[1]);
        }
        return at(time) >= at(text.substr(text.find(',') + 1));
    }

    std::string sale_json(const VendorSale& s) const {
        std::vector<std::string> lines;
        for (auto& line : s.lines) lines.push_back(line.json());
        std::string more = s.extra;
        if (auto buyer = customers.find(s.customer); buyer != customers.end())
            more += R"(,"Customer":)" + buyer->second.json();
        std::string ship = "0";
        for (auto& [id, shipment] : shipments)
            if (shipment.sale == s.id)
                ship = std::to_string(id), more += R"(,"ShipTo":)" + shipment.json();
        if (!s.completed_at.empty()) more += fmt::format(R"(,"completeTime":"{}")", s.completed_at);
        return fmt::format(
            R"({{"saleID":"{}","ticketNumber":"22{:04}","timeStamp":"{}","{}":"{}","completed":"{}","voided":"{}","archived":"{}","total":"{}",)"
            R"("calcDiscount":"{}","customerID":"{}","shopID":"{}","shipToID":"{}",{}{}}})",
            s.id, s.id, s.stamp, s.update_key, s.updated, s.completed, s.voided, s.archived,
            s.total, s.discounts, s.customer, s.shop, ship,
            relation("SaleLines", "SaleLine", lines), more);
    }

    net::HttpResponse list(const net::HttpRequest& request) {
        std::string resource(request.path().substr(request.path().rfind('/') + 1));
        std::vector<Listed> rows;
        auto id_of = [](const std::string& json) {
            return std::stoll(json.substr(json.find("ID\":\"") + 5));
        };
        std::string element = resource.substr(0, resource.find('.'));
        if (element == "Shop")
            for (auto& json : shops) rows.push_back({id_of(json), {}, json});
        if (element == "Category")
            for (auto& json : categories) rows.push_back({id_of(json), {}, json});
        if (element == "Item")
            for (auto& json : items) rows.push_back({id_of(json), {}, json});
        std::string key = element == "ShipTo"
                              ? "shipToID"
                              : std::string(1, char(element[0] + 32)) + element.substr(1) + "ID";
        auto sort = request.parameter("sort").value_or(key);
        if (element == "Sale")
            for (auto& [id, sale] : sales) {
                if (!passes(request.parameter("updatetime"), sale.updated) ||
                    !passes(request.parameter("timeStamp"), sale.stamp))
                    continue;
                if (!passes(request.parameter("completeTime"), sale.completed_at)) continue;
                if (!passes(request.parameter("customerID"), sale.customer)) continue;
                rows.push_back({id,
                                sort == "timeStamp"    ? at(sale.stamp)
                                : sort == "updatetime" ? at(sale.updated)
                                                       : Instant{},
                                sale_json(sale)});
            }
        if (element == "SaleLine")
            for (auto& [id, sale] : sales)
                for (auto& line : sale.lines)
                    if (passes(request.parameter("parentSaleLineID"), std::stoll(line.parent)))
                        rows.push_back(
                            {line.id,
                             {},
                             fmt::format(R"({{"saleLineID":"{}","saleID":"{}"}})", line.id, id)});
        if (element == "Customer")
            for (auto& [id, customer] : customers) {
                if (auto either = request.parameter("or")) {
                    Instant since = at(either->substr(either->rfind(',') + 1));
                    if (customer.latest() < since) continue;
                }
                rows.push_back({id, {}, customer.json()});
            }
        if (element == "ShipTo")
            for (auto& [id, shipment] : shipments)
                if (passes(request.parameter("timeStamp"), shipment.stamp))
                    rows.push_back({id, {}, shipment.json()});
        std::erase_if(rows, [&](auto& row) { return !passes(request.parameter(key), row.id); });
        if (sort == "-saleID")
            std::ranges::sort(rows, std::ranges::greater(), &Listed::id);
        else if (!sort.ends_with("ID"))
            std::ranges::stable_sort(rows, {}, &Listed::at);
        return frame(request, element, std::move(rows));
    }

    net::HttpResponse frame(const net::HttpRequest& request, const std::string& element,
                            std::vector<Listed> rows) {
        auto behind = request.parameter("after");  // "{time}:{id}" of the last row
        if (behind) {
            Instant time{std::stoll(behind->substr(0, behind->find(':')))};
            std::int64_t id = std::stoll(behind->substr(behind->find(':') + 1));
            std::erase_if(
                rows, [&](auto& row) { return std::pair(row.at, row.id) <= std::pair(time, id); });
        }
        auto limit = std::size_t(std::stoll(request.parameter("limit").value_or("100")));
        std::string next;
        if (rows.size() > limit) {
            rows.resize(limit);
            std::string target = request.target;
            if (auto old = target.find("&after="); old != std::string::npos)
                target = target.substr(0, old);
            next = target + "&after=" +
                   percent_encoded(fmt::format("{}:{}", rows.back().at.us, rows.back().id));
        }
        if (bend) bend(request, next);
        std::vector<std::string> shown;
        for (auto& row : rows) shown.push_back(row.json);
        std::string list =
            shown.empty()
                ? ""
                : fmt::format(
                      R"(,"{}":{})", element,
                      shown.size() == 1 ? shown[0] : fmt::format("[{}]", fmt::join(shown, ",")));
        return json(
            200, fmt::format(R"({{"@attributes":{{"next":"{}","previous":""}}{}}})", next, list));
    }

    VirtualClock& clock_;
    int number_ = 0;
};

}  // namespace regulars::sources::lightspeed
