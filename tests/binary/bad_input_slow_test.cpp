// What a user sees when something outside is wrong: a clear sentence, and nothing lost.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/json.hpp"
#include "net/http_server.hpp"
#include "sandbox_account.hpp"

namespace regulars::binary {
namespace {

using testing::HasSubstr;

net::HttpResponse page_of(const std::string& items) {
    return {.headers = {{"Content-Type", "application/json"}},
            .body = R"({"hasNextPage":false,"nextPageUrl":null,"offset":0,"limit":1000,"items":[)" +
                    items + "]}"};
}
net::HttpResponse no_rows(const net::HttpRequest&) { return page_of(""); }

/// A vendor that answers tokens well (unless it refuses) and everything else as told.
class Vendor {
  public:
    explicit Vendor(net::HttpHandler answer, bool refuses = false)
        : answer_(std::move(answer)),
          refuses_(refuses),
          server_(net::HttpServer::start({}, [this](const net::HttpRequest& request) {
                      return handle(request);
                  }).value()) {}
    std::string url() const { return server_->url(); }
    std::atomic<int> asked = 0;

  private:
    net::HttpResponse handle(const net::HttpRequest& request) {
        bool is_token = request.path() == "/api/v2/oauth/token";
        if (is_token && refuses_) return {.status = 401, .body = R"({"error":"Unauthorized"})"};
        if (is_token)
            return {
                .body =
                    R"({"access_token":"t","scope":"DEFAULT","token_type":"Bearer","expires_in":3600})"};
        ++asked;
        return answer_(request);
    }
    net::HttpHandler answer_;
    bool refuses_;
    std::unique_ptr<net::HttpServer> server_;
};

/// What a shell command says, and whether it succeeded.
struct Said {
    std::string text;
    bool succeeded = false;
};
Said shell(const std::string& command) {
    Said said;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (!pipe) return said;
    char buffer[4'096];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        said.text.append(buffer, n);
    said.succeeded = ::pclose(pipe) == 0;
    return said;
}

class BadInput : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(regulars({"account", "create", "Olive", "--data", data()}).exit_code, 0);
        std::ofstream(folder_ / "secret") << "s3cr3t-value\n";
    }
    std::string data() const { return folder_ / "data"; }
    Finished add(const std::string& url, const std::string& name = "Downtown",
                 const std::string& rid = "1001") {
        return regulars({"integration",
                         "add",
                         "opentable",
                         "--data",
                         data(),
                         "--name",
                         name,
                         "--client-id",
                         "id",
                         "--client-secret-file",
                         folder_ / "secret",
                         "--rid",
                         rid,
                         "--restaurant-name",
                         "Olive",
                         "--oauth-url",
                         url,
                         "--api-url",
                         url,
                         "--max-requests-per-second",
                         "0"});
    }
    Finished sync() {
        return regulars({"sync", "--data", data(), "--integration", "Downtown", "--once"});
    }
    std::string show(const std::string& name) {
        return regulars({"integration", "show", name, "--data", data()}).out;
    }
    Folder folder_;
};

TEST_F(BadInput, WrongCredentialsAreNamedAndNotShown) {
    Vendor vendor(no_rows, true);
    ASSERT_EQ(add(vendor.url()).exit_code, 0);
    auto synced = sync();
    EXPECT_EQ(synced.exit_code, 1);
    EXPECT_THAT(synced.err, HasSubstr("client id or secret"));
    EXPECT_THAT(synced.err + synced.out, testing::Not(HasSubstr("s3cr3t")));
    EXPECT_THAT(show("Downtown"), HasSubstr("stopped"));
}

TEST_F(BadInput, ARestaurantNotGrantedStopsOnlyItself) {
    Vendor vendor([](const net::HttpRequest& request) -> net::HttpResponse {
        if (request.parameter("rid") == "1001")
            return {
                .status = 403,
                .body =
                    R"({"timestamp":1,"path":"/","status":403,"error":"Forbidden","message":"No routing for RID:1001"})"};
        return no_rows(request);
    });
    ASSERT_EQ(add(vendor.url()).exit_code, 0);
    ASSERT_EQ(add(vendor.url(), "Uptown", "1002").exit_code, 0);
    auto synced = regulars({"sync", "--data", data(), "--once"});
    EXPECT_EQ(synced.exit_code, 1);
    EXPECT_THAT(synced.err, HasSubstr("1001"));
    EXPECT_THAT(show("Downtown"), HasSubstr("stopped"));
    EXPECT_THAT(show("Uptown"), HasSubstr("active"));
}

TEST_F(BadInput, AMalformedRecordIsCountedAndTheRestArrives) {
    Vendor vendor([](const net::HttpRequest& request) -> net::HttpResponse {
        if (request.path() != "/sync/v2/guests") return no_rows(request);
        return page_of(
            R"({"id":"1001-a","rid":1001,"sequence_id":"7","email":"ana@x.example","first_name":"Ana","email_optin":true,"updated_at_utc":"2026-01-01T10:00:00Z"},
            {"id":17,"rid":"x","email":[]},
            {"id":"1001-b","rid":1001,"sequence_id":8,"email":"ben@x.example","first_name":"Ben","updated_at_utc":"2026-01-01T10:00:01Z"})");
    });
    ASSERT_EQ(add(vendor.url()).exit_code, 0);
    auto synced = sync();
    EXPECT_EQ(synced.exit_code, 0) << synced.err;
    EXPECT_THAT(synced.out, HasSubstr("malformed"));
    auto exported = regulars({"export", "profiles", "--data", data()}).out;
    EXPECT_THAT(exported, HasSubstr("ana@x.example"));
    EXPECT_THAT(exported, HasSubstr("ben@x.example"));
}

TEST_F(BadInput, ABodyThatIsNoJsonFailsTheRunAndSaysSo) {
    Vendor vendor([](const net::HttpRequest&) -> net::HttpResponse {
        return {.body = "<html>Service maintenance</html>"};
    });
    ASSERT_EQ(add(vendor.url()).exit_code, 0);
    auto synced = sync();
    EXPECT_EQ(synced.exit_code, 1);
    EXPECT_THAT(synced.err, HasSubstr("JSON"));
    EXPECT_GT(vendor.asked, 1) << "asked only once";
}

/// A socket that goes on sending a gigabyte.
class Firehose {
  public:
    Firehose() {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{.sin_family = AF_INET,
                            .sin_port = 0,
                            .sin_addr = {htonl(INADDR_LOOPBACK)},
                            .sin_zero = {}};
        socklen_t size = sizeof address;
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener_, 8);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        thread_ = std::jthread([this] { serve(); });
    }
    ~Firehose() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    int port = 0;

