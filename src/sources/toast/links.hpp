// The `link` headers by which Toast says that a list goes on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.hpp"

namespace regulars::sources::toast {

/// Whether a link of relation "next" is there: one header for each relation, or all joined in one
/// (RFC 8288). Addresses in them are not followed: the page's number is counted here.
bool has_next_link(const net::Headers& headers);

}  // namespace regulars::sources::toast
