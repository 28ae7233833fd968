// The names of what makes members come and go.
// SPDX-License-Identifier: Apache-2.0
#include "model/segment.hpp"

namespace regulars::model {

std::string_view name_of(SegmentCause cause) {
    switch (cause) {
        case SegmentCause::event:
            return "event";
        case SegmentCause::profile:
            return "profile";
        case SegmentCause::instant:
            return "instant";
        case SegmentCause::edit:
            return "edit";
    }
    return "";
}

}  // namespace regulars::model
