// JSON: reading what comes from outside, within limits, and writing without intermediate trees.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace regulars {

enum class JsonKind { missing, null, boolean, integer, number, string, array, object };
std::string_view name_of(JsonKind kind);

/// A view of one value inside a JsonDocument, valid as long as that document. A key that is absent
/// gives a node of kind `missing`, on which every question has the answer "nothing".
class JsonNode {
  public:
    JsonNode() = default;

    JsonKind kind() const;
    bool is_missing() const { return document_ == nullptr; }
    /// Absent or null.
    bool is_nothing() const { return is_missing() || kind() == JsonKind::null; }
    bool is_object() const { return kind() == JsonKind::object; }
    bool is_array() const { return kind() == JsonKind::array; }

    std::optional<bool> boolean() const;
    /// A JSON integer, or a number without fraction that fits.
    std::optional<std::int64_t> integer() const;
    std::optional<double> number() const;
    std::optional<std::string_view> string() const;

    /// The member's value, or missing. Linear in the number of members.
    JsonNode operator[](std::string_view key) const;
    /// Elements of an array or members of an object; 0 for anything else.
    std::size_t size() const;
    /// Visits the elements of an array, in order.
    void each(const std::function<void(JsonNode)>& visit) const;
    /// Visits the members of an object, in order.
    void each_member(const std::function<void(std::string_view key, JsonNode)>& visit) const;
    /// The value as compact JSON.
    std::string text() const;

  private:
    friend class JsonDocument;
    JsonNode(const void* document, std::size_t index) : document_(document), index_(index) {}
    const void* document_ = nullptr;  // the two words of a simdjson::dom::element
    std::size_t index_ = 0;
};

struct JsonLimits {
    std::size_t max_bytes = 64u << 20;
    std::size_t max_depth = 64;
};

/// One parsed text. Owns everything its nodes point to; moving it keeps nodes valid.
class JsonDocument {
  public:
    /// Cost: one pass of simdjson (about 1 GB/s). Errors: invalid (malformed, not UTF-8, too deep;
    /// the message names the kind of fault), exhausted (larger than the limit).
    static Result<JsonDocument> parse(std::string_view text, JsonLimits limits = {});
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;
    ~JsonDocument();
    JsonNode root() const;

  private:
    struct Tape;
    explicit JsonDocument(std::unique_ptr<Tape> tape);
    std::unique_ptr<Tape> tape_;
};

/// Appends JSON to a string, placing commas itself. The caller balances begin and end.
class JsonWriter {
  public:
    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& key(std::string_view name);

    /// `text` is UTF-8.
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
    JsonWriter& value(std::int64_t n);
    JsonWriter& value(int n) { return value(std::int64_t(n)); }
    JsonWriter& value(std::uint64_t n);
    /// Shortest text that reads back the same; null when not finite.
    JsonWriter& value(double n);
    JsonWriter& value(std::nullptr_t) { return raw("null"); }
    template <class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : value(nullptr);
    }
    JsonWriter& value(const std::vector<std::string>& texts);
    /// Appends text that is JSON already.
    JsonWriter& raw(std::string_view json);

    template <class T>
    JsonWriter& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }
    void clear() { out_.clear(), comma_ = false; }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

  private:
    JsonWriter& open(char c);
    JsonWriter& close(char c);
    void separate();
    std::string out_;
    bool comma_ = false;  // whether the next value needs a comma before it
};

}  // namespace regulars
