// One connector of each kind.
// SPDX-License-Identifier: Apache-2.0
#include "sources/vendors.hpp"

#include "sources/lightspeed/connector.hpp"
#include "sources/opentable/connector.hpp"
#include "sources/toast/connector.hpp"

namespace regulars::sources {

const std::vector<model::IntegrationKind>& vendors() {
    static const std::vector<model::IntegrationKind> kinds = {model::IntegrationKind::opentable, model::IntegrationKind::toast,
                                                              model::IntegrationKind::lightspeed};
    return kinds;
}

const Connector& connector_of(model::IntegrationKind kind) {
    static const opentable::OpenTable opentable;
    static const toast::Toast toast;
    static const lightspeed::Lightspeed lightspeed;
    switch (kind) {
        case model::IntegrationKind::opentable: return opentable;
        case model::IntegrationKind::toast: return toast;
        case model::IntegrationKind::lightspeed: return lightspeed;
    }
    REGULARS_ASSERT(false, "a kind that can be connected");
    return opentable;
}

}  // namespace regulars::sources
