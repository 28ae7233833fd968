// The web app's files, embedded in the program.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "api/call.hpp"

namespace regulars::api {

/// One file of web/dist; the table is made by cmake/embed_web.cmake, sorted by path.
struct StaticFile {
    std::string_view path;  // "/assets/index-4f2a.js"
    std::string_view type;
    std::string_view etag;  // quoted
    std::string_view bytes;
    std::string_view gzip;  // the same compressed, or empty where that does not pay
};

/// Empty when the web app was not built.
std::span<const StaticFile> static_files();

/// Answers GET and HEAD of anything that is no endpoint: the file, or the app's page for its own
/// routes (addresses without a dot in their last part), or 404.
net::HttpResponse static_file(const Call& call, std::string_view path);
/// The same from any table.
net::HttpResponse static_file(const Call& call, std::string_view path,
                              std::span<const StaticFile> files);

}  // namespace regulars::api
