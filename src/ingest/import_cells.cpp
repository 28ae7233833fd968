// Reads cells; every word list is in plain_words form.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/json.hpp"
#include "base/text.hpp"

namespace regulars::ingest {
namespace {

// What U+00E0 … U+00FF are without accents; a point stays as it is.
constexpr std::string_view small_letters = "aaaaaa.ceeeeiiii.nooooo.ouuuuy.y";

constexpr std::array yes_words = {"yes", "y",         "true", "t",      "1", "on",
                                  "si",  "verdadero", "oui",  "vrai",   "v", "예",
                                  "네",  "참",        "동의", "동의함", "ok"};
constexpr std::array no_words = {"no",     "n",     "false",  "f",      "0",
                                 "off",    "falso", "non",    "faux",   "아니요",
                                 "아니오", "거짓",  "미동의", "비동의", "동의안함"};
// A circle is yes in Korea and Japan, and a cross no; elsewhere a cross ticks a box.
constexpr std::array circles = {"o", "ㅇ", "○", "◯", "〇"};
constexpr std::array crosses = {"x", "×", "✕", "✗"};
constexpr std::array granted_words = {"subscribed", "subscribe", "optedin",  "optin",    "active",
                                      "confirmed",  "granted",   "agreed",   "accepted", "suscrito",
                                      "suscrita",   "suscripto", "aceptado", "acepta",   "abonne",
                                      "abonnee",    "inscrit",   "inscrite", "accepte",  "구독",
                                      "구독중",     "수신동의"};
constexpr std::array never_words = {
    "neversubscribed", "never",  "nunca",      "jamais",    "none",      "unknown",
    "notsubscribed",   "미구독", "nosuscrito", "nonabonne", "noninscrit"};
constexpr std::array withdrawn_words = {
    "unsubscribed", "unsubscribe", "optedout",  "optout",     "cancelled",  "canceled",
    "revoked",      "withdrawn",   "baja",      "dadodebaja", "dadadebaja", "desuscrito",
    "desuscrita",   "cancelado",   "desabonne", "desabonnee", "desinscrit", "desinscrite",
    "수신거부",     "구독취소",    "구독해지"};

bool is_one_of(std::string_view word, const auto& words) {
    return std::ranges::find(words, word) != words.end();
}

/// Whole numbers separated by anything that is in `between`; at most `most`.
std::vector<std::pair<int, std::size_t>> parts_of(std::string_view text, std::string_view between,
                                                  std::size_t most) {
    std::vector<std::pair<int, std::size_t>> parts;  // value and digits
    while (!text.empty()) {
        int n = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (error != std::errc() || n < 0 || parts.size() == most) return {};
        parts.emplace_back(n, std::size_t(end - text.data()));
        text.remove_prefix(std::size_t(end - text.data()));
        if (text.empty()) break;
        auto next = text.find_first_not_of(between);
        if (next == 0) return {};
        text.remove_prefix(next == std::string_view::npos ? text.size() : next);
    }
    return parts;
}

std::optional<LocalDate> valid(LocalDate date) {
    return is_valid(date) && date.year >= 1 && date.year <= 9999 ? std::optional(date)
                                                                 : std::nullopt;
}

/// "7:05", "19:05:30", "7:05 PM", with nothing after it; seconds of the day.
std::optional<int> clock_in(std::string_view text) {
    text = trimmed(text);
    auto word = lowered(text.substr(std::min(text.find_first_not_of("0123456789:."), text.size())));
    text = trimmed(text.substr(0, text.size() - word.size()));
    if (auto point = text.find('.'); point != std::string_view::npos) text = text.substr(0, point);
    auto parts = parts_of(text, ":", 3);
    if (parts.empty() || (parts.size() == 1 && word.empty())) return std::nullopt;
    int hour = parts[0].first, minute = parts.size() > 1 ? parts[1].first : 0,
        second = parts.size() > 2 ? parts[2].first : 0;
    std::string half;
    for (char c : word)
        if (c != '.' && c != ' ') half += c;
    if (half == "am" || half == "pm") {
        if (hour < 1 || hour > 12) return std::nullopt;
        hour = hour % 12 + (half == "pm" ? 12 : 0);
    } else if (!half.empty()) {
        return std::nullopt;
    }
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return hour * 3600 + minute * 60 + second;
}

}  // namespace

std::string plain_words(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            char c = text[i++];
            if (c >= 'A' && c <= 'Z') c = char(c + 32);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
        } else if (byte == 0xC3 && i + 1 < text.size()) {  // U+00C0 … U+00FF
            auto letter = (static_cast<unsigned char>(text[i + 1]) & 0x3F) | 0x20;
            char bare = small_letters[std::size_t(letter - 0x20)];
            if (bare == '.')
                plain += text.substr(i, 2);
            else
                plain += bare;
            i += 2;
        } else if (byte == 0xC2 &&
                   i + 1 < text.size()) {  // signs and the space that does not break
            i += 2;
        } else {
            plain += text[i++];
        }
    }
    return plain;
}

