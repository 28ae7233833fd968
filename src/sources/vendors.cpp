// One connector of each kind.
// SPDX-License-Identifier: Apache-2.0
#include "sources/vendors.hpp"

#include <map>

#include "sources/lightspeed/connector.hpp"
#include "sources/opentable/connector.hpp"
#include "sources/toast/connector.hpp"

namespace regulars::sources {

const std::vector<model::IntegrationKind>& vendors() {
    static const std::vector<model::IntegrationKind> kinds = {model::IntegrationKind::opentable,
                                                              model::IntegrationKind::toast,
                                                              model::IntegrationKind::lightspeed};
    return kinds;
}

std::unique_ptr<Connector> make_connector(model::IntegrationKind kind) {
    switch (kind) {
        case model::IntegrationKind::opentable:
            return std::make_unique<opentable::OpenTable>();
        case model::IntegrationKind::toast:
            return std::make_unique<toast::Toast>();
        case model::IntegrationKind::lightspeed:
            return std::make_unique<lightspeed::Lightspeed>();
    }
    REGULARS_ASSERT(false, "a kind that can be connected");
    return nullptr;
}

const Connector& connector_of(model::IntegrationKind kind) {
    static const auto all = [] {
        std::map<model::IntegrationKind, std::unique_ptr<Connector>> made;
        for (auto each : vendors()) made.emplace(each, make_connector(each));
        return made;
    }();
    return *all.at(kind);
}

}  // namespace regulars::sources
