// Compression of answers, as the client allows it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace regulars::net {

/// Bodies below this are sent as they are: the answer fits one packet anyway.
constexpr std::size_t least_gzip_bytes = 1024;

/// Whether an Accept-Encoding value takes gzip (RFC 9110, section 12.5.3; q=0 refuses it).
bool accepts_gzip(std::string_view accept_encoding);
/// Text, JSON, JavaScript, CSS, XML and SVG; the rest is compressed already or rare.
bool is_compressible(std::string_view content_type);
/// `body` as a gzip member at zlib level 1; nothing when it would not become smaller.
/// Cost: about 100 MB/s.
std::optional<std::string> gzipped(std::string_view body);
/// Compresses the body where request, size, type and the handler's own headers allow it, and sets
/// Content-Encoding and Vary.
void compress_for(const HttpRequest& request, HttpResponse& response);

}  // namespace regulars::net
