// Tests that backfills use what a vendor's limits allow, and are hardly ever told to wait.
// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/integration_setup.hpp"
#include "app/shared_clock_test.hpp"
#include "app/sync_service.hpp"
#include "base/crypto.hpp"
#include "base/json_text.hpp"
#include "net/loopback_client.hpp"
#include "sandbox/sandbox.hpp"

namespace regulars::app {
namespace {

constexpr const char* origin = "http://127.0.0.1:8090";
constexpr double enough = 0.95;  // of the allowed rate

/// A sandbox with its real limits, and one integration of it.
class Limited {
  public:
    Limited(model::IntegrationKind kind, const std::string& more) : kind_(kind) {
        start_crypto();
        folder_.emplace(DataFolder::open(path_, Missing::make).value());
        auto answer = sandbox_.handle(
            {.target = "/sandbox/credentials", .headers = {{"Host", "127.0.0.1:8090"}}});
        auto document = JsonDocument::parse(answer.body).value();
        JsonNode vendor = document.root()[model::name_of(kind)], place;
        vendor["locations"].each([&](JsonNode location) { place = location; });
        JsonWriter credentials;
        credentials.begin_object();
        for (auto key : {"client_id", "client_secret", "refresh_token"})
            if (auto secret = vendor[key].string()) credentials.member(key, *secret);
        auto settings =
            kind == model::IntegrationKind::toast
                ? fmt::format(
                      R"({{"api_url":"{}","restaurants":["{}"],"page_size":20,"history_years":1{}}})",
                      origin, text_in(place["guid"]), more)
                : fmt::format(
                      R"({{"auth_url":"{0}","api_url":"{0}","account":"{1}","page_size":10{2}}})",
                      origin, text_in(vendor["account"]), more);
        model::Account account{
            .public_id = "Limit1", .name = "Limited", .time_zone = "America/New_York"};
        EXPECT_TRUE(folder_->store().write(
            [&](store::Transaction& tx) { return tx.accounts().add(account); }));
        account_ = account.id;
        auto added =
            add_integration(*folder_, account,
                            {kind, "Limited", std::move(settings), credentials.end_object().take()},
                            "", clock_.now(), random_);
        EXPECT_TRUE(added) << added.error().text();
        service_.emplace(*folder_, client_, clock_, random_);
    }
    ~Limited() {
        service_.reset(), folder_.reset();
        std::filesystem::remove_all(path_);
    }

    void backfill() {
        auto integration = folder_->integration(account_, "Limited").value();
        Instant start = clock_.now();
        auto run = service_->sync_once(account_, integration, model::RunKind::backfill, {}, {});
        ASSERT_TRUE(run) << run.error().text();
        ASSERT_EQ(run->outcome, model::RunOutcome::succeeded) << run->error;
        seconds = double((clock_.now() - start).count()) / 1e6;
    }

    int requests = 0, orders = 0, refused = 0;
    double cost = 0, size = 0, drip = 0, seconds = 0;

  private:
    net::HttpResponse handle(const net::HttpRequest& request) {
        auto answer = sandbox_.handle(request);
        ++requests;
        orders += request.target.find("/ordersBulk") != std::string::npos;
        refused += answer.status == 429;
        auto number = [&](const char* name, char after) {
            auto text = std::string(net::header(answer.headers, name).value_or("0"));
            return std::strtod(text.c_str() + (after ? text.find(after) + 1 : 0), nullptr);
        };
        if (kind_ == model::IntegrationKind::lightspeed && answer.status != 429 &&
            net::header(answer.headers, "X-LS-Api-Request-Cost")) {
            cost += number("X-LS-Api-Request-Cost", 0);
            size = number("X-LS-Api-Bucket-Level", '/');
            drip = number("X-LS-Api-Drip-Rate", 0);
        }
        return answer;
    }

    model::IntegrationKind kind_;
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("regulars-limits-" + random_token(8));
    SharedClock clock_{parse_instant("2026-03-14T12:00:00Z").value()};
    SystemRandom random_;
    sandbox::Sandbox sandbox_{{.seed = 11,
                               .guests = 100,
                               .days = 60,
                               .locations = 1,
                               .toast = {.orders = {.orders_per_guest = 20, .days = 200}},
                               .lightspeed = {.shops = 2, .sales_per_guest = 30, .days = 300}},
                              clock_};
    net::LoopbackClient client_{
        {{origin, [this](const net::HttpRequest& request) { return handle(request); }}}, &clock_};
    std::optional<DataFolder> folder_;
    std::optional<SyncService> service_;
    AccountId account_;
};

// Five requests a second of a restaurant's orders.
TEST(Limits, ToastIsAskedAsFastAsItAllows) {
    Limited toast(model::IntegrationKind::toast, R"(,"history_gap_seconds":0)");
    toast.backfill();
    ASSERT_GT(toast.orders, 150);
    EXPECT_GT(toast.requests / (toast.seconds * 5), enough)
        << toast.requests << " requests in " << toast.seconds << " s";
    EXPECT_EQ(toast.refused, 0);
}

// The vendor asks for five seconds between pages of history.
TEST(Limits, ToastsHistoryIsReadAtThePaceThatTheVendorAsksFor) {
    Limited toast(model::IntegrationKind::toast, "");
    toast.backfill();
    ASSERT_GT(toast.orders, 150);
    EXPECT_GT(toast.orders * 5 / toast.seconds, enough)
        << toast.orders << " pages in " << toast.seconds << " s";
    EXPECT_EQ(toast.refused, 0);
}

// A bucket that leaks: its size may be spent at once, then what drips out of it.
TEST(Limits, LightspeedsBucketIsKeptFull) {
    Limited shops(model::IntegrationKind::lightspeed, "");
    shops.backfill();
    ASSERT_GT(shops.requests, 250);
    ASSERT_GT(shops.seconds, 60);
    EXPECT_GT(shops.cost / (shops.size + shops.drip * shops.seconds), enough)
        << shops.cost << " in " << shops.seconds << " s";
    EXPECT_LE(shops.refused, 1);
}

}  // namespace
}  // namespace regulars::app
