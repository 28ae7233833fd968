// Tests of calls inside the process.
// SPDX-License-Identifier: Apache-2.0
#include "net/loopback_client.hpp"

#include <gtest/gtest.h>

namespace regulars::net {
namespace {

constexpr Instant start_time = Instant::from_seconds(1'000'000);

HttpRequest get(std::string url) { return {"GET", std::move(url), {}, {}, {}}; }

TEST(LoopbackClient, AsksTheHandlerOfTheOrigin) {
    LoopbackClient client({{"http://a.example",
                            [](const HttpRequest& request) {
                                return HttpResponse{
                                    201,
                                    {},
                                    request.method + request.target +
                                        std::string(*header(request.headers, "host"))};
                            }},
                           {"https://b.example:8443", [](const HttpRequest&) {
                                return HttpResponse{204, {}, {}};
                            }}});
    auto answer = client.send({"POST", "http://A.example:80/x?y=1", {}, "body", {}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->body, "POST/x?y=1a.example");
    EXPECT_EQ(client.send(get("https://b.example:8443/"))->status, 204);
    auto unknown = client.send(get("http://c.example/?secret=1"));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(unknown.error().message, "the name of the host could not be found: c.example");
    EXPECT_EQ(client.send(get("nonsense")).error().kind, ErrorKind::invalid);
}

TEST(LoopbackClient, ActsDuringStart) {
    int calls = 0;
    LoopbackClient client(
        {{"http://a.example", [&](const HttpRequest&) { return ++calls, HttpResponse(); }}});
    auto call = client.start(get("http://a.example/"), {}, {});
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(call->wait());
}

TEST(LoopbackClient, ShowsWhatALineWould) {
    VirtualClock clock(start_time);
    LoopbackClient client({{"http://a.example",
                            [](const HttpRequest& request) -> HttpResponse {
                                if (request.path() == "/short")
                                    return {200, {}, "1234", Delivery::cut_short};
                                if (request.path() == "/lost")
                                    return {200, {}, "1234", Delivery::lost};
                                if (request.path() == "/fails") throw std::runtime_error("broken");
                                return {200, {}, std::string(1000, 'x')};
                            }}},
                          &clock);
    auto cut = client.send(get("http://a.example/short"));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(clock.now(), start_time);

    HttpLimits limits;
    limits.timeout = 30s;
    auto lost = client.send(get("http://a.example/lost"), limits);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(lost.error().message, "no complete answer within 30 s from a.example");
    EXPECT_EQ(clock.now(), start_time + 30s);

    EXPECT_EQ(client.send(get("http://a.example/fails"))->status, 500);
    limits.max_body_bytes = 1000;
    EXPECT_EQ(client.send(get("http://a.example/"), limits)->body.size(), 1000u);
    limits.max_body_bytes = 999;
    EXPECT_EQ(client.send(get("http://a.example/"), limits).error().kind, ErrorKind::exhausted);
    EXPECT_EQ(client.send({"HEAD", "http://a.example/", {}, {}, {}})->body, "");
}

TEST(LoopbackClient, DoesNotActOnceStopped) {
    int calls = 0;
    LoopbackClient client(
        {{"http://a.example", [&](const HttpRequest&) { return ++calls, HttpResponse(); }}});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(client.send(get("http://a.example/"), {}, stop.get_token()).error().kind,
              ErrorKind::cancelled);
    EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace regulars::net
