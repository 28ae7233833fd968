// What adding and editing an integration from the command line have in common.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "model/integration.hpp"

namespace regulars::app {

/// Settings as "key=value" texts, in the connector's names.
struct SettingPairs {
    std::vector<std::string> pairs;
    /// A text, unless it is empty.
    void set(const char* key, const std::string& text);
    /// A list of texts, unless it is empty.
    void set(const char* key, const std::vector<std::string>& texts);
};

/// The names that --set takes for this kind, a line each.
std::string setting_lines(model::IntegrationKind kind);

/// A secret's file becomes a member of the credentials' JSON, unless it is not named. Errors:
/// read_secret's.
struct SecretFile {
    const char* member;
    std::string file;
};
Result<std::string> credentials_json(const std::string& client_id,
                                     const std::vector<SecretFile>& secrets,
                                     const std::string& refresh_token = {});

}  // namespace regulars::app
