// The typed integers that join rows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/id.hpp"

namespace regulars {

using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using IntegrationId = Id<struct IntegrationTag>;
using RunId = Id<struct RunTag>;
using ProfileId = Id<struct ProfileTag>;
using FacetId = Id<struct FacetTag>;
using MetricId = Id<struct MetricTag>;
using EventId = Id<struct EventTag>;
using MergeId = Id<struct MergeTag>;
using ListId = Id<struct ListTag>;
using ImportId = Id<struct ImportTag>;
using SegmentId = Id<struct SegmentTag>;

}  // namespace regulars
