// Tests of the choice and the work of compression, and of rendered heads.
// SPDX-License-Identifier: Apache-2.0
#include "net/gzip.hpp"

#include <gtest/gtest.h>

#include "base/env.hpp"
#include "net/response_head.hpp"

namespace regulars::net {
namespace {

TEST(Gzip, ReadsAcceptEncoding) {
    struct Case {
        const char* value;
        bool expected;
    };
    for (auto& [value, expected] :
         {Case{"gzip", true}, Case{"deflate, GZIP;q=0.5", true}, Case{"br", false}, Case{"", false},
          Case{"*", true}, Case{"gzip;q=0", false}, Case{"gzip; q=0.000", false},
          Case{"*;q=0", false}, Case{"gzip;q=0, *", false}, Case{"*;q=0, gzip", true},
          Case{"gzipped", false}, Case{"gzip;q=0.001", true}})
        EXPECT_EQ(accepts_gzip(value), expected) << value;
}

TEST(Gzip, ChoosesTypes) {
    for (const char* type : {"text/html; charset=utf-8", "application/json",
                             "application/vnd.api+json", "image/svg+xml", "text/css", "TEXT/PLAIN"})
        EXPECT_TRUE(is_compressible(type)) << type;
    for (const char* type : {"image/png", "application/zip", "text/event-stream", "", "font/woff2"})
        EXPECT_FALSE(is_compressible(type)) << type;
}

TEST(Gzip, LeavesAloneWhatItShould) {
    HttpRequest accepts{"GET", "/", {{"Accept-Encoding", "gzip"}}, {}, {}};
    HttpResponse json{200, {{"Content-Type", "application/json"}}, std::string(5000, 'x')};
    auto answer = [](const HttpRequest& request, HttpResponse response) {
        compress_for(request, response);
        return response;
    };
    EXPECT_LT(answer(accepts, json).body.size(), 200u);
    EXPECT_EQ(header(answer(accepts, json).headers, "Content-Encoding"), "gzip");
    EXPECT_EQ(answer(HttpRequest(), json).body.size(), 5000u);
    EXPECT_EQ(header(answer(HttpRequest(), json).headers, "Vary"), "Accept-Encoding");

    HttpResponse encoded = json, small = json, untyped = json, partial = json, random = json;
    encoded.headers.emplace_back("content-encoding", "br");
    small.body.resize(1000);
    untyped.headers.clear();
    partial.status = 206;
    SeededRandom chance(5);
    for (char& c : random.body) c = char(chance.below(256));
    for (auto& response : {encoded, small, untyped, partial, random})
        EXPECT_EQ(answer(accepts, response).body, response.body);
}

TEST(ResponseHead, IsWellFormed) {
    HttpResponse response{
        404, {{"X-A", "1"}, {"content-length", "99"}, {"Connection", "x"}}, "four"};
    EXPECT_EQ(*render_head(response, Connection::keep, Instant{}),
              "HTTP/1.1 404 Not Found\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nX-A: "
              "1\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(*render_head({204, {}, {}}, Connection::close, Instant{}),
              "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nConnection: "
              "close\r\n\r\n");
}

TEST(ResponseHead, RefusesInjection) {
    for (auto& [name, value] : Headers{{"Location", "/x\r\nSet-Cookie: a=b"},
                                       {"X:Y", "1"},
                                       {"", "1"},
                                       {"X Y", "1"},
                                       {"X", std::string("a\0b", 3)}}) {
        auto head = render_head({200, {{name, value}}, {}}, Connection::keep, Instant{});
        ASSERT_FALSE(head) << name;
        EXPECT_EQ(head.error().kind, ErrorKind::internal);
    }
    EXPECT_FALSE(render_head({100, {}, {}}, Connection::keep, Instant{}));
    EXPECT_FALSE(render_head({0, {}, {}}, Connection::keep, Instant{}));
}

}  // namespace
}  // namespace regulars::net
