// A small world for the API's tests: a real store in a folder of its own, a clock, a browser.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "api/api.hpp"
#include "api/described_test.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "ingest/import_runner.hpp"
#include "store/open.hpp"

namespace regulars::api {

/// What the application would do with integrations.
struct ScriptedSync final : SyncControl {
    Result<void> request_sync(AccountId, IntegrationId integration) override {
        requested.push_back(integration);
        return {};
    }
    Result<void> stop(AccountId, IntegrationId integration) override {
        stopped.push_back(integration);
        return {};
    }
    Result<sources::Trial> try_connection(model::IntegrationKind, const std::string& settings,
                                          const std::string& credentials) override {
        checked_settings = settings;
        checked_credentials = credentials;
        return outcome;
    }
    Result<net::HttpResponse> ask_vendor(net::HttpRequest request) override {
        asked.push_back(std::move(request));
        if (answers.empty()) return fail(ErrorKind::unavailable, "nobody answers");
        auto answer = answers.front();
        answers.erase(answers.begin());
        return answer;
    }
    std::optional<model::Run> under_way(AccountId, IntegrationId) override { return live; }
    Result<void> request_check(AccountId, IntegrationId, LocalDate from, LocalDate to) override {
        if (under_check)
            return fail(ErrorKind::conflict, "days of this integration are being checked already");
        under_check = Check{from, to, "waiting", {}};
        return {};
    }
    std::optional<Check> check(AccountId, IntegrationId) override { return under_check; }

    std::vector<IntegrationId> requested, stopped;
    std::string checked_settings, checked_credentials;
    sources::Trial outcome;
    std::vector<net::HttpRequest> asked;     // of vendors
    std::vector<net::HttpResponse> answers;  // theirs, in order
    std::optional<model::Run> live;
    std::optional<Check> under_check;
};

/// Imports that are advanced when the test says so.
struct SteppedImports final : ImportControl {
    explicit SteppedImports(ingest::ImportRunner of) : stepped(std::move(of)) {}
    ingest::ImportRunner& runner() override { return stepped; }
    void wake() override { ++woken; }
    ingest::ImportRunner stepped;
    int woken = 0;
};

struct Reply {
    int status = 0;
    net::HttpResponse http;
    std::shared_ptr<JsonDocument> document;  // null when the body is no JSON

    JsonNode operator[](std::string_view name) const {
        return document ? document->root()[name] : JsonNode();
    }
    JsonNode data(std::size_t index) const {
        JsonNode found;
        std::size_t i = 0;
        (*this)["data"].each([&](JsonNode node) {
            if (i++ == index) found = node;
        });
        return found;
    }
    JsonNode error() const {
        JsonNode found;
        (*this)["errors"].each([&](JsonNode node) {
            if (found.is_missing()) found = node;
        });
        return found;
    }
    std::string code() const { return std::string(error()["code"].string().value_or("")); }
    std::string header(std::string_view name) const {
        return std::string(net::header(http.headers, name).value_or(""));
    }
};

inline std::string text_of(JsonNode node) { return std::string(node.string().value_or("")); }

class World {
  public:
    explicit World(Instant start = parse_instant("2026-03-15T18:00:00Z").value()) : clock(start) {
        start_crypto();
        std::string path = testing::TempDir() + "regulars-api-XXXXXX";
        REGULARS_ASSERT(::mkdtemp(path.data()), "the test has no folder");
        folder = path;
        store = store::open_sqlite({.file = folder / "test.db"}).value();
        vault = Vault::open(folder / "key").value();
        ingest.emplace(*store, clock, random);
        imports.emplace(ingest::ImportRunner(*store, clock, random, folder / "imports"));
        rebuild([](Services&) {});
    }
    ~World() {
        api.reset();
        ingest.reset();
        store.reset();
        std::filesystem::remove_all(folder);
    }
    /// A server with other options on the same store.
    void rebuild(const std::function<void(Services&)>& change) {
        Services services{.store = *store,
                          .ingest = *ingest,
                          .vault = *vault,
                          .clock = clock,
                          .random = random,
                          .sync = sync,
                          .version = "0.1.0",
                          .imports = &*imports};
        change(services);
        api = std::make_unique<Api>(services);
    }