std::optional<model::Property> number_in(std::string_view text, const CellRules& rules) {
    text = trimmed(text);
    std::string digits;
    bool is_negative = false, has_point = false;
    std::size_t since_group = 0, groups = 0, whole = 0;
    char decimal = rules.decimal_comma ? ',' : '.', grouping = rules.decimal_comma ? '.' : ',';
    for (auto* sign : {"$", "€", "£", "₩", "%"}) {
        if (text.starts_with(sign)) text.remove_prefix(std::string_view(sign).size());
        if (text.ends_with(sign)) text.remove_suffix(std::string_view(sign).size());
        text = trimmed(text);
    }
    if (text.starts_with('-') || text.starts_with('+')) {
        is_negative = text[0] == '-';
        text.remove_prefix(1);
    }
    for (char c : text) {
        if (c >= '0' && c <= '9') {
            digits += c;
            ++since_group;
            if (!has_point) ++whole;
        } else if (c == decimal && !has_point && (groups == 0 || since_group == 3)) {
            has_point = true;
            digits += '.';
        } else if ((c == grouping || c == ' ') && !has_point && whole > 0 &&
                   (groups == 0 ? since_group <= 3 : since_group == 3)) {
            ++groups;
            since_group = 0;
        } else {
            return std::nullopt;
        }
    }
    if (groups > 0 && !has_point && since_group != 3) return std::nullopt;
    if (whole == 0 || digits.back() == '.' || digits.size() > 30) return std::nullopt;
    if (!has_point) {
        std::int64_t n = 0;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (error == std::errc() && end == digits.data() + digits.size())
            return model::Property(is_negative ? -n : n);
    }
    double n = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (error != std::errc() || !std::isfinite(n)) return std::nullopt;
    return model::Property(is_negative ? -n : n);
}

bool is_circle(std::string_view text) { return is_one_of(plain_words(text), circles); }

std::optional<bool> boolean_in(std::string_view text, Cross cross) {
    auto word = plain_words(text);
    if (is_one_of(word, crosses)) return cross == Cross::alone;
    if (is_one_of(word, yes_words) || is_one_of(word, circles)) return true;
    if (is_one_of(word, no_words)) return false;
    return std::nullopt;
}

std::optional<LocalDate> date_in(std::string_view text, const CellRules& rules) {
    auto parts = parts_of(trimmed(text), "/-. ", 3);
    if (parts.size() != 3) return std::nullopt;
    auto [a, a_digits] = parts[0];
    auto [b, b_digits] = parts[1];
    auto [c, c_digits] = parts[2];
    if (a_digits == 4) return valid({a, b, c});
    if (c_digits == 2)
        c += c < 50 ? 2000 : 1900;
    else if (c_digits != 4)
        return std::nullopt;
    bool day_first = a > 12 || (b <= 12 && rules.day_first);
    return day_first ? valid({c, b, a}) : valid({c, a, b});
}