  private:
    void serve() {
        const std::string head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: "
            "chunked\r\n\r\n";
        const std::string chunk = "100000\r\n" + std::string(0x100000, ' ') + "\r\n";
        for (int peer; (peer = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(peer)) {
            char request[4'096];
            if (::recv(peer, request, sizeof request, 0) <= 0) continue;
            ::send(peer, head.data(), head.size(), MSG_NOSIGNAL);
            for (int i = 0; i < 1'024 && ::send(peer, chunk.data(), chunk.size(), MSG_NOSIGNAL) > 0;
                 ++i) {
            }
        }
    }
    int listener_ = -1;
    std::jthread thread_;
};

TEST_F(BadInput, AGigabyteIsCutOffAtItsLimit) {
    Firehose firehose;
    ASSERT_EQ(add("http://127.0.0.1:" + std::to_string(firehose.port)).exit_code, 0);
    Running process({"sync", "--data", data(), "--integration", "Downtown", "--once"}, false);
    double most_mb = 0;
    for (int i = 0; i < 20; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        most_mb = std::max(most_mb, process.resident_mb());
    }
    process.kill();
    EXPECT_LT(most_mb, 250);
    auto synced = sync();
    EXPECT_EQ(synced.exit_code, 1);
    EXPECT_THAT(synced.err, HasSubstr("larger than"));
}

TEST_F(BadInput, ASecondServerIsRefusedAndCommandsGoOn) {
    Vendor vendor(no_rows);
    ASSERT_EQ(add(vendor.url()).exit_code, 0);
    Running first({"serve", "--data", data(), "--listen", "127.0.0.1:0"}, true);
    ASSERT_THAT(first.first_line(), HasSubstr("ready http://"));
    auto second = regulars({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_THAT(second.err, HasSubstr("another server"));
    EXPECT_EQ(
        regulars({"list", "create", "Friends", "--opt-in", "single", "--data", data()}).exit_code,
        0);
    EXPECT_EQ(regulars({"export", "events", "--data", data()}).exit_code, 0);
    EXPECT_EQ(regulars({"backup", folder_ / "copy.db", "--data", data()}).exit_code, 0);
    EXPECT_THAT(fetch(first.first_line().substr(6) + "/health"), HasSubstr("ok"));
    EXPECT_EQ(first.stop(), 0);
}

TEST_F(BadInput, ANewerDatabaseIsRefused) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open((data() + "/regulars.db").c_str(), &db), SQLITE_OK);
    ASSERT_EQ(
        sqlite3_exec(db, "UPDATE schema_version SET version = 9999", nullptr, nullptr, nullptr),
        SQLITE_OK)
        << sqlite3_errmsg(db);
    sqlite3_close(db);
    auto shown = regulars({"account", "show", "--data", data()});
    EXPECT_EQ(shown.exit_code, 1);
    EXPECT_THAT(shown.err, HasSubstr("newer"));
}

TEST_F(BadInput, AFullDiskIsSaidAndLosesNothing) {
    SandboxAccount account(
        {"--seed", "5", "--guests", "1500", "--days", "365", "--locations", "1"});
    // Files of the process may not grow past a bound, as on a disk that is full.
    auto said =
        shell("bash -c \"trap '' XFSZ; ulimit -f 1500; exec " REGULARS_BINARY " sync --data '" +
              account.data() + "' --once\"");
    EXPECT_FALSE(said.succeeded);
    EXPECT_THAT(said.text, testing::ContainsRegex("disk|written|full"));
    auto half = account.held();
    auto synced = account.sync();
    EXPECT_EQ(synced.exit_code, 0) << synced.err;
    EXPECT_GT(account.held().size(), half.size());
    EXPECT_EQ(account.differences(), std::vector<std::string>{});
}

TEST_F(BadInput, AFolderThatCannotBeWrittenIsSaid) {
    Folder closed;
    std::string as_nobody = ::geteuid() == 0 ? "setpriv --reuid=65534 --clear-groups "
                                             : "chmod 555 '" + (closed / "") + "'; ";
    auto said =
        shell(as_nobody + REGULARS_BINARY " account create X --data '" + (closed / "data") + "'");
    EXPECT_FALSE(said.succeeded);
    EXPECT_THAT(said.text, HasSubstr("ermission denied"));
}

TEST_F(BadInput, MisuseIsToldApartFromFailure) {
    EXPECT_EQ(regulars({"integration", "add", "opentable"}).exit_code, 2);
    EXPECT_EQ(regulars({"nonsense"}).exit_code, 2);
    for (auto* command : {"account", "user", "key", "list", "integration", "sync", "export",
                          "backup", "doctor", "sandbox", "serve", "demo"}) {
        auto help = regulars({command, "--help"});
        EXPECT_EQ(help.exit_code, 0) << command;
        EXPECT_THAT(help.out, HasSubstr("Example:")) << command;
    }
    auto missing = regulars({"export", "events", "--data", folder_ / "nowhere"});
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.err, HasSubstr("no such data folder"));
}

}  // namespace
}  // namespace regulars::binary
