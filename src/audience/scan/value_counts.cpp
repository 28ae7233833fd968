// Counts codes, then reads back those that occur.
// SPDX-License-Identifier: Apache-2.0
#include "audience/scan/value_counts.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "audience/scan/shown_property.hpp"
#include "base/text.hpp"

namespace regulars::audience {
namespace {

using Counts = std::vector<std::uint32_t>;  // by key; what 0 stands for shows nothing

/// Counts the keys of one layout's rows, a batch at a time.
template <class Rows>
class KeyCounting {
  public:
    KeyCounting(const Rows& rows, const ShownProperty& property, Counts& counts)
        : column_(rows, property), counts_(counts) {}
    void add(Range range) {
        for (auto row = range.begin; row < range.end; ++row) {
            rows_[size_++] = row;
            if (size_ == rows_.size()) finish();
        }
    }
    void finish() {
        column_.read({rows_.data(), size_}, keys_.data());
        for (std::size_t i = 0; i < size_; ++i) ++counts_[keys_[i]];
        size_ = 0;
    }

  private:
    ShownProperty::Column<Rows> column_;
    Counts& counts_;
    std::array<std::uint32_t, 1'024> rows_, keys_;
    std::size_t size_ = 0;
};

void count_events(const Columns& columns, const MetricRows& rows, const ShownProperty& property,
                  Counts& counts) {
    KeyCounting folded(rows.folded(), property, counts);
    KeyCounting loose(rows.loose(), property, counts);
    for (std::uint32_t ordinal = 0; ordinal < columns.people().end(); ++ordinal) {
        if (rows.is_apart(ordinal))
            loose.add(rows.loose_range(ordinal));
        else
            folded.add(rows.folded().range(ordinal));
    }
    folded.finish();
    loose.finish();
}

/// `texts(key)` says what a key shows.
template <class TextsOfKey>
std::vector<ValueCount> most_frequent(const Counts& counts, const ValueQuestion& question,
                                      TextsOfKey texts) {
    std::vector<std::uint32_t> keys;
    for (std::uint32_t key = 1; key < counts.size(); ++key)
        if (counts[key] > 0) keys.push_back(key);
    if (keys.size() > most_values_looked_at) {
        auto last = keys.begin() + std::ptrdiff_t(most_values_looked_at);
        std::ranges::nth_element(keys, last, std::greater<>(),
                                 [&](std::uint32_t key) { return counts[key]; });
        keys.erase(last, keys.end());
    }
    std::unordered_map<std::string, std::int64_t> by_text;
    auto part = lowered(question.part);
    for (auto key : keys)
        for (auto& text : texts(key))
            if (part.empty() || lowered(text).find(part) != std::string::npos)
                by_text[std::move(text)] += counts[key];
    std::vector<ValueCount> found;
    found.reserve(by_text.size());
    for (auto& [text, count] : by_text) found.push_back({text, count});
    auto shown = std::min(question.most, found.size());
    std::ranges::partial_sort(found, found.begin() + std::ptrdiff_t(shown), [](auto& a, auto& b) {
        return a.count != b.count ? a.count > b.count : a.text < b.text;
    });
    found.resize(shown);
    return found;
}

}  // namespace

std::vector<ValueCount> values_of(const Columns& columns, const ValueQuestion& question) {
    if (question.metrics.empty()) {
        auto* attribute = columns.people().attribute(Place::custom, question.property);
        if (!attribute) return {};
        Counts counts(attribute->values.size() + 1);
        for (std::uint32_t ordinal = 0; ordinal < columns.people().end(); ++ordinal)
            ++counts[attribute->codes[ordinal]];
        return most_frequent(counts, question, [&](std::uint32_t code) {
            return texts_of(attribute->values.value(code));
        });
    }
    ShownProperty property(columns, question.property);
    Counts counts(property.keys());
    if (counts.size() == 1) return {};
    for (auto metric : question.metrics)
        if (auto* rows = columns.metric(metric)) count_events(columns, *rows, property, counts);
    return most_frequent(counts, question, [&](std::uint32_t key) { return property.texts(key); });
}

}  // namespace regulars::audience
