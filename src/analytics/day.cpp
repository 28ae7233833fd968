// Reads a day's events into columns.
// SPDX-License-Identifier: Apache-2.0
#include "analytics/day.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "analytics/conditions.hpp"

namespace regulars::analytics {
namespace {

// A property with more texts than this in one day, and one in four events its own, is hardly a
// group: it is read again when somebody asks for it.
constexpr std::size_t many_texts = 64;
constexpr std::size_t most_properties = 200;

Result<std::uint32_t> small(ProfileId id) {
    if (id.value > std::numeric_limits<std::uint32_t>::max()) return fail(ErrorKind::exhausted, "there are more than four billion profiles");
    return std::uint32_t(id.value);
}

void sort_once(std::vector<std::uint32_t>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    ids.shrink_to_fit();
}

/// Collects one property while events come by; events before its first are without it.
struct Collected {
    std::vector<std::string> texts;
    std::unordered_map<std::string, std::uint32_t> code_of;
    std::vector<std::uint32_t> codes, ends;

    void fill_to(std::size_t events) { ends.resize(events, std::uint32_t(codes.size())); }
    void add(const std::string& text) {
        auto [known, is_new] = code_of.try_emplace(text, std::uint32_t(texts.size()));
        if (is_new) texts.push_back(text);
        codes.push_back(known->second);
    }
};

}  // namespace

void Column::set(std::vector<std::uint32_t> codes, std::vector<std::uint32_t> ends) {
    counts.assign(texts.size(), 0);
    for (auto code : codes) ++counts[code];
    bool single = texts.size() < 256;
    std::uint32_t begin = 0;
    for (auto end : ends) {
        unset += end == begin;
        single = single && end - begin <= 1;
        begin = end;
    }
    texts.shrink_to_fit();
    if (!single) {
        codes_ = std::move(codes);
        ends_ = std::move(ends);
        codes_.shrink_to_fit();
        ends_.shrink_to_fit();
        return;
    }
    single_.reserve(ends.size());
    begin = 0;
    for (auto end : ends) {
        single_.push_back(end == begin ? std::uint8_t(0) : std::uint8_t(codes[begin] + 1));
        begin = end;
    }
}

std::size_t Column::bytes() const {
    std::size_t n = sizeof(Column) + single_.capacity() + (codes_.capacity() + ends_.capacity() + counts.capacity()) * sizeof(std::uint32_t);
    for (auto& text : texts) n += sizeof(std::string) + (text.size() > 15 ? text.size() : 0);
    return n;
}

std::size_t Day::bytes() const {
    std::size_t n = sizeof(Day) + (people.capacity() + profiles.capacity() + second_of.capacity()) * sizeof(std::uint32_t) +
                    minor.capacity() * sizeof(std::int64_t) + currency_of.capacity() * sizeof(std::int16_t);
    for (auto& [name, column] : columns) n += name.size() + 64 + column.bytes();
    return n;
}

Result<std::shared_ptr<Day>> DayReader::people(std::int64_t day) const {
    auto read = std::make_shared<Day>();
    TRY(tx_.charts().occurrences(account_, metric_, start_of(day), start_of(day + 1), [&](const store::Occurrence& o) -> Result<void> {
        read->people.push_back(TRY(small(o.profile)));
        return {};
    }));
    sort_once(read->people);
    return read;
}

Result<std::shared_ptr<Day>> DayReader::whole(std::int64_t day, const std::set<std::string>& wanted) const {
    auto read = std::make_shared<Day>();
    read->is_whole = true;
    std::map<std::string, Collected, std::less<>> properties;
    Instant start = start_of(day);
    TRY(tx_.charts().events(account_, metric_, start, start_of(day + 1), [&](const model::Event& e) -> Result<void> {
        std::size_t index = read->profiles.size();
        read->profiles.push_back(TRY(small(e.profile)));
        read->second_of.push_back(std::uint32_t((e.time - start).count() / 1'000'000));
        read->minor.push_back(e.value ? e.value->minor : 0);
        std::int16_t currency = -1;
        if (e.value) {
            auto known = std::ranges::find(read->currencies, e.value->currency);
            currency = std::int16_t(known - read->currencies.begin());
            if (known == read->currencies.end()) read->currencies.push_back(e.value->currency);
        }
        read->currency_of.push_back(currency);
        auto document = TRY(JsonDocument::parse(e.properties));
        document.root().each_member([&](std::string_view name, JsonNode node) {
            auto texts = texts_of(node);
            if (texts.empty()) return;
            auto property = properties.find(name);
            if (property == properties.end()) {
                if (properties.size() >= most_properties && !wanted.contains(std::string(name))) return;
                property = properties.try_emplace(std::string(name)).first;
            }
            property->second.fill_to(index);
            // An item that stands twice in a list counts once.
            std::ranges::sort(texts);
            texts.erase(std::ranges::unique(texts).begin(), texts.end());
            for (auto& text : texts) property->second.add(text);
            property->second.fill_to(index + 1);
        });
        return {};
    }));
    std::size_t events = read->profiles.size();
    for (auto& [name, collected] : properties) {
        auto& texts = collected.texts;
        if (texts.size() > many_texts && texts.size() > events / 4 && !wanted.contains(name)) {
            read->left_out.insert(name);
            continue;
        }
        collected.fill_to(events);
        auto& column = read->columns[name];
        column.texts = std::move(texts);
        column.set(std::move(collected.codes), std::move(collected.ends));
    }
    if (read->currencies.empty()) {
        read->minor.clear();
        read->currency_of.clear();
    }
    for (auto* ids : {&read->profiles, &read->second_of}) ids->shrink_to_fit();
    read->minor.shrink_to_fit();
    read->currency_of.shrink_to_fit();
    read->people = read->profiles;
    sort_once(read->people);
    return read;
}

}  // namespace regulars::analytics
