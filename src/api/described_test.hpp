// Holds answers to openapi.json: every answer that a test sees must be as the file describes it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "net/http.hpp"

namespace regulars::api {

/// Fails the running test when an answer of /app/v1 is not what openapi.json says. Understands what
/// the file uses: $ref, type, enum, const, properties, required, items, oneOf, allOf,
/// additionalProperties, minimum, maximum.
void expect_as_described(const std::string& method, const std::string& target,
                         const net::HttpResponse& response);

}  // namespace regulars::api
