// The head of an HTTP/1.1 answer as bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "net/http.hpp"

namespace regulars::net {

std::string_view reason_of(int status);
/// Whether an answer with this status may carry a body (RFC 9110, section 6.4.1).
bool has_body(int status);

enum class Connection { keep, close };

/// Status line, Date, the handler's headers, Content-Length and Connection, and the blank line.
/// The handler's own Content-Length, Transfer-Encoding, Connection and Date are left out. Errors:
/// internal (the status is not from 200 to 599, or a header's name or value would break the head).
Result<std::string> render_head(const HttpResponse& response, Connection connection, Instant now);
/// A plain-text answer of one sentence.
HttpResponse plain_answer(int status, std::string_view sentence);

}  // namespace regulars::net
