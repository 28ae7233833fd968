// How values are written as bytes, found again by them, and read back.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/dictionary.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/error.hpp"

namespace regulars::audience {
namespace {

enum Kind : std::uint8_t { no, yes, integer, number, text, texts, first_shape };
constexpr std::size_t max_shapes = 240, max_shaped_bytes = 64, min_digits = 6;

void put_varint(std::vector<std::uint8_t>& out, std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out.push_back(std::uint8_t(n | 0x80));
    out.push_back(std::uint8_t(n));
}
std::uint64_t take_varint(const std::uint8_t*& at) {
    std::uint64_t n = 0;
    for (int shift = 0;; shift += 7) {
        std::uint8_t byte = *at++;
        n |= std::uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80) return n;
    }
}

bool is_between(char c, char first, char last) { return c >= first && c <= last; }

/// The shape of a text that is worth one, and its digits.
std::optional<Dictionary::Shape> shape_of(std::string_view text,
                                          std::vector<std::uint8_t>& digits) {
    if (text.size() > max_shaped_bytes || text.size() < min_digits) return std::nullopt;
    std::size_t decimal = 0;
    bool lower = false, upper = false;
    for (char c : text) {
        decimal += is_between(c, '0', '9');
        lower |= is_between(c, 'a', 'f');
        upper |= is_between(c, 'A', 'F');
    }
    if (decimal < min_digits) return std::nullopt;
    Dictionary::Shape shape{std::string(text), upper && !lower};
    digits.clear();
    for (char& c : shape.pattern) {
        if (c == '\0') return std::nullopt;
        if (is_between(c, '0', '9'))
            digits.push_back(std::uint8_t(c - '0'));
        else if (!shape.upper && is_between(c, 'a', 'f'))
            digits.push_back(std::uint8_t(c - 'a' + 10));
        else if (shape.upper && is_between(c, 'A', 'F'))
            digits.push_back(std::uint8_t(c - 'A' + 10));
        else
            continue;
        c = '\0';
    }
    return shape;
}

/// What shape_of() says, for less: whether the text is of this very shape, and its digits.
bool has_shape(std::string_view text, const Dictionary::Shape& shape,
               std::vector<std::uint8_t>& digits) {
    if (text.size() != shape.pattern.size()) return false;
    const char first_letter = shape.upper ? 'A' : 'a';
    std::size_t decimal = 0;
    bool has_letter_digit = false, has_capital = false;
    digits.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (shape.pattern[i] != '\0') {
            if (c != shape.pattern[i]) return false;
            has_capital |= is_between(c, 'A', 'F');
        } else if (is_between(c, '0', '9')) {
            digits.push_back(std::uint8_t(c - '0'));
            ++decimal;
        } else if (is_between(c, first_letter, char(first_letter + 5))) {
            digits.push_back(std::uint8_t(c - first_letter + 10));
            has_letter_digit = true;
        } else {
            return false;
        }
    }
    // Capitals are digits where there are no small letters that could be.
    bool is_upper = shape.upper ? has_letter_digit : has_capital && !has_letter_digit;
    return decimal >= min_digits && is_upper == shape.upper;
}

void put_shaped(std::vector<std::uint8_t>& out, std::uint8_t shape,
                std::span<const std::uint8_t> digits) {
    out.push_back(std::uint8_t(first_shape + shape));
    for (std::size_t i = 0; i < digits.size(); i += 2)
        out.push_back(std::uint8_t(digits[i] | (i + 1 < digits.size() ? digits[i + 1] << 4 : 0)));
}

// Ours, since files keep what it made.
std::uint32_t hash_of(std::span<const std::uint8_t> bytes) {
    std::uint64_t hash = bytes.size() * 0x9e3779b97f4a7c15u;
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + i, std::min<std::size_t>(8, bytes.size() - i));
        hash = (hash ^ word) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    return std::uint32_t(hash * 0x9e3779b97f4a7c15u >> 32);
}

}  // namespace

/// Whether it is written as it always will be: false where a shape had first to be given a number.
bool Dictionary::encode(const model::Property& value, std::vector<std::uint8_t>& out) const {
    out.clear();
    if (auto* flag = std::get_if<bool>(&value)) {
        out.push_back(*flag ? yes : no);
    } else if (auto* whole = std::get_if<std::int64_t>(&value)) {
        out.push_back(integer);
        put_varint(out, std::uint64_t(*whole) << 1 ^ std::uint64_t(*whole >> 63));
    } else if (auto* real = std::get_if<double>(&value)) {
        out.resize(9);
        out[0] = number;
        std::memcpy(out.data() + 1, real, 8);
    } else if (auto* words = std::get_if<std::string>(&value)) {
        return encode_text(*words, out);
    } else {
        auto& list = std::get<std::vector<std::string>>(value);
        out.push_back(texts);
        for (const auto& item : list) {
            put_varint(out, item.size());
            out.insert(out.end(), item.begin(), item.end());
        }
    }
    return true;
}

