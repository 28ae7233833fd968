// Tests of headers, targets and URLs.
// SPDX-License-Identifier: Apache-2.0
#include "net/http.hpp"

#include <gtest/gtest.h>

#include "net/url.hpp"

namespace regulars::net {
namespace {

TEST(Http, HeaderNamesCompareWithoutCase) {
    Headers headers{{"Content-Type", "text/plain"}, {"X-A", "first"}, {"x-a", "second"}};
    EXPECT_EQ(header(headers, "content-type"), "text/plain");
    EXPECT_EQ(header(headers, "X-A"), "first");
    EXPECT_EQ(header(headers, "X-B"), std::nullopt);
}

TEST(Http, TargetHasPathAndQuery) {
    struct Case {
        const char *target, *path, *query;
    };
    for (auto& [target, path, query] :
         {Case{"/health?x=1", "/health", "x=1"}, Case{"/a/b", "/a/b", ""}, Case{"/?", "/", ""},
          Case{"", "/", ""}, Case{"*", "*", ""}, Case{"?a=1", "/", "a=1"},
          Case{"https://h.example:8/p?q=2#f", "/p", "q=2"}, Case{"http://h.example", "/", ""},
          Case{"http://h.example?q", "/", "q"},
          Case{"/to?next=http://x/y", "/to", "next=http://x/y"}}) {
        HttpRequest request;
        request.target = target;
        EXPECT_EQ(request.path(), path) << target;
        EXPECT_EQ(request.query(), query) << target;
    }
}

TEST(Http, ParametersAreDecoded) {
    HttpRequest request;
    request.target = "/x?a=1&b=two%20words+more&flag&a=2&page%5Bsize%5D=10&e=";
    EXPECT_EQ(request.parameter("a"), "1");
    EXPECT_EQ(request.parameter("b"), "two words more");
    EXPECT_EQ(request.parameter("flag"), "");
    EXPECT_EQ(request.parameter("e"), "");
    EXPECT_EQ(request.parameter("page[size]"), "10");
    EXPECT_EQ(request.parameter("c"), std::nullopt);
}

TEST(Url, IsTakenApart) {
    struct Case {
        const char *text, *origin, *target;
    };
    for (auto& [text, origin, target] : {Case{"http://Host.Example", "http://host.example", "/"},
                                         Case{"HTTPS://h:443/a?b=1#c", "https://h", "/a?b=1"},
                                         Case{"http://h:8080?x", "http://h:8080", "/?x"},
                                         Case{"http://user:pw@h/", "http://h", "/"},
                                         Case{"https://[::1]:8443/x", "https://[::1]:8443", "/x"},
                                         Case{"http://h:/", "http://h", "/"},
                                         Case{"http://a@b@h:81/x@y:z", "http://h:81", "/x@y:z"}}) {
        auto url = parse_url(text);
        ASSERT_TRUE(url) << text;
        EXPECT_EQ(url->origin(), origin);
        EXPECT_EQ(url->target, target);
    }
}

TEST(Url, RefusesWhatIsNone) {
    for (const char* text :
         {"", "http://", "http:///x", "ftp://h/", "//h/", "file:///etc/passwd", "http://h:0/",
          "http://h:65536/", "http://h:8x/", "http://[::1/", "http://[::1]x/", "http://h/a b",
          "http://h/a\nb", "http://:80/", "http://[]/"}) {
        auto url = parse_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().kind, ErrorKind::invalid);
    }
    EXPECT_EQ(parse_url("http://user:secret@h:x/?key=secret").error().message.find("secret"),
              std::string::npos);
}

TEST(Url, KnowsLoopback) {
    for (const char* text : {"http://127.0.0.1:80", "http://localhost:1", "http://[::1]:8",
                             "http://127.9.9.9/", "http://a.localhost"})
        EXPECT_TRUE(parse_url(text)->is_loopback()) << text;
    for (const char* text : {"http://127-0-0-1.example", "http://localhost.example",
                             "http://10.0.0.1", "http://[::2]/"})
        EXPECT_FALSE(parse_url(text)->is_loopback()) << text;
}

}  // namespace
}  // namespace regulars::net
