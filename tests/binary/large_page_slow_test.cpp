// How much memory a sync takes for the largest pages that Toast sends.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "program.hpp"

namespace regulars::binary {
namespace {

constexpr int orders_of_a_page = 100;
constexpr std::size_t order_bytes = 600'000;
constexpr double most_mb = 200;
constexpr const char* restaurant = "1ca55347-2a8a-404c-9d69-215242e958ec";

/// A party's order as recordings have them: hundreds of lines, each with kilobytes of what nobody
/// reads.
std::string large_order(int page, int number) {
    constexpr int lines = 250;
    auto guid = [&](int kind, int line) {
        return fmt::format("{:08x}-0000-4000-8000-{:04x}{:08x}", page * 1000 + number, kind, line);
    };
    std::string selections;
    for (int i = 0; i < lines; ++i) {
        std::string line = fmt::format(
            R"({{"guid":"{}","displayName":"Dish number {}","quantity":2,"price":12.5,"voided":false,"item":{{"guid":"{}"}},"appliedTaxes":[)",
            guid(1, i), i, guid(2, i));
        for (int tax = 0; line.size() + 60 < order_bytes / lines; ++tax)
            line += fmt::format(R"({}{{"taxRate":{{"guid":"{}"}},"rate":0.08}})", tax ? "," : "",
                                guid(3, tax));
        selections += (i ? "," : "") + line + "]}";
    }
    return fmt::format(
        R"({{"guid":"{}","source":"Online","approvalStatus":"APPROVED","createdDate":"{}","openedDate":"{}","modifiedDate":"{}","businessDate":20260301,)"
        R"("checks":[{{"guid":"{}","amount":6250.0,"taxAmount":500.0,"paymentStatus":"PAID","payments":[],)"
        R"("customer":{{"guid":"{}","firstName":"Ana","email":"ana{}@example.com"}},"selections":[{}]}}]}})",
        guid(0, 0), "2026-03-01T18:00:00.000+0000", "2026-03-01T18:00:00.000+0000",
        "2026-03-01T19:00:00.000+0000", guid(4, 0), guid(5, 0), number, selections);
}

/// Toast as far as one backfill needs it; the first pages of orders are as large as pages get.
class LargeToast {
  public:
    LargeToast()
        : server_(net::HttpServer::start({}, [this](const net::HttpRequest& request) {
                      return handle(request);
                  }).value()) {}
    std::string url() const { return server_->url(); }
    std::atomic<int> large_pages = 0;
    std::atomic<std::size_t> bytes = 0;

  private:
    static constexpr int pages = 3;

    net::HttpResponse handle(const net::HttpRequest& request) {
        auto path = request.path();
        if (path == "/authentication/v1/authentication/login")
            return {.body = R"({"token":{"accessToken":"t","expiresIn":86400}})"};
        if (path.starts_with("/restaurants/"))
            return {
                .body =
                    R"({"general":{"name":"Large","timeZone":"America/New_York","closeoutHour":4,"currencyCode":"USD"},"location":{"country":"US"}})"};
        // One order, asked for by its guid, whose first digits say its page and place.
        if (constexpr std::string_view one = "/orders/v2/orders/"; path.starts_with(one)) {
            int at = std::stoi(std::string(path.substr(one.size(), 8)), nullptr, 16);
            return {.body = large_order(at / 1000, at % 1000)};
        }
        if (path != "/orders/v2/ordersBulk")
            return path.starts_with("/menus/") ? net::HttpResponse{.status = 404, .body = "{}"}
                                               : net::HttpResponse{.body = "[]"};
        int page = large_pages;
        if (page >= pages) return {.body = "[]"};
        ++large_pages;
        std::string body = "[";
        for (int i = 0; i < orders_of_a_page; ++i) body += (i ? "," : "") + large_order(page, i);
        bytes += body.size();
        return {.body = body + "]"};
    }
    std::unique_ptr<net::HttpServer> server_;
};

TEST(LargePage, AHundredOrdersOf600KilobytesFitInto200Megabytes) {
    LargeToast toast;
    Folder folder;
    std::ofstream(folder / "secret") << "s";
    auto data = folder / "data";
    regulars({"account", "create", "Large", "--time-zone", "America/New_York", "--data", data});
    auto added = regulars({"integration",
                           "add",
                           "toast",
                           "--data",
                           data,
                           "--name",
                           "Large",
                           "--client-id",
                           "c",
                           "--client-secret-file",
                           folder / "secret",
                           "--restaurant",
                           restaurant,
                           "--api-url",
                           toast.url(),
                           "--set",
                           "history_years=1",
                           "--set",
                           "history_gap_seconds=0",
                           "--set",
                           "max_requests_per_second=0"});
    ASSERT_EQ(added.exit_code, 0) << added.err;
    auto synced = regulars({"sync", "--data", data, "--once"});
    EXPECT_EQ(synced.exit_code, 0) << synced.err;
    ASSERT_GE(toast.large_pages.load(), 2) << "two pages follow each other";
    ASSERT_GT(double(toast.bytes) / toast.large_pages, 0.95 * orders_of_a_page * order_bytes);
    EXPECT_LT(synced.peak_mb, most_mb);
    RecordProperty("peak_mb", fmt::format("{:.0f}", synced.peak_mb));
    fmt::print("{} pages of {:.0f} MB: at most {:.0f} MB resident\n", toast.large_pages.load(),
               double(toast.bytes) / toast.large_pages / 1e6, synced.peak_mb);
    auto exported = regulars({"export", "events", "--data", data});
    EXPECT_GT(std::ranges::count(exported.out, '\n'), 2 * orders_of_a_page * 200);
}

}  // namespace
}  // namespace regulars::binary
