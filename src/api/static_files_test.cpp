// The web app's files: caching, compression, the app's own routes, and no way out of the table.
// SPDX-License-Identifier: Apache-2.0
#include "api/static_files.hpp"

#include "api/world_test.hpp"

namespace regulars::api {
namespace {

constexpr StaticFile files[] = {
    {"/assets/index-4f2a.js", "text/javascript; charset=utf-8", "\"js\"", "let plain", "zipped"},
    {"/favicon.svg", "image/svg+xml", "\"svg\"", "<svg/>", {}},
    {"/index.html", "text/html; charset=utf-8", "\"html\"", "<!doctype html>", {}},
};

class StaticFiles : public testing::Test {
  protected:
    Reply get(std::string path, net::Headers headers = {}) {
        net::HttpRequest request{.target = path, .headers = std::move(headers)};
        Services services{.store = *world.store,
                          .ingest = *world.ingest,
                          .vault = *world.vault,
                          .clock = world.clock,
                          .random = world.random,
                          .sync = world.sync,
                          .version = ""};
        Shared shared(services);
        Reply reply;
        reply.http = static_file(Call(shared, request), path, files);
        reply.status = reply.http.status;
        return reply;
    }
    World world;
};

TEST_F(StaticFiles, HashedNamesAreKeptForEverTheRestIsAskedForAgain) {
    EXPECT_EQ(get("/assets/index-4f2a.js").header("Cache-Control"),
              "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/index.html").header("Cache-Control"), "no-cache");
    EXPECT_EQ(get("/favicon.svg").header("Content-Type"), "image/svg+xml");
    auto again = get("/index.html", {{"If-None-Match", "W/\"x\", \"html\""}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.http.body.empty());
}

TEST_F(StaticFiles, CompressedForWhoTakesIt) {
    auto zipped = get("/assets/index-4f2a.js", {{"Accept-Encoding", "br, gzip"}});
    EXPECT_EQ(zipped.http.body, "zipped");
    EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
    EXPECT_EQ(get("/assets/index-4f2a.js").http.body, "let plain");
    EXPECT_EQ(get("/assets/index-4f2a.js", {{"Accept-Encoding", "gzip;q=0"}}).http.body,
              "let plain");
    EXPECT_EQ(get("/favicon.svg", {{"Accept-Encoding", "gzip"}}).header("Content-Encoding"), "");
    EXPECT_EQ(zipped.header("Vary"), "Accept-Encoding");
}

TEST_F(StaticFiles, TheAppsOwnRoutesGetItsPageAndOthersDoNot) {
    for (auto* route : {"/", "/profiles/01ABC", "/settings/users"})
        EXPECT_EQ(get(route).http.body, "<!doctype html>") << route;
    for (auto* path : {"/assets/gone-1.js", "/assets/gone", "/missing.png", "/.env"})
        EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_NE(get("/").header("Content-Security-Policy").find("script-src 'self';"),
              std::string::npos);
}

TEST(StaticFilesServer, WithoutAWebAppThereIsAPlainPage) {
    if (!static_files().empty()) GTEST_SKIP() << "the web app is built in";
    World world;
    auto reply = world.get("/");
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.http.body.find("without its web app"), std::string::npos);
    EXPECT_EQ(world.post("/").status, 405);
}

}  // namespace
}  // namespace regulars::api