    Reply send(net::HttpRequest request) {
        Reply reply;
        reply.http = api->handle(request);
        reply.status = reply.http.status;
        if (auto document = JsonDocument::parse(reply.http.body))
            reply.document = std::make_shared<JsonDocument>(std::move(*document));
        expect_as_described(request.method, request.target, reply.http);
        return reply;
    }
    /// As a browser does: with its cookie and the session's token.
    Reply ask(std::string method, std::string target, std::string body = {}) {
        net::HttpRequest request{
            .method = std::move(method),
            .target = std::move(target),
            .headers = {{"Host", "regulars.test"}, {"Origin", "http://regulars.test"}},
            .body = std::move(body),
            .peer = "127.0.0.1:4000"};
        if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
        if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
        if (!csrf.empty()) request.headers.emplace_back("X-Regulars-CSRF", csrf);
        auto reply = send(std::move(request));
        if (auto set = reply.header("Set-Cookie"); !set.empty())
            cookie = set.substr(0, set.find(';'));
        if (auto token = reply["csrf_token"].string()) csrf = *token;
        return reply;
    }
    Reply get(std::string target) { return ask("GET", std::move(target)); }
    Reply post(std::string target, std::string body = {}) {
        return ask("POST", std::move(target), std::move(body));
    }
    Reply patch(std::string target, std::string body) {
        return ask("PATCH", std::move(target), std::move(body));
    }
    Reply del(std::string target) { return ask("DELETE", std::move(target)); }

    template <class F>
    auto read(F&& ask_store) {
        std::invoke_result_t<F, store::Transaction&> answer{};
        EXPECT_TRUE(store->read([&](store::Transaction& tx) -> Result<void> {
            answer = ask_store(tx);
            return {};
        }));
        return std::move(answer).value();
    }
    void set_up(std::string_view zone = "America/New_York") {
        auto reply = post(
            "/app/v1/setup",
            fmt::format(
                R"({{"email":"ana@olive.example","password":"olive and ember","name":"Ana","organization":"Olive & Ember",
                                          "time_zone":"{}","currency":"USD","country":"US","locale":"en"}})",
                zone));
        ASSERT_EQ(reply.status, 201) << reply.http.body;
        account = read([](store::Transaction& tx) { return tx.accounts().all(); }).front();
    }
    /// Signs in anew, as somebody else perhaps.
    Reply sign_in(std::string_view email, std::string_view password) {
        cookie.clear();
        csrf.clear();
        return post("/app/v1/sign-in",
                    fmt::format(R"({{"email":"{}","password":"{}"}})", email, password));
    }
    void write(const store::Work& work) {
        auto done = store->write(work);
        ASSERT_TRUE(done) << done.error().text();
    }
    /// An active integration without secrets worth keeping.
    model::Integration add_integration(const std::string& name) {
        model::Integration integration{
            .public_id = make_ulid(clock.now(), random),
            .name = name,
            .settings =
                R"({"rid":"1001","restaurant_name":"Olive","time_zone":"America/New_York"})",
            .sealed_credentials = vault->seal(R"({"client_id":"c","client_secret":"s"})"),
            .created_at = clock.now()};
        write(
            [&](store::Transaction& tx) { return tx.integrations().add(account.id, integration); });
        return integration;
    }
    ingest::Applied apply(const ingest::Batch& batch) {
        auto applied = ingest->apply(batch);
        EXPECT_TRUE(applied) << applied.error().text();
        return applied.value_or(ingest::Applied{});
    }

    std::filesystem::path folder;
    VirtualClock clock;
    SeededRandom random{7};
    std::unique_ptr<store::Store> store;
    std::optional<Vault> vault;
    std::optional<ingest::Ingest> ingest;
    ScriptedSync sync;
    std::optional<SteppedImports> imports;
    std::unique_ptr<Api> api;
    model::Account account;
    std::string cookie, csrf;
};

}  // namespace regulars::api
