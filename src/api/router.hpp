// Finds the endpoint that a method and a path name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.hpp"

namespace regulars::api {

/// The least role an endpoint needs; `nobody` needs no sign-in at all.
enum class Needs { nobody, analyst, admin, owner };

struct Route {
    std::string_view method;
    std::string_view pattern;  // "/app/v1/lists/{id}"
    Needs needs;
    std::string_view scope;  // with which a private key may use it too; empty: people only
    Answer (*answer)(Call&);
    std::size_t most_body_bytes = 1u << 20;
};

/// The segments of a path, percent-decoded; nothing where one cannot be ("..", a control
/// character).
std::optional<std::vector<std::string>> segments_of(std::string_view path);
/// Whether a path has the pattern's form; then what stood in its places.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              std::span<const std::string> segments);

// One table a resource.
std::span<const Route> health_routes();
std::span<const Route> lightspeed_routes();
std::span<const Route> session_routes();
std::span<const Route> setup_routes();
std::span<const Route> me_routes();
std::span<const Route> live_routes();
std::span<const Route> home_routes();
std::span<const Route> search_routes();
std::span<const Route> integration_routes();
std::span<const Route> integration_change_routes();
std::span<const Route> import_routes();
std::span<const Route> reconciliation_routes();
std::span<const Route> list_routes();
std::span<const Route> segment_routes();
std::span<const Route> segment_member_routes();
std::span<const Route> segment_question_routes();
std::span<const Route> suggestion_routes();
std::span<const Route> list_member_routes();
std::span<const Route> consent_routes();
std::span<const Route> subscribe_page_routes();
std::span<const Route> token_page_routes();
std::span<const Route> metric_routes();
std::span<const Route> chart_routes();
std::span<const Route> profile_routes();
std::span<const Route> profile_change_routes();
std::span<const Route> duplicate_routes();
std::span<const Route> organization_routes();
std::span<const Route> user_routes();
std::span<const Route> api_key_routes();
std::span<const Route> webhook_routes();

}  // namespace regulars::api
