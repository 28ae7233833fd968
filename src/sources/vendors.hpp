// The vendors that can be connected.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sources/connector.hpp"

namespace regulars::sources {

/// In the order in which they are offered.
const std::vector<model::IntegrationKind>& vendors();
/// Of one of vendors().
std::unique_ptr<Connector> make_connector(model::IntegrationKind kind);
/// Of one of vendors(). Lives as long as the program.
const Connector& connector_of(model::IntegrationKind kind);

}  // namespace regulars::sources
