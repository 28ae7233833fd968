// Looks through a metric's newest events, or through people, for what properties they carry.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <unordered_map>

#include "analytics/charts.hpp"

namespace regulars::analytics {
namespace {

constexpr int newest_events = 2'000;
constexpr std::size_t first_people = 5'000;
constexpr std::size_t most_distinct = 1'000, most_values = 50, most_properties = 200;

/// "2026-11-21", with or without a time behind it.
bool is_date(std::string_view text) {
    if (text.size() < 10 || (text.size() > 10 && text[10] != 'T' && text[10] != ' ')) return false;
    return parse_date(text.substr(0, 10)).has_value();
}

struct Seen {
    std::int64_t texts = 0, dates = 0, numbers = 0, booleans = 0, lists = 0;
    std::unordered_map<std::string, std::int64_t> counts;

    void add(JsonNode node) {
        switch (node.kind()) {
            case JsonKind::string:
                ++(is_date(*node.string()) ? dates : texts);
                break;
            case JsonKind::integer:
            case JsonKind::number:
                ++numbers;
                break;
            case JsonKind::boolean:
                ++booleans;
                break;
            case JsonKind::array:
                ++lists;
                break;
            default:
                break;
        }
        for (auto& text : texts_of(node))
            if (auto known = counts.find(text); known != counts.end())
                ++known->second;
            else if (counts.size() < most_distinct)
                counts.emplace(text, 1);
    }
    /// What most values are; a property that was never set is a text.
    std::string type() const {
        std::pair<std::int64_t, const char*> kinds[] = {{texts, "text"},
                                                        {dates, "date"},
                                                        {numbers, "number"},
                                                        {booleans, "boolean"},
                                                        {lists, "list"}};
        return std::ranges::max_element(kinds, {}, &std::pair<std::int64_t, const char*>::first)
            ->second;
    }
};

/// Every property of objects that were looked at, by name.
struct Properties {
    std::map<std::string, Seen, std::less<>> seen;

    void add(JsonNode object) {
        object.each_member([&](std::string_view name, JsonNode node) {
            auto known = seen.find(name);
            if (known == seen.end()) {
                if (seen.size() >= most_properties) return;
                known = seen.try_emplace(std::string(name)).first;
            }
            known->second.add(node);
        });
    }
    std::vector<PropertySummary> summaries() const {
        std::vector<PropertySummary> all;
        for (auto& [name, property] : seen) {
            PropertySummary summary{.name = name,
                                    .type = property.type(),
                                    .distinct = std::int64_t(property.counts.size())};
            summary.values.assign(property.counts.begin(), property.counts.end());
            std::ranges::sort(summary.values, [](auto& a, auto& b) {
                return a.second != b.second ? a.second > b.second : a.first < b.first;
            });
            if (summary.values.size() > most_values) summary.values.resize(most_values);
            all.push_back(std::move(summary));
        }
        return all;
    }
};

}  // namespace

Result<std::vector<PropertySummary>> summarize_people(store::Transaction& tx, AccountId account) {
    Properties properties;
    std::size_t seen = 0;
    constexpr auto enough = ErrorKind::cancelled;  // ends the walk, and is no error
    auto walked =
        tx.profiles().each(account, {}, [&](const model::Profile& profile) -> Result<void> {
            JsonWriter json;
            model::write(json, profile.fields.properties);
            properties.add(TRY(JsonDocument::parse(json.text())).root());
            return ++seen < first_people ? Result<void>() : fail(enough, "enough");
        });
    if (!walked && walked.error().kind != enough) return std::unexpected(walked.error());
    return properties.summaries();
}

Result<std::vector<PropertySummary>> summarize_properties(store::Transaction& tx, AccountId account,
                                                          MetricId metric) {
    Properties properties;
    for (auto& event : TRY(tx.events().feed(account, metric, std::nullopt, newest_events))) {
        properties.add(TRY(JsonDocument::parse(event.properties)).root());
    }
    return properties.summaries();
}

}  // namespace regulars::analytics
