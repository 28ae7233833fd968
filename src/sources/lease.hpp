// The right to do something that only one may do at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace regulars::sources {

/// Held while it is done (an integration is synced, a client signs in); destroying it lets others.
class Lease {
  public:
    virtual ~Lease() = default;
};

}  // namespace regulars::sources
