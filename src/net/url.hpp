// Takes an absolute http(s) URL apart, as far as this room needs it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace regulars::net {

struct Url {
    /// "http" or "https".
    std::string scheme;
    /// Lower-cased, an IPv6 address in its brackets; the port only where it is not the scheme's
    /// own. Never the user and password: this is what messages may show.
    std::string host;
    /// "/path?query", at least "/"; without the fragment.
    std::string target;

    std::string origin() const { return scheme + "://" + host; }
    /// Reached without leaving the machine.
    bool is_loopback() const;
    bool operator==(const Url&) const = default;
};

/// Errors: invalid (not http or https, no host, a port that is none, or a control character or
/// space anywhere). The message never repeats the URL, which may hold secrets.
Result<Url> parse_url(std::string_view text);

}  // namespace regulars::net
