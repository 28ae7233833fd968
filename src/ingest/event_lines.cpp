// Checks a line's members one by one.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/event_lines.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/json_pointer.hpp"
#include "base/text.hpp"
#include "ingest/contact.hpp"

namespace regulars::ingest {
namespace {

using model::IdentifierKind;

constexpr std::size_t most_told_bytes = 80, most_id_bytes = 255, most_unique_id_bytes = 255,
                      most_metric_characters = 127;
constexpr double most_major = 1e15;
const Instant earliest = Instant::from_seconds(631'152'000);  // 1990-01-01

std::size_t characters(std::string_view utf8) {
    return std::size_t(std::ranges::count_if(
        utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
}

/// Reads one line; each step names what is wrong with it.
class Reader {
  public:
    using Step = std::expected<void, LineProblem>;

    Reader(const Line& line, const model::Account& account, Instant now)
        : line_(line), account_(account), now_(now) {
        event_.line = line.number;
    }

    std::expected<EventLine, LineProblem> read(std::vector<LineProblem>& notes) {
        if (line_.is_too_long) return refuse("", "too_long", line_.text);
        auto document = JsonDocument::parse(
            line_.text, {.max_bytes = most_line_bytes, .max_depth = most_line_depth});
        if (!document) return refuse("", "not_json", line_.text);
        root_ = document->root();
        if (!root_.is_object()) return refuse("", "not_an_object", line_.text);
        for (auto step : {&Reader::read_person, &Reader::read_metric, &Reader::read_time,
                          &Reader::read_value, &Reader::read_unique_id, &Reader::read_properties})
            if (auto done = (this->*step)(); !done) return std::unexpected(std::move(done).error());
        root_.each_member([&](std::string_view name, JsonNode node) {
            constexpr std::array known = {
                "email", "phone", "phone_number", "external_id",    "profile_id", "metric",
                "time",  "value", "currency",     "value_currency", "unique_id",  "properties"};
            if (std::ranges::find(known, name) == known.end())
                notes.push_back({line_.number, pointer_to("", clipped(name, most_told_bytes)),
                                 "unknown_member",
                                 std::string(clipped(node.text(), most_told_bytes)), false});
        });
        return std::move(event_);
    }

  private:
    std::unexpected<LineProblem> refuse(std::string pointer, const char* reason,
                                        std::string_view value) const {
        auto told = clipped(value, most_told_bytes);
        return std::unexpected(LineProblem{line_.number, std::move(pointer), reason,
                                           is_utf8(told) ? std::string(told) : std::string()});
    }
    std::unexpected<LineProblem> refuse(const char* member, const char* reason) const {
        return refuse(std::string("/") + member, reason, root_[member].text());
    }
    /// The first of two names that has a value.
    const char* named(const char* name, const char* other) const {
        return root_[name].is_nothing() && !root_[other].is_nothing() ? other : name;
    }

    /// A text, or a number where ids are often numbers; empty when absent.
    std::expected<std::string, LineProblem> id(const char* name, const char* reason,
                                               std::size_t most_bytes) const {
        auto node = root_[name];
        if (node.is_nothing()) return std::string();
        std::string text;
        if (auto given = node.string())
            text = trimmed(*given);
        else if (node.kind() == JsonKind::integer)
            text = node.text();
        if (text.empty() || text.size() > most_bytes) return refuse(name, reason);
        return text;
    }

    Step read_person() {
        auto profile = id("profile_id", "bad_profile_id", most_id_bytes);
        auto external = id("external_id", "bad_external_id", most_id_bytes);
        if (!profile) return std::unexpected(profile.error());
        if (!external) return std::unexpected(external.error());
        event_.profile_id = *profile;
        if (!external->empty()) event_.identifiers.push_back({IdentifierKind::external, *external});
        if (auto node = root_["email"]; !node.is_nothing()) {
            auto normalized = normalized_email(node.string().value_or(""));
            if (!normalized) return refuse("email", "bad_email");
            event_.email = trimmed(*node.string());
            event_.identifiers.push_back({IdentifierKind::email, std::move(*normalized)});
        }
        auto name = named("phone", "phone_number");
        if (auto node = root_[name]; !node.is_nothing()) {
            auto normalized = normalized_phone(node.string().value_or(""), account_.country);
            if (!normalized) return refuse(name, "bad_phone");
            event_.identifiers.push_back({IdentifierKind::phone, std::move(*normalized)});
        }
        // Added in this order, they are sorted; the first decides who it is, as everywhere.
        if (!event_.profile_id.empty())
            event_.person = "api:profile:" + event_.profile_id;
        else if (!event_.identifiers.empty())
            event_.person = fmt::format("api:{}:{}", model::name_of(event_.identifiers[0].kind),
                                        event_.identifiers[0].value);
        else
            return refuse("", "no_identifier", line_.text);
        return {};
    }

    Step read_metric() {
        auto node = root_["metric"];
        if (node.is_nothing()) return refuse("/metric", "no_metric", "");
        auto name = node.string();
        if (name) event_.metric = trimmed(*name);
        bool fits = name && !event_.metric.empty() &&
                    characters(event_.metric) <= most_metric_characters &&
                    !has_control_characters(event_.metric);
        return fits ? Step() : refuse("metric", "bad_metric");
    }

    Step read_time() {
        auto node = root_["time"];
        if (node.is_nothing()) return refuse("/time", "no_time", "");
        auto seconds = node.integer();
        auto text = node.string();
        std::optional<Instant> time;
        constexpr std::int64_t most_seconds = 100'000'000'000;
        if (seconds && std::abs(*seconds) > most_seconds)
            return refuse("time", "time_out_of_range");
        if (seconds)
            time = Instant::from_seconds(*seconds);
        else if (text)
            if (auto parsed = parse_instant(trimmed(*text))) time = *parsed;
        if (!time) return refuse("time", "bad_time");
        event_.time = time->floor_seconds();
        if (event_.time < earliest || event_.time > now_ + days(365))
            return refuse("time", "time_out_of_range");
        return {};
    }

    Step read_value() {
        auto name = named("currency", "value_currency");
        auto currency = account_.currency;
        if (auto node = root_[name]; !node.is_nothing()) {
            auto parsed = Currency::parse(trimmed(node.string().value_or("")));
            if (!parsed || !parsed->is_known()) return refuse(name, "bad_currency");
            currency = *parsed;
        }
        auto node = root_["value"];
        if (node.is_nothing()) return {};
        auto money = money_in(node, currency);
        if (!money) return refuse("value", "bad_value");
        event_.value = *money;
        return {};
    }

    /// A decimal as text, or a number. Numbers come out of other programs' sums with an error in
    /// their last digits (19.990000000000002): that is none of a currency's digits.
    static std::optional<Money> money_in(JsonNode node, Currency currency) {
        Result<Money> money = fail(ErrorKind::invalid, "is no number");
        if (auto text = node.string()) {
            money = parse_decimal(trimmed(*text), currency);
        } else if (node.kind() == JsonKind::integer) {
            if (auto whole = node.integer(); whole && std::abs(double(*whole)) < most_major)
                money = money_from(*whole, 1, currency);
        } else if (auto number = node.number(); number && std::abs(*number) < most_major) {
            double minor = *number * std::pow(10, currency.exponent());
            if (std::abs(minor - std::round(minor)) <= 1e-6 + std::abs(minor) * 1e-12)
                money = Money{std::llround(minor), currency};
        }
        return money ? std::optional(*money) : std::nullopt;
    }

    Step read_unique_id() {
        auto given = id("unique_id", "bad_unique_id", most_unique_id_bytes);
        if (!given) return std::unexpected(given.error());
        event_.unique_id = given->empty() ? std::to_string(event_.time.seconds()) : *given;
        return {};
    }

    Step read_properties() {
        auto node = root_["properties"];
        event_.properties = "{}";
        if (node.is_nothing()) return {};
        if (!node.is_object()) return refuse("properties", "bad_properties");
        if (node.size() > most_event_properties)
            return refuse("/properties", "too_many_properties", std::to_string(node.size()));
        event_.properties = node.text();
        if (event_.properties.size() > most_event_property_bytes)
            return refuse("/properties", "properties_too_large",
                          fmt::format("{} bytes", event_.properties.size()));
        return {};
    }

    const Line& line_;
    const model::Account& account_;
    Instant now_;
    JsonNode root_;
    EventLine event_;
};

}  // namespace

std::expected<EventLine, LineProblem> read_event_line(const Line& line,
                                                      const model::Account& account, Instant now,
                                                      std::vector<LineProblem>& notes) {
    return Reader(line, account, now).read(notes);
}

}  // namespace regulars::ingest