bool Dictionary::encode_text(std::string_view words, std::vector<std::uint8_t>& out) const {
    out.clear();
    thread_local std::vector<std::uint8_t> digits;
    if (likely_shape_ < shapes_.size() && has_shape(words, shapes_[likely_shape_], digits)) {
        put_shaped(out, likely_shape_, digits);
        return true;
    }
    if (auto shape = shape_of(words, digits)) {
        auto known = shape_numbers_.find(*shape);
        if (known != shape_numbers_.end()) {
            put_shaped(out, known->second, digits);
            return true;
        }
        if (shapes_.size() < max_shapes) return false;
    }
    out.push_back(text);
    out.insert(out.end(), words.begin(), words.end());
    return true;
}

std::uint32_t Dictionary::find_encoded(std::span<const std::uint8_t> encoded,
                                       std::uint32_t hash) const {
    return places_.find(
        hash, [&](std::uint32_t code) { return std::ranges::equal(entry(code), encoded); });
}

std::uint32_t Dictionary::code_of(const model::Property& value) {
    if (auto* words = std::get_if<std::string>(&value)) return code_of_text(*words);
    encode(value, scratch_);
    return code_of_encoded(scratch_, hash_of(scratch_));
}

void Dictionary::encode_new_text(std::string_view words) {
    if (!encode_text(words, scratch_)) {
        std::vector<std::uint8_t> digits;
        auto shape = *shape_of(words, digits);
        shape_numbers_[shape] = std::uint8_t(shapes_.size());
        shapes_.push_back(std::move(shape));
        encode_text(words, scratch_);
    }
    if (scratch_[0] >= first_shape) likely_shape_ = std::uint8_t(scratch_[0] - first_shape);
}

std::uint32_t Dictionary::code_of_text(std::string_view words) {
    encode_new_text(words);
    return code_of_encoded(scratch_, hash_of(scratch_));
}

std::uint32_t Dictionary::seek(std::string_view words, std::vector<std::uint8_t>& encoded) {
    encode_new_text(words);
    encoded.insert(encoded.end(), scratch_.begin(), scratch_.end());
    auto hash = hash_of(scratch_);
    places_.expect(hash);
    return hash;
}

std::uint32_t Dictionary::code_of_encoded(std::span<const std::uint8_t> encoded,
                                          std::uint32_t hash) {
    if (auto known = find_encoded(encoded, hash)) return known;
    REGULARS_ASSERT(bytes_.size() + encoded.size() < UINT32_MAX,
                    "a property has more than 4 GB of distinct values");
    bounds_.push(std::uint32_t(bytes_.size()), std::uint32_t(encoded.size()));
    bytes_.insert(bytes_.end(), encoded.begin(), encoded.end());
    places_.add(hash, size(), [&](std::uint32_t code) { return hash_of(entry(code)); });
    return size();
}

std::uint32_t Dictionary::find(const model::Property& value) const {
    std::vector<std::uint8_t> encoded;
    return encode(value, encoded) ? find_encoded(encoded, hash_of(encoded)) : 0;
}

model::Property Dictionary::value(std::uint32_t code) const {
    auto bytes = entry(code);
    const std::uint8_t *at = bytes.data() + 1, *end = bytes.data() + bytes.size();
    switch (bytes[0]) {
        case no:
            return false;
        case yes:
            return true;
        case integer: {
            auto n = take_varint(at);
            return std::int64_t(n >> 1) ^ -std::int64_t(n & 1);
        }
        case number: {
            double real;
            std::memcpy(&real, at, 8);
            return real;
        }
        case text:
            return std::string(at, end);
        case texts: {
            std::vector<std::string> list;
            while (at < end) {
                auto size = take_varint(at);
                list.emplace_back(at, at + size);
                at += size;
            }
            return list;
        }
        default: {
            const auto& shape = shapes_[bytes[0] - first_shape];
            std::string words = shape.pattern;
            std::size_t i = 0;
            for (char& c : words) {
                if (c != '\0') continue;
                int digit = at[i / 2] >> (i % 2 * 4) & 15;
                ++i;
                c = char(digit < 10 ? '0' + digit : (shape.upper ? 'A' : 'a') + digit - 10);
            }
            return words;
        }
    }
}

Dictionary::Form Dictionary::form(std::uint32_t code) const {
    switch (entry(code)[0]) {
        case no:
        case yes:
            return Form::boolean;
        case integer:
            return Form::whole;
        case number:
            return Form::real;
        case texts:
            return Form::list;
        default:
            return Form::text;
    }
}

std::size_t Dictionary::memory_bytes() const {
    return bytes_.capacity() + bounds_.memory_bytes() + places_.memory_bytes() +
           shapes_.size() * 200;
}

void Dictionary::shrink() {
    bytes_.shrink_to_fit();
    bounds_.shrink();
    places_.settle(size(), [&](std::uint32_t code) { return hash_of(entry(code)); });
}

}  // namespace regulars::audience
