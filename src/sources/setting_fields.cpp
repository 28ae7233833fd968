// Validates one field at a time.
// SPDX-License-Identifier: Apache-2.0
#include "sources/setting_fields.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"

namespace regulars::sources {

std::unexpected<Error> wrong_setting(std::string_view field, std::string message) {
    return fail(ErrorKind::invalid, std::move(message), fmt::format("/{}", field));
}

Result<SettingFields> SettingFields::parse(std::string_view json) {
    auto document = TRY(JsonDocument::parse(json, {.max_bytes = 64u << 10, .max_depth = 8}));
    if (!document.root().is_object())
        return fail(ErrorKind::invalid, "settings and credentials are a JSON object");
    return SettingFields(std::move(document));
}

Result<std::string> SettingFields::text(std::string_view field) const {
    JsonNode node = (*this)[field];
    if (node.is_nothing()) return std::string();
    if (auto text = node.string()) return std::string(trimmed(*text));
    return wrong_setting(field, fmt::format("is a text, not {}", name_of(node.kind())));
}

Result<std::string> SettingFields::required(std::string_view field) const {
    std::string text = TRY(this->text(field));
    if (text.empty()) return wrong_setting(field, "is required");
    return text;
}

Result<std::string> SettingFields::word(std::string_view field, std::string otherwise,
                                        std::initializer_list<std::string_view> words) const {
    std::string text = TRY(this->text(field));
    if (text.empty()) return otherwise;
    if (std::ranges::find(words, text) == words.end())
        return wrong_setting(field, fmt::format("is one of {}", fmt::join(words, ", ")));
    return text;
}

Result<std::vector<std::string>> SettingFields::texts(std::string_view field,
                                                      std::vector<std::string> otherwise,
                                                      std::size_t most) const {
    JsonNode node = (*this)[field];
    if (node.is_nothing()) return otherwise;
    if (!node.is_array())
        return wrong_setting(field,
                             fmt::format("is a list of texts, not {}", name_of(node.kind())));
    std::vector<std::string> texts;
    bool all_texts = true;
    node.each([&](JsonNode element) {
        auto text = element.string();
        all_texts = all_texts && text && !trimmed(*text).empty();
        if (all_texts && std::ranges::find(texts, trimmed(*text)) == texts.end())
            texts.emplace_back(trimmed(*text));
    });
    if (!all_texts) return wrong_setting(field, "is a list of texts, none of them empty");
    if (texts.size() > most) return wrong_setting(field, fmt::format("holds at most {}", most));
    return texts;
}

Result<std::string> SettingFields::url(std::string_view field, std::string otherwise) const {
    std::string url = TRY(text(field));
    if (url.empty()) return otherwise;
    bool plain = std::ranges::none_of(
        url, [](char c) { return c <= ' ' || c == 0x7F || c == '?' || c == '#' || c == '@'; });
    std::size_t host = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    while (url.ends_with('/')) url.pop_back();
    if (!plain || host == 0 || url.size() <= host)
        return wrong_setting(field, "is an address that begins with https:// or http://");
    return url;
}

Result<double> SettingFields::number(std::string_view field, double otherwise, double least,
                                     double most) const {
    JsonNode node = (*this)[field];
    if (node.is_nothing()) return otherwise;
    auto number = node.number();
    if (!number || !(*number >= least && *number <= most))
        return wrong_setting(field, fmt::format("is a number from {} to {}", least, most));
    return *number;
}

Result<int> SettingFields::integer(std::string_view field, int otherwise, int least,
                                   int most) const {
    JsonNode node = (*this)[field];
    if (node.is_nothing()) return otherwise;
    auto number = node.integer();
    if (!number || *number < least || *number > most)
        return wrong_setting(field, fmt::format("is a whole number from {} to {}", least, most));
    return int(*number);
}

Result<bool> SettingFields::boolean(std::string_view field, bool otherwise) const {
    JsonNode node = (*this)[field];
    if (node.is_nothing()) return otherwise;
    if (auto truth = node.boolean()) return *truth;
    return wrong_setting(field, "is true or false");
}

Result<std::string> SettingFields::country(std::string_view field) const {
    std::string country = TRY(text(field));
    for (char& c : country) c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
    bool letters = std::ranges::all_of(country, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!country.empty() && (country.size() != 2 || !letters))
        return wrong_setting(field, "is a country code of two letters, such as US");
    return country;
}

Result<std::optional<Currency>> SettingFields::currency(std::string_view field) const {
    std::string code = TRY(text(field));
    if (code.empty()) return std::optional<Currency>();
    auto currency = Currency::parse(code);
    if (!currency) return wrong_setting(field, currency.error().message);
    return std::optional(*currency);
}

Result<Zone> SettingFields::zone(std::string_view field) const {
    auto zone = Zone::find(TRY(required(field)));
    if (!zone) return wrong_setting(field, zone.error().message);
    return *zone;
}

Result<double> SettingFields::rate(std::string_view field, double otherwise) const {
    double rate = TRY(number(field, otherwise, 0, 1000));
    if (rate > 0 && rate < 0.001) return wrong_setting(field, "is 0 (no limit) or at least 0.001");
    return rate;
}

}  // namespace regulars::sources
