// Tests of the client against the real server and against scripted peers.
// SPDX-License-Identifier: Apache-2.0
#include "net/curl_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <set>
#include <vector>

#include "net/http_server.hpp"
#include "net/raw_socket_test.hpp"

namespace regulars::net {
namespace {

using Steady = std::chrono::steady_clock;

std::unique_ptr<HttpServer> serve(HttpHandler handler) {
    auto server = HttpServer::start({}, std::move(handler));
    REGULARS_ASSERT(server.has_value(), "the server starts");
    return std::move(*server);
}

HttpRequest get(std::string url) { return {"GET", std::move(url), {}, {}, {}}; }

std::string host_of(const Imposter& peer) { return "127.0.0.1:" + std::to_string(peer.port()); }

TEST(CurlClient, SendsWhatItIsGiven) {
    HttpRequest seen;
    auto server = serve([&](const HttpRequest& request) {
        return seen = request, HttpResponse{418, {{"X-Back", "a b"}}, "short and stout"};
    });
    auto client = make_curl_client({.user_agent = "Test/1"});
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        for (std::string body :
             {std::string(), std::string("a\0b", 3), std::string(300'000, 'x')}) {
            auto answer = client->send(
                {method, server->url() + "/p?q=%20#f", {{"X-One", "1"}, {"X-None", ""}}, body, {}});
            ASSERT_TRUE(answer) << method << ' ' << answer.error().text();
            EXPECT_EQ(answer->status, 418);
            EXPECT_EQ(answer->body, "short and stout");
            EXPECT_EQ(header(answer->headers, "x-back"), "a b");
            EXPECT_EQ(seen.method, method);
            EXPECT_EQ(seen.target, "/p?q=%20");
            EXPECT_EQ(seen.body.size(), body.size()) << method;
            EXPECT_TRUE(seen.body == body);
            EXPECT_EQ(header(seen.headers, "X-One"), "1");
            EXPECT_EQ(header(seen.headers, "X-None"), "");
            EXPECT_EQ(header(seen.headers, "User-Agent"), "Test/1");
            EXPECT_EQ(header(seen.headers, "Content-Type"), std::nullopt);
            EXPECT_EQ(header(seen.headers, "Expect"), std::nullopt);
        }
    }
    auto head = client->send({"HEAD", server->url() + "/", {}, {}, {}});
    ASSERT_TRUE(head) << head.error().text();
    EXPECT_EQ(head->body, "");
    EXPECT_EQ(header(head->headers, "Content-Length"), "15");
}

TEST(CurlClient, KeepsConnectionsAlive) {
    Imposter peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 5);
    auto client = make_curl_client();
    for (int i = 0; i < 5; ++i) {
        auto answer = client->send(get(peer.url()));
        ASSERT_TRUE(answer) << i << ' ' << answer.error().text();
        EXPECT_EQ(answer->body, "ok");
    }
    EXPECT_EQ(peer.connections(), 1);
}

TEST(CurlClient, RunsManyCallsAtOnce) {
    std::latch all(4);
    auto server = serve([&](const HttpRequest& request) {
        return all.arrive_and_wait(), HttpResponse{200, {}, std::string(request.path())};
    });
    auto client = make_curl_client();
    std::vector<std::unique_ptr<HttpCall>> calls;
    for (int i = 0; i < 4; ++i)
        calls.push_back(client->start(get(server->url() + '/' + std::to_string(i)), {}, {}));
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(calls[std::size_t(i)]->wait()->body, '/' + std::to_string(i));
}

TEST(CurlClient, UnpacksCompressedAnswers) {
    std::string body;
    for (int i = 0; i < 20'000; ++i) body += "{\"guest\":" + std::to_string(i) + "},";
    HttpRequest seen;
    auto server = serve([&](const HttpRequest& request) {
        return seen = request, HttpResponse{200, {{"Content-Type", "application/json"}}, body};
    });
    auto client = make_curl_client();
    auto answer = client->send(get(server->url() + "/"));
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_TRUE(answer->body == body);
    EXPECT_NE(header(seen.headers, "Accept-Encoding")->find("gzip"), std::string::npos);
    EXPECT_EQ(header(answer->headers, "Vary"), "Accept-Encoding");
    EXPECT_EQ(header(answer->headers, "Content-Encoding"), std::nullopt);
    EXPECT_EQ(header(answer->headers, "Content-Length"), std::nullopt);
}

TEST(CurlClient, LimitsTheBodyAfterUnpacking) {
    auto server = serve([&](const HttpRequest&) {
        return HttpResponse{200, {{"Content-Type", "text/plain"}}, std::string(10 << 20, 'x')};
    });
    auto client = make_curl_client();
    HttpLimits limits;
    limits.max_body_bytes = 1 << 20;  // the packed body is far below it
    auto answer = client->send(get(server->url() + "/?secret=1"), limits);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::exhausted);
    EXPECT_EQ(answer.error().message,
              "the answer is larger than the limit of 1048576 bytes: " + server->url().substr(7));
    limits.max_body_bytes = 10 << 20;
    EXPECT_EQ(client->send(get(server->url() + "/"), limits)->body.size(), std::size_t(10 << 20));
}

TEST(CurlClient, RefusesAnAnnouncedLengthAtOnce) {
    // No byte of the body ever comes: only the announcement can be what is refused.
    auto server = serve([](const HttpRequest&) {
        return HttpResponse{200, {}, std::string(64 << 20, 'x')};
    });
    auto client = make_curl_client();
    HttpLimits limits;
    limits.max_body_bytes = (64 << 20) - 1;
    EXPECT_EQ(client->send(get(server->url() + "/"), limits).error().kind, ErrorKind::exhausted);
    Imposter announcer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    EXPECT_EQ(client->send(get(announcer.url())).error().kind, ErrorKind::exhausted);
    EXPECT_EQ(client->send({"HEAD", announcer.url(), {}, {}, {}})->status, 200);
}

TEST(CurlClient, SaysWhatWentWrong) {
    struct Case {
        const char* script;
        ErrorKind kind;
        const char* sentence;
    };
    auto client = make_curl_client();
    std::string long_headers = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 300; ++i) long_headers += "X-Filler: " + std::string(1000, 'x') + "\r\n";
    for (auto& [script, kind, sentence] :
         {Case{"", ErrorKind::unavailable,
               "the connection closed early, before the whole answer was there"},
          Case{"HTTP/1.1 200 OK\r\nContent-Len", ErrorKind::unavailable,
               "the connection closed early, before the whole answer was there"},
          Case{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", ErrorKind::unavailable,
               "the connection closed early, before the whole answer was there"},
          Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
               ErrorKind::unavailable,
               "the connection closed early, before the whole answer was there"},
          Case{"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnotgzip",
               ErrorKind::unavailable, "the answer's compressed body is damaged"},
          Case{"SSH-2.0-OpenSSH\r\n", ErrorKind::unavailable, "the answer is not HTTP"},
          Case{long_headers.c_str(), ErrorKind::exhausted,
               "the answer's headers are larger than the limit of 262144 bytes"}}) {
        Imposter peer(script);
        auto answer = client->send(get(peer.url()));
        ASSERT_FALSE(answer) << sentence;
        EXPECT_EQ(answer.error().kind, kind) << sentence;
        EXPECT_EQ(answer.error().message, std::string(sentence) + ": " + host_of(peer));
    }
    std::string closed;
    {
        Imposter gone("");
        closed = gone.url();
    }
    auto refused = client->send(get(closed));
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().message.starts_with("the connection was refused: 127.0.0.1:"))
        << refused.error().message;
    EXPECT_EQ(refused.error().message.find("secret"), std::string::npos);
    // Reserved never to resolve (RFC 6761).
    auto unknown = client->send(get("http://user:secret@host.invalid/?secret"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(unknown.error().message.find("secret"), std::string::npos);
    EXPECT_NE(unknown.error().message.find("host.invalid"), std::string::npos);
}

TEST(CurlClient, RefusesWhatCannotBeSent) {
    auto client = make_curl_client();
    EXPECT_EQ(client->send(get("file:///etc/hostname")).error().kind, ErrorKind::invalid);
    EXPECT_EQ(client->send(get("/relative")).error().kind, ErrorKind::invalid);
    EXPECT_EQ(
        client->send({"GET", "http://127.0.0.1:1/", {{"X", "a\r\nY: b"}}, {}, {}}).error().kind,
        ErrorKind::invalid);
    EXPECT_EQ(client->send({"GET / HTTP/1.1\r\n", "http://127.0.0.1:1/", {}, {}, {}}).error().kind,
              ErrorKind::invalid);
}

TEST(CurlClient, DoesNotFollowRedirects) {
    std::atomic<int> calls = 0;
    auto server = serve([&](const HttpRequest&) {
        return ++calls, HttpResponse{302, {{"Location", "/elsewhere"}}, {}};
    });
    auto answer = make_curl_client()->send(get(server->url() + "/"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 302);
    EXPECT_EQ(calls, 1);
}

TEST(CurlClient, SeesSimulatedFaults) {
    std::atomic<int> calls = 0;
    auto server = serve([&](const HttpRequest& request) -> HttpResponse {
        if (request.path() == "/ok") return {};
        ++calls;
        if (request.path() == "/short")
            return {200,
                    {{"Content-Type", "text/plain"}},
                    std::string(100'000, 'x'),
                    Delivery::cut_short};
        if (request.path() == "/empty") return {204, {}, {}, Delivery::cut_short};
        return {200, {}, "x", Delivery::lost};
    });
    auto client = make_curl_client();
    for (const char* path : {"/short", "/empty", "/lost"}) {
        auto answer = client->send(get(server->url() + path));
        ASSERT_FALSE(answer) << path;
        EXPECT_EQ(answer.error().kind, ErrorKind::unavailable) << path;
    }
    // On a kept connection, too, a lost POST is not sent again behind the caller's back.
    for (std::string body : {"body", ""}) {
        ASSERT_EQ(client->send(get(server->url() + "/ok"))->status, 200);
        calls = 0;
        auto answer = client->send({"POST", server->url() + "/lost", {}, body, {}});
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
        EXPECT_NE(answer.error().message.find("closed early"), std::string::npos)
            << answer.error().message;
        EXPECT_EQ(calls, 1);
    }
}

TEST(CurlClient, TimesOut) {
    std::latch leave(1);
    auto server = serve([&](const HttpRequest&) { return leave.wait(), HttpResponse(); });
    HttpLimits limits;
    limits.timeout = 50ms;
    auto answer = make_curl_client()->send(get(server->url() + "/"), limits);
    leave.count_down();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().message,
              "no complete answer within 0.05 s from " + server->url().substr(7));
}

TEST(CurlClient, IsCancelledPromptly) {
    std::latch entered(1), leave(1);
    auto server = serve([&](const HttpRequest& request) {
        if (request.path() == "/slow") entered.count_down(), leave.wait();
        return HttpResponse();
    });
    auto client = make_curl_client();
    std::stop_source stop;
    auto call = client->start(get(server->url() + "/slow"), {}, stop.get_token());
    entered.wait();
    auto before = Steady::now();
    std::jthread canceller([&] { stop.request_stop(); });
    auto answer = call->wait();
    EXPECT_LT(Steady::now() - before, std::chrono::seconds(5));
    leave.count_down();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::cancelled);
    EXPECT_EQ(client->send(get(server->url() + "/"), {}, stop.get_token()).error().kind,
              ErrorKind::cancelled);
    EXPECT_EQ(client->send(get(server->url() + "/"))->status, 200);
}

TEST(CurlClient, CallsAreAbandonedAndOutliveTheClient) {
    std::latch entered(2), leave(1);
    auto server = serve([&](const HttpRequest& request) {
        if (request.path() == "/slow") entered.count_down(), leave.wait();
        return HttpResponse();
    });
    auto client = make_curl_client();
    auto abandoned = client->start(get(server->url() + "/slow"), {}, {});
    auto outliving = client->start(get(server->url() + "/slow"), {}, {});
    entered.wait();
    abandoned.reset();
    EXPECT_EQ(client->send(get(server->url() + "/"))->status, 200);
    client.reset();
    auto answer = outliving->wait();
    leave.count_down();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace regulars::net
