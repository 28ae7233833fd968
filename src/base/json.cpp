// Reading through simdjson's DOM; writing by hand.
// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

namespace regulars {
namespace {

using Element = simdjson::dom::element;
static_assert(sizeof(Element) == 2 * sizeof(void*), "JsonNode keeps an element's two words");

Element element_of(const void* document, std::size_t index) {
    Element element;
    const void* words[2] = {document, reinterpret_cast<const void*>(index)};
    std::memcpy(static_cast<void*>(&element), words, sizeof element);
    return element;
}

std::pair<const void*, std::size_t> words_of(Element element) {
    const void* words[2];
    std::memcpy(words, static_cast<const void*>(&element), sizeof element);
    return {words[0], reinterpret_cast<std::size_t>(words[1])};
}

}  // namespace

std::string_view name_of(JsonKind kind) {
    switch (kind) {
        case JsonKind::missing:
            return "nothing";
        case JsonKind::null:
            return "null";
        case JsonKind::boolean:
            return "a boolean";
        case JsonKind::integer:
        case JsonKind::number:
            return "a number";
        case JsonKind::string:
            return "a string";
        case JsonKind::array:
            return "an array";
        case JsonKind::object:
            return "an object";
    }
    return "nothing";
}

JsonKind JsonNode::kind() const {
    if (is_missing()) return JsonKind::missing;
    switch (element_of(document_, index_).type()) {
        case simdjson::dom::element_type::ARRAY:
            return JsonKind::array;
        case simdjson::dom::element_type::OBJECT:
            return JsonKind::object;
        case simdjson::dom::element_type::INT64:
        case simdjson::dom::element_type::UINT64:
            return JsonKind::integer;
        case simdjson::dom::element_type::DOUBLE:
            return JsonKind::number;
        case simdjson::dom::element_type::STRING:
            return JsonKind::string;
        case simdjson::dom::element_type::BOOL:
            return JsonKind::boolean;
        case simdjson::dom::element_type::NULL_VALUE:
            return JsonKind::null;
    }
    return JsonKind::missing;
}

std::optional<bool> JsonNode::boolean() const {
    bool value;
    if (is_missing() || element_of(document_, index_).get(value)) return std::nullopt;
    return value;
}

std::optional<std::int64_t> JsonNode::integer() const {
    if (is_missing()) return std::nullopt;
    Element element = element_of(document_, index_);
    std::int64_t value;
    if (!element.get(value)) return value;
    double number;
    if (element.is_double() && !element.get(number) && std::trunc(number) == number &&
        std::abs(number) < 9e15)
        return std::int64_t(number);
    return std::nullopt;
}

std::optional<double> JsonNode::number() const {
    double value;
    if (is_missing() || element_of(document_, index_).get(value)) return std::nullopt;
    return value;
}

std::optional<std::string_view> JsonNode::string() const {
    std::string_view value;
    if (is_missing() || element_of(document_, index_).get(value)) return std::nullopt;
    return value;
}

JsonNode JsonNode::operator[](std::string_view key) const {
    simdjson::dom::object object;
    Element value;
    if (is_missing() || element_of(document_, index_).get(object) || object.at_key(key).get(value))
        return {};
    auto [document, index] = words_of(value);
    return {document, index};
}

std::size_t JsonNode::size() const {
    if (is_missing()) return 0;
    Element element = element_of(document_, index_);
    simdjson::dom::array array;
    simdjson::dom::object object;
    std::size_t count = 0;
    if (!element.get(array)) {
        for ([[maybe_unused]] auto e : array) ++count;
    } else if (!element.get(object)) {
        for ([[maybe_unused]] auto m : object) ++count;
    }
    return count;
}

void JsonNode::each(const std::function<void(JsonNode)>& visit) const {
    simdjson::dom::array array;
    if (is_missing() || element_of(document_, index_).get(array)) return;
    for (Element child : array) {
        auto [document, index] = words_of(child);
        visit({document, index});
    }
}

void JsonNode::each_member(const std::function<void(std::string_view, JsonNode)>& visit) const {
    simdjson::dom::object object;
    if (is_missing() || element_of(document_, index_).get(object)) return;
    for (auto member : object) {
        auto [document, index] = words_of(member.value);
        visit(member.key, {document, index});
    }
}

std::string JsonNode::text() const {
    return is_missing() ? "null" : simdjson::minify(element_of(document_, index_));
}

struct JsonDocument::Tape {
    simdjson::dom::parser parser;
    Element root;
};

namespace {

/// Tapes of documents that are gone, for the next ones that their thread reads: most of what
/// reading a small text costs is getting its memory and giving it back.
template <class Tape>
class Spares {
  public:
    static Spares& of_this_thread() {
        static thread_local Spares spares;
        return spares;
    }
    std::unique_ptr<Tape> take() {
        for (auto& spare : spares_)
            if (spare) return std::move(spare);
        return std::make_unique<Tape>();
    }
    void keep(std::unique_ptr<Tape> tape) {
        if (tape->parser.capacity() > largest) return;
        for (auto& spare : spares_)
            if (!spare) return void(spare = std::move(tape));
    }

