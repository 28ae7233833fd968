// Random definitions for property tests: of the whole grammar, over a given vocabulary.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <rapidcheck.h>

#include "audience/definition.hpp"

namespace regulars::audience {

/// What random definitions speak of. Small, so that random people have something to do with them.
struct Vocabulary {
    std::vector<std::string> metrics{"MET001", "MET002",
                                     "regulars:opentable:Completed Reservation"};
    std::vector<std::string> event_properties{"Party Size", "Items", "Scheduled Time", "Status",
                                              "Paid"};
    std::vector<std::string> profile_properties{
        "email",         "first_name",           "birthday",          "created",
        "location.city", "properties['Visits']", "properties['Tags']"};
    std::vector<std::string> texts{"", "a", "A", "ab", "2", "2026-03-29", "2026-11-01T05:30:00Z"};
    std::vector<std::string> groups{"LIST01", "LIST02", "SEGM01"};
    std::vector<Instant> instants{Instant::from_seconds(1774742400),
                                  Instant::from_seconds(1793491200),
                                  Instant::from_seconds(1772236800)};
    std::int64_t most_quantity = 40;
    bool only_answerable = false;  // no custom objects, WhatsApp, push details, gender, affinity,
                                   // distance or predictions
};

rc::Gen<DateTest> any_date_test(const Vocabulary& words, unsigned forms);
rc::Gen<ValueTest> any_value_test(const Vocabulary& words, bool of_event);
rc::Gen<Condition> any_condition(const Vocabulary& words);
rc::Gen<Definition> any_definition(const Vocabulary& words);

}  // namespace regulars::audience
