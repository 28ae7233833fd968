// The HttpClient that speaks to the world.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "net/http.hpp"

namespace regulars::net {

struct ClientOptions {
    std::string user_agent = "Regulars/0.1";
    /// A PEM file of trusted certificates; empty: the system's.
    std::string ca_file = {};
    /// Calls beyond these wait for a connection, and their timeout runs meanwhile.
    int max_connections = 256;
};

/// HTTP/1.1 over kept-alive connections, all of them on one background thread; TLS always verified;
/// compressed answers arrive unpacked, without Content-Encoding and Content-Length. The proxy
/// variables of the environment are honoured, except for loopback addresses. A request that is not
/// idempotent (POST, PATCH) is never sent twice by itself; others may be, when a kept connection
/// turns out to be closed. Errors beyond HttpCall's: invalid (not an http(s) URL, a header with a
/// line break). Destroying the client cancels its calls.
std::unique_ptr<HttpClient> make_curl_client(ClientOptions options = {});

}  // namespace regulars::net
