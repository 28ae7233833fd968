// Serves embedded files with the caching that their names allow.
// SPDX-License-Identifier: Apache-2.0
#include "api/static_files.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace regulars::api {
namespace {

// Everything comes from this server, and no script or style counts that is not a file of it.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors "
    "'none'";

constexpr std::string_view not_built =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Regulars</title>"
    "<h1>Regulars is running</h1><p>This program was made without its web app. Build it in the "
    "folder web, "
    "then make the program again. The API works: see /health.</p></html>";

bool accepts_gzip(const Call& call) {
    auto accepted = call.header("Accept-Encoding");
    if (!accepted) return false;
    for (auto part : split(*accepted, ',')) {
        auto coding = trimmed(part.substr(0, part.find(';')));
        bool refused = part.find(";q=0") != std::string_view::npos &&
                       part.find(";q=0.") == std::string_view::npos;
        if ((equals_ignoring_case(coding, "gzip") || coding == "*") && !refused) return true;
    }
    return false;
}

const StaticFile* find(std::span<const StaticFile> files, std::string_view path) {
    auto found = std::ranges::lower_bound(files, path, {}, &StaticFile::path);
    return found != files.end() && found->path == path ? &*found : nullptr;
}

net::HttpResponse page(int status, std::string_view html) {
    return {.status = status,
            .headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-cache"},
                        {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}},
            .body = std::string(html)};
}

}  // namespace

net::HttpResponse static_file(const Call& call, std::string_view path) {
    return static_file(call, path, static_files());
}

net::HttpResponse static_file(const Call& call, std::string_view path,
                              std::span<const StaticFile> files) {
    if (files.empty()) return path == "/" ? page(200, not_built) : page(404, not_built);
    const StaticFile* file = find(files, path);
    bool is_route = path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos &&
                    !path.starts_with("/assets/");
    if (!file && is_route) file = find(files, "/index.html");
    if (!file) return to_response(Problem(404, "not_found", "There is nothing at this address."));
    net::HttpResponse response;
    auto& headers = response.headers;
    // The bundler puts a hash of the content into the names of what it writes under assets.
    headers.emplace_back("Cache-Control", path.starts_with("/assets/")
                                              ? "public, max-age=31536000, immutable"
                                              : "no-cache");
    headers.emplace_back("ETag", file->etag);
    headers.emplace_back("Vary", "Accept-Encoding");
    headers.emplace_back("Content-Security-Policy", page_policy);
    if (auto known = call.header("If-None-Match");
        known && known->find(file->etag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    headers.emplace_back("Content-Type", file->type);
    bool compressed = !file->gzip.empty() && accepts_gzip(call);
    if (compressed) headers.emplace_back("Content-Encoding", "gzip");
    response.body = compressed ? file->gzip : file->bytes;
    return response;
}

}  // namespace regulars::api