  private:
    static constexpr std::size_t largest =
        256u << 10;  // bytes of text; a tape takes some 14 times as many
    std::array<std::unique_ptr<Tape>, 2> spares_;
};

}  // namespace

JsonDocument::JsonDocument(std::unique_ptr<Tape> tape) : tape_(std::move(tape)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() {
    if (tape_) Spares<Tape>::of_this_thread().keep(std::move(tape_));
}

Result<JsonDocument> JsonDocument::parse(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.max_bytes)
        return fail(ErrorKind::exhausted,
                    fmt::format("JSON is larger than {} bytes", limits.max_bytes));
    auto tape = Spares<Tape>::of_this_thread().take();
    auto& parser = tape->parser;
    bool is_ready = parser.capacity() >= text.size() && parser.max_depth() == limits.max_depth;
    if (auto error = is_ready ? simdjson::SUCCESS : parser.allocate(text.size(), limits.max_depth))
        return fail(ErrorKind::exhausted,
                    fmt::format("no memory to read JSON: {}", simdjson::error_message(error)));
    if (auto error = parser.parse(text.data(), text.size()).get(tape->root))
        return fail(ErrorKind::invalid,
                    fmt::format("is not JSON: {}", simdjson::error_message(error)));
    return JsonDocument(std::move(tape));
}

JsonNode JsonDocument::root() const {
    auto [document, index] = words_of(tape_->root);
    return {document, index};
}

void JsonWriter::separate() {
    if (comma_) out_ += ',';
    comma_ = true;
}

JsonWriter& JsonWriter::open(char c) {
    separate();
    out_ += c;
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::close(char c) {
    out_ += c;
    comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    value(name);
    out_ += ':';
    comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

namespace {

/// Where the first byte at or behind `at` stands that a JSON string escapes, or the text's end.
std::size_t plain_until(std::string_view text, std::size_t at) {
    // Eight bytes at once. Of a borrow the lowest flagged byte is always a true one, and no flag
    // means none.
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    auto has_less = [](std::uint64_t word, std::uint64_t n) {
        return (word - ones * n) & ~word & tops;
    };
    for (std::uint64_t word; text.size() - at >= sizeof word; at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (has_less(word, 0x20) | has_less(word ^ (ones * '"'), 1) |
            has_less(word ^ (ones * '\\'), 1))
            break;
    }
    for (; at < text.size(); ++at)
        if (auto c = static_cast<unsigned char>(text[at]); c < 0x20 || c == '"' || c == '\\') break;
    return at;
}

}  // namespace

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    out_ += '"';
    for (std::size_t at = 0;;) {
        std::size_t end = plain_until(text, at);
        out_.append(text, at, end - at);
        if (end == text.size()) break;
        auto c = static_cast<unsigned char>(text[end]);
        at = end + 1;
        switch (c) {
            case '"':
                out_ += "\\\"";
                break;
            case '\\':
                out_ += "\\\\";
                break;
            case '\n':
                out_ += "\\n";
                break;
            case '\r':
                out_ += "\\r";
                break;
            case '\t':
                out_ += "\\t";
                break;
            default:
                fmt::format_to(std::back_inserter(out_), "\\u{:04x}", unsigned(c));
        }
    }
    out_ += '"';
    return *this;
}

JsonWriter& JsonWriter::value(std::int64_t n) {
    separate();
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    out_.append(digits, end);
    return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t n) {
    separate();
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    out_.append(digits, end);
    return *this;
}

JsonWriter& JsonWriter::value(double n) {
    if (!std::isfinite(n)) return value(nullptr);
    separate();
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, n).ptr;
    out_.append(digits, end);
    return *this;
}

JsonWriter& JsonWriter::value(const std::vector<std::string>& texts) {
    begin_array();
    for (auto& text : texts) value(text);
    return end_array();
}

}  // namespace regulars
