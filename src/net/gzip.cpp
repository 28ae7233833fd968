// Negotiation of gzip, and zlib behind it.
// SPDX-License-Identifier: Apache-2.0
#include "net/gzip.hpp"

#include <zlib.h>

#include <array>
#include <limits>

#include "base/text.hpp"

namespace regulars::net {
namespace {

/// Whether ";q=…" gives the weight 0 ("0", "0.", "0.000").
bool is_refused(std::string_view parameters) {
    for (std::string_view part : split(parameters, ';')) {
        part = trimmed(part);
        if (part.size() < 3 || (part[0] != 'q' && part[0] != 'Q') || part[1] != '=') continue;
        return part.substr(2).find_first_not_of("0.") == std::string_view::npos;
    }
    return false;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    std::optional<bool> by_name, by_star;
    for (std::string_view item : split(accept_encoding, ',')) {
        auto semicolon = item.find(';');
        std::string_view coding = trimmed(item.substr(0, semicolon));
        bool taken = semicolon == std::string_view::npos || !is_refused(item.substr(semicolon + 1));
        if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip"))
            by_name = taken;
        if (coding == "*") by_star = taken;
    }
    return by_name.value_or(by_star.value_or(false));
}

bool is_compressible(std::string_view content_type) {
    std::string type = lowered(trimmed(content_type.substr(0, content_type.find(';'))));
    constexpr std::array<std::string_view, 4> whole{"application/javascript", "application/json",
                                                    "application/xml", "image/svg+xml"};
    // An event stream is read as it comes and must not wait for a compressor.
    if (type == "text/event-stream") return false;
    if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml")) return true;
    for (std::string_view known : whole)
        if (type == known) return true;
    return false;
}

std::optional<std::string> gzipped(std::string_view body) {
    if (body.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
    z_stream stream{};
    constexpr int level = 1, window_bits = 15 + 16 /* a gzip header */, memory_level = 8;
    if (deflateInit2(&stream, level, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return std::nullopt;
    // One byte less than the body: what does not fit was not worth it.
    std::string packed(body.empty() ? 0 : body.size() - 1, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = uInt(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = uInt(packed.size());
    bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (!done) return std::nullopt;
    return packed;
}

void compress_for(const HttpRequest& request, HttpResponse& response) {
    if (response.body.size() < least_gzip_bytes || header(response.headers, "Content-Encoding"))
        return;
    auto type = header(response.headers, "Content-Type");
    if (!type || !is_compressible(*type)) return;
    // Said of both forms, since a cache may keep either. A partial answer counts bytes of the plain
    // form.
    response.headers.emplace_back("Vary", "Accept-Encoding");
    auto accepted = header(request.headers, "Accept-Encoding");
    if (response.status == 206 || !accepted || !accepts_gzip(*accepted)) return;
    auto packed = gzipped(response.body);
    if (!packed) return;
    response.body = std::move(*packed);
    response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace regulars::net
