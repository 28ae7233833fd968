// Asks Lightspeed which sales it completed on some business days.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sources/connector.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

/// Every completed sale of the days, voided and archived ones too, by its shop's time zone.
std::unique_ptr<Audit> audit_of(std::unique_ptr<Settings> settings, Credentials credentials,
                                LocalDate from, LocalDate to);

}  // namespace regulars::sources::lightspeed
