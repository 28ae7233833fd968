// Tests of the server over real sockets, with bare bytes and with the real client.
// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <semaphore>
#include <vector>

#include "base/log.hpp"
#include "net/curl_client.hpp"
#include "net/raw_socket_test.hpp"

namespace regulars::net {
namespace {

using Steady = std::chrono::steady_clock;

std::unique_ptr<HttpServer> serve(HttpHandler handler, ServerOptions options = {}) {
    auto server = HttpServer::start(std::move(options), std::move(handler));
    REGULARS_ASSERT(server.has_value(), "the server starts");
    return std::move(*server);
}

HttpResponse echo(const HttpRequest& request) {
    return {200,
            {{"X-Peer", request.peer}},
            request.method + ' ' + request.target + '\n' + request.body};
}

std::string exchange(const HttpServer& server, std::string_view bytes) {
    auto socket = RawSocket::connect(server.port());
    socket.send(bytes);
    return socket.receive_all();
}

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }

HttpRequest get(std::string url) { return {"GET", std::move(url), {}, {}, {}}; }

TEST(HttpServer, AnswersBareRequests) {
    auto server = serve(echo);
    std::string answer =
        exchange(*server, "GET /a?b=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(status_line(answer), "HTTP/1.1 200 OK");
    EXPECT_NE(answer.find("\r\nContent-Length: 11\r\nConnection: close\r\n\r\nGET /a?b=1\n"),
              std::string::npos)
        << answer;
    EXPECT_NE(answer.find("\r\nX-Peer: 127.0.0.1\r\n"), std::string::npos) << answer;
    EXPECT_EQ(status_line(exchange(*server, "GET / HTTP/1.0\r\n\r\n")), "HTTP/1.1 200 OK");
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
    auto server = serve(echo);
    std::string answer = exchange(*server,
                                  "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                                  "POST /2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
                                  "chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n"
                                  "GET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    auto first = answer.find("POST /1\nabc"), second = answer.find("POST /2\ndef"),
         third = answer.find("GET /3\n");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_NE(third, std::string::npos) << answer;
}

TEST(HttpServer, HeadHasALengthAndNoBody) {
    auto server = serve([](const HttpRequest&) { return HttpResponse{200, {}, "twelve bytes"}; });
    std::string answer =
        exchange(*server, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("Content-Length: 12\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpServer, ContinuesWhenAsked) {
    auto server = serve(echo);
    auto socket = RawSocket::connect(server->port());
    socket.send(
        "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: "
        "close\r\n\r\n");
    EXPECT_EQ(socket.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    socket.send("ok");
    EXPECT_TRUE(socket.receive_all().ends_with("POST /\nok"));
}

TEST(HttpServer, RefusesWhatItCannotRead) {
    std::atomic<int> calls = 0;
    ServerOptions options;
    options.max_body_bytes = 1000;
    auto server = serve([&](const HttpRequest&) { return ++calls, HttpResponse(); }, options);
    struct Case {
        std::string bytes;
        const char* expected;
    };
    std::string chunk = "3e8\r\n" + std::string(1000, 'x') + "\r\n";
    for (auto& [bytes, expected] :
         {Case{"nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"},
          Case{"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"},
          Case{"GET / HTTP/1.1\r\nHost: h\r\nBad Header: x\r\n\r\n", "HTTP/1.1 400 Bad Request"},
          Case{"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
               "HTTP/1.1 400 Bad Request"},
          Case{"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: "
               "chunked\r\n\r\n0\r\n\r\n",
               "HTTP/1.1 400 Bad Request"},
          Case{"\x16\x03\x01\x02", "HTTP/1.1 400 Bad Request"},
          Case{"GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n",
               "HTTP/1.1 431 Request Header Fields Too Large"},
          Case{"GET /" + std::string(40'000, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n",
               "HTTP/1.1 431 Request Header Fields Too Large"},
          Case{"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n",
               "HTTP/1.1 413 Content Too Large"},
          Case{"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk,
               "HTTP/1.1 413 Content Too Large"}}) {
        auto socket = RawSocket::connect(server->port());
        socket.send(bytes);
        EXPECT_EQ(status_line(socket.receive_until("\r\n\r\n")), expected) << bytes.substr(0, 80);
    }
    EXPECT_EQ(calls, 0);
}

TEST(HttpServer, ARefusedUploadStillSeesItsAnswer) {
    ServerOptions options;
    options.max_body_bytes = 1000;
    auto server = serve(echo, options);
    auto client = make_curl_client();
    auto answer = client->send({"POST", server->url() + "/", {}, std::string(8 << 20, 'x'), {}});
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->status, 413);
    EXPECT_EQ(client->send({"POST", server->url() + "/", {}, std::string(1000, 'x'), {}})->status,
              200);
}

TEST(HttpServer, ClosesOnSlowHeaders) {
    ServerOptions options;
    options.header_timeout = 50ms;
    auto server = serve(echo, options);
    auto socket = RawSocket::connect(server->port());
    socket.send("GET / HTT");
    EXPECT_EQ(socket.receive_all(), "");
}

TEST(HttpServer, ClosesIdleConnections) {
    ServerOptions options;
    options.idle_timeout = 50ms;
    auto server = serve(echo, options);
    auto socket = RawSocket::connect(server->port());
    socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_NE(socket.receive_until("GET /\n").find("keep-alive"), std::string::npos);
    EXPECT_EQ(socket.receive_all(), "");
}

TEST(HttpServer, ExceptionsBecome500) {
    auto server = serve([](const HttpRequest& request) -> HttpResponse {
        if (request.path() == "/number") throw 5;
        if (request.path() == "/header") return {200, {{"X", "a\r\nb"}}, {}};
        throw std::runtime_error("broken");
    });
    auto client = make_curl_client();
    log::set_level(log::Level::off);
    for (const char* path : {"/", "/number", "/header"})
        EXPECT_EQ(client->send(get(server->url() + path))->status, 500) << path;
    log::set_level(log::Level::info);
}

TEST(HttpServer, IdleConnectionsDelayNobody) {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    std::size_t crowd = files.rlim_cur >= 4096 ? 1000 : 300;
    auto server = serve(echo);
    std::vector<RawSocket> idle;
    for (std::size_t i = 0; i < crowd; ++i) {
        idle.push_back(RawSocket::connect(server->port()));
        // Half have spoken once, a few are inside a head; the rest never say a word.
        if (i % 2 == 0) {
            idle.back().send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            ASSERT_NE(idle.back().receive_until("GET /\n"), "");
        } else if (i % 99 == 0) {
            idle.back().send("GET / HTTP/1.1\r\n");
        }
    }
    auto client = make_curl_client();
    auto before = Steady::now();
    for (int i = 0; i < 20; ++i) ASSERT_EQ(client->send(get(server->url() + "/x"))->status, 200);
    EXPECT_LT(Steady::now() - before, std::chrono::seconds(2));
}

TEST(HttpServer, ANewConnectionTakesTheLongestIdlePlace) {
    ServerOptions options;
    options.max_connections = 2;
    auto server = serve(echo, options);
    auto speak = [](RawSocket& socket) {
        return socket.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n") &&
               socket.receive_until("GET /\n").ends_with("GET /\n");
    };
    auto first = RawSocket::connect(server->port());
    EXPECT_TRUE(speak(first));
    auto second = RawSocket::connect(server->port());
    EXPECT_TRUE(speak(second));
    auto third = RawSocket::connect(server->port());
    EXPECT_TRUE(speak(third));
    EXPECT_EQ(first.receive_all(), "");
    EXPECT_TRUE(speak(second));
}

TEST(HttpServer, RefusesConnectionsWhenAllAreBusy) {
    ServerOptions options;
    options.max_connections = 1;
    std::latch entered(1), leave(1);
    auto server = serve(
        [&](const HttpRequest&) { return entered.count_down(), leave.wait(), HttpResponse(); },
        options);
    auto busy = RawSocket::connect(server->port());
    busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    entered.wait();
    auto refused = RawSocket::connect(server->port());
    EXPECT_EQ(status_line(refused.receive_all()), "HTTP/1.1 503 Service Unavailable");
    leave.count_down();
    EXPECT_EQ(status_line(busy.receive_until("\r\n\r\n")), "HTTP/1.1 200 OK");
}

TEST(HttpServer, AFullQueueAnswers503) {
    ServerOptions options;
    options.workers = 1;
    options.max_queue = 2;
    std::counting_semaphore<> entered(0), leave(0);
    auto server = serve(
        [&](const HttpRequest&) { return entered.release(), leave.acquire(), HttpResponse(); },
        options);
    auto client = make_curl_client();
    auto running = client->start(get(server->url() + "/"), {}, {});
    entered.acquire();
    // Of four more, two wait and two are refused at once, while the worker is busy.
    std::counting_semaphore<> answered(0);
    std::atomic<int> refused = 0, served = 0;
    std::vector<std::jthread> callers;
    for (int i = 0; i < 4; ++i)
        callers.emplace_back([&] {
            auto answer = client->send(get(server->url() + "/"));
            REGULARS_ASSERT(answer.has_value(), "the server answers");
            if (answer->status == 503 && header(answer->headers, "Retry-After") == "1") ++refused;
            if (answer->status == 200) ++served;
            answered.release();
        });
    answered.acquire();
    answered.acquire();
    EXPECT_EQ(refused, 2);
    leave.release(10);
    callers.clear();
    EXPECT_EQ(refused, 2);
    EXPECT_EQ(served, 2);
    EXPECT_EQ(running->wait()->status, 200);
    EXPECT_EQ(client->send(get(server->url() + "/"))->status, 200);
}

TEST(HttpServer, StopAnswersWhatIsUnderWay) {
    std::latch entered(1), leave(1);
    auto server = serve([&](const HttpRequest&) {
        return entered.count_down(), leave.wait(), HttpResponse{200, {}, "done"};
    });
    auto idle = RawSocket::connect(server->port());
    auto client = make_curl_client();
    auto call = client->start(get(server->url() + "/"), {}, {});
    entered.wait();
    std::jthread stopper([&] { server->stop(); });
    EXPECT_EQ(idle.receive_all(), "");  // closed by now: the server is stopping
    auto refused = client->send(get(server->url() + "/"));
    ASSERT_FALSE(refused);
    leave.count_down();
    auto answer = call->wait();
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(answer->body, "done");
    EXPECT_EQ(header(answer->headers, "Connection"), "close");
    stopper.join();
    server->stop();
}

TEST(HttpServer, StopDoesNotWaitForEver) {
    ServerOptions options;
    options.stop_timeout = 50ms;
    auto server = serve(echo, options);
    auto slow = RawSocket::connect(server->port());
    slow.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
    auto other = make_curl_client();
    ASSERT_EQ(other->send(get(server->url() + "/"))->status,
              200);  // by now the slow head is read, too
    log::set_level(log::Level::off);
    server->stop();
    log::set_level(log::Level::info);
    EXPECT_EQ(slow.receive_all(), "");
}

TEST(HttpServer, ListensOnIpv6) {
    auto server = HttpServer::start({.listen = "[::1]:0"}, echo);
    if (!server && server.error().kind == ErrorKind::unavailable)
        GTEST_SKIP() << server.error().text();
    ASSERT_TRUE(server);
    EXPECT_TRUE((*server)->url().starts_with("http://[::1]:"));
    auto answer = make_curl_client()->send(get((*server)->url() + "/six"));
    ASSERT_TRUE(answer) << answer.error().text();
    EXPECT_EQ(header(answer->headers, "X-Peer"), "::1");
}

TEST(HttpServer, SaysWhyItCannotListen) {
    auto server = serve(echo);
    std::string taken = "127.0.0.1:" + std::to_string(server->port());
    auto second = HttpServer::start({.listen = taken}, echo);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::conflict);
    EXPECT_EQ(second.error().message, "another program already listens on " + taken);
    for (const char* listen : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000",
                               "host.example:80", "::1:0", "[127.0.0.1]:0", ":80"}) {
        auto bad = HttpServer::start({.listen = listen}, echo);
        ASSERT_FALSE(bad) << listen;
        EXPECT_EQ(bad.error().kind, ErrorKind::invalid) << listen;
    }
    auto elsewhere = HttpServer::start({.listen = "192.0.2.1:0"}, echo);
    ASSERT_FALSE(elsewhere);
    EXPECT_EQ(elsewhere.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace regulars::net
