// What a definition's ids mean in one account, and when its days begin.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audience/population.hpp"
#include "audience/postal_codes.hpp"
#include "base/time.hpp"
#include "model/ids.hpp"

namespace regulars::audience {

struct KnownMetric {
    MetricId id;
    std::string public_id, name;
    std::string kind;  // of its integration: "opentable"; empty: the product's own
    bool operator==(const KnownMetric&) const = default;
};

struct KnownGroup {
    std::string public_id, name;
    bool is_segment = false;
    bool operator==(const KnownGroup&) const = default;
};

struct Catalog {
    std::vector<KnownMetric> metrics;
    std::vector<KnownGroup> groups;
    Zone day_zone = Zone::utc();                      // the account's, or UTC as in Klaviyo
    std::string country = "US";                       // where a person names none
    std::shared_ptr<const PostalCodes> postal_codes;  // null: distances cannot be asked
    std::shared_ptr<const Population> population;  // null: predictions and scores hold for nobody
};

}  // namespace regulars::audience
