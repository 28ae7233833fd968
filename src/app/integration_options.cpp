// Quotes texts, lists settings, reads secrets.
// SPDX-License-Identifier: Apache-2.0
#include "app/integration_options.hpp"

#include <fmt/format.h>

#include "app/command.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sources/vendors.hpp"

namespace regulars::app {

void SettingPairs::set(const char* key, const std::string& text) {
    if (text.empty()) return;
    JsonWriter quoted;
    quoted.value(text);
    pairs.push_back(fmt::format("{}={}", key, quoted.text()));
}

void SettingPairs::set(const char* key, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    JsonWriter list;
    list.begin_array();
    for (auto& text : texts) list.value(trimmed(text));
    pairs.push_back(fmt::format("{}={}", key, list.end_array().text()));
}

std::string setting_lines(model::IntegrationKind kind) {
    std::string lines;
    for (auto& setting : sources::connector_of(kind).settings())
        lines += fmt::format("  {:<24} {}\n", setting.name, setting.about);
    return lines;
}

Result<std::string> credentials_json(const std::string& client_id,
                                     const std::vector<SecretFile>& secrets,
                                     const std::string& refresh_token) {
    JsonWriter out;
    out.begin_object();
    if (!client_id.empty()) out.member("client_id", client_id);
    for (auto& secret : secrets)
        if (!secret.file.empty()) out.member(secret.member, TRY(read_secret(secret.file)));
    if (!refresh_token.empty()) out.member("refresh_token", refresh_token);
    return out.end_object().take();
}

}  // namespace regulars::app