std::optional<Instant> instant_in(std::string_view text, const CellRules& rules) {
    text = trimmed(text);
    if (text.size() > 40) return std::nullopt;
    if (text.size() >= 9 && text.find_first_not_of("0123456789") == std::string_view::npos) {
        std::int64_t n = 0;
        auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
        if (error != std::errc() || n > 99'999'999'999'999) return std::nullopt;
        return n > 99'999'999'999 ? Instant{n * 1000} : Instant::from_seconds(n);
    }
    bool has_zone = text.ends_with('Z') ||
                    (text.size() > 16 && text.find_first_of("+-", 11) != std::string_view::npos);
    if (has_zone) {
        auto instant = parse_instant(text);
        return instant ? std::optional(*instant) : std::nullopt;
    }
    // The date goes to the end of its third number.
    std::size_t at = 0;
    for (int number = 0; number < 3 && at < text.size(); ++number) {
        at = text.find_first_of("0123456789", at);
        if (at == std::string_view::npos) return std::nullopt;
        at = std::min(text.find_first_not_of("0123456789", at), text.size());
    }
    auto date = date_in(text.substr(0, at), rules);
    if (!date) return std::nullopt;
    auto rest = text.substr(at);
    while (!rest.empty() && std::string_view("T., ").contains(rest[0])) rest.remove_prefix(1);
    int seconds = 0;
    if (!rest.empty()) {
        auto clock = clock_in(rest);
        if (!clock) return std::nullopt;
        seconds = *clock;
    }
    return rules.zone.to_instant(LocalTime{local_time(*date).seconds + seconds});
}

std::optional<model::Birthday> birthday_in(std::string_view text, const CellRules& rules) {
    text = trimmed(text);
    if (text.starts_with("--")) text.remove_prefix(2);
    auto parts = parts_of(text, "/-.", 3);
    if (parts.size() == 2) {
        int month = parts[0].first, day = parts[1].first;
        if (month > 12 ||
            (rules.day_first && day <= 12 && text.find('-') == std::string_view::npos))
            std::swap(month, day);
        if (!is_valid({1904, month, day})) return std::nullopt;
        return model::Birthday{std::nullopt, month, day};
    }
    auto date = date_in(text, rules);
    if (!date && text.size() > 10)
        date = date_in(text.substr(0, 10), rules);  // a midnight may follow
    if (!date) return std::nullopt;
    return model::Birthday{date->year == 1904 ? std::nullopt : std::optional(date->year),
                           date->month, date->day};
}

std::vector<std::string> list_in(std::string_view text) {
    text = trimmed(text);
    std::vector<std::string> items;
    if (text.starts_with('[')) {
        if (auto document = JsonDocument::parse(text, {.max_bytes = 64u << 10, .max_depth = 4});
            document && document->root().is_array()) {
            document->root().each([&](JsonNode item) {
                items.push_back(std::string(item.string().value_or("")).empty()
                                    ? item.text()
                                    : std::string(*item.string()));
            });
            return items;
        }
    }
    char separator = text.contains(';') ? ';' : text.contains('|') ? '|' : ',';
    for (auto part : split(text, separator))
        if (auto item = trimmed(part); !item.empty()) items.emplace_back(item);
    return items;
}

std::optional<SaidConsent> consent_in(std::string_view text, Cross cross) {
    if (text.starts_with('=')) return std::nullopt;  // a formula is nobody's word
    auto word = plain_words(text);
    if (is_one_of(word, crosses))
        return cross == Cross::beside_circles ? std::optional(SaidConsent::no) : std::nullopt;
    if (word.empty() || is_one_of(word, no_words) || is_one_of(word, never_words))
        return SaidConsent::no;
    if (is_one_of(word, yes_words) || is_one_of(word, circles) || is_one_of(word, granted_words))
        return SaidConsent::granted;
    if (is_one_of(word, withdrawn_words)) return SaidConsent::withdrawn;
    return std::nullopt;
}

}  // namespace regulars::ingest
