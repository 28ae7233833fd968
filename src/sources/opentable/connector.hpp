// The OpenTable connector: one restaurant's guests and reservations through the Sync API.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sources/connector.hpp"

namespace regulars::sources::opentable {

class OpenTable final : public Connector {
  public:
    Result<std::unique_ptr<Reader>> open(const Connection& connection, std::span<const model::Cursor> cursors) const override;
    Result<Duration> interval(const Connection& connection) const override;
};

}  // namespace regulars::sources::opentable
