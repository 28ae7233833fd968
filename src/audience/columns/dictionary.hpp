// The distinct values of one property, numbered in order of appearance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audience/columns/code_places.hpp"
#include "audience/columns/entry_bounds.hpp"
#include "model/profile.hpp"

namespace regulars::audience {

/// Codes count from 1; 0 stands for no value. Values are never taken out.
///
/// A value is kept as a byte for its kind and what its kind needs. Texts with six and more digits
/// (times, numbers, ids in hexadecimal) are kept as a shape ("....-..-..T..:..Z", at most 240 a
/// dictionary) and half a byte a digit; so an id that each reservation has anew takes half the
/// room. Limits: 4 GB of values, 2^32 - 2 of them.
class Dictionary {
  public:
    std::uint32_t code_of(const model::Property& value);
    std::uint32_t code_of_text(std::string_view text);
    /// Many texts in two steps, so that the memory of one is not waited for before the next is
    /// looked at: `seek` appends the text as it is kept, and says its hash; then its code.
    std::uint32_t seek(std::string_view text, std::vector<std::uint8_t>& encoded);
    std::uint32_t code_of_encoded(std::span<const std::uint8_t> encoded, std::uint32_t hash);
    /// 0: never seen.
    std::uint32_t find(const model::Property& value) const;
    model::Property value(std::uint32_t code) const;
    /// What a value is; no two of one form but list show the same text.
    enum class Form : std::uint8_t { boolean, whole, real, text, list };
    Form form(std::uint32_t code) const;
    /// The largest code.
    std::uint32_t size() const { return bounds_.size(); }
    std::size_t memory_bytes() const;
    /// Gives back what growing left spare.
    void shrink();

    struct Shape {
        std::string pattern;  // '\0' where a digit stands
        bool upper = false;   // hexadecimal digits above 9 are capitals
        auto operator<=>(const Shape&) const = default;
        template <class File>
        void exchange(File& file) {
            file(pattern), file(upper);
        }
    };
    template <class File>
    void exchange(File& file) {
        file(bytes_), file(bounds_), file(places_), file(shapes_), file(shape_numbers_);
    }

  private:
    bool encode(const model::Property& value, std::vector<std::uint8_t>& out) const;
    bool encode_text(std::string_view text, std::vector<std::uint8_t>& out) const;
    /// Into the scratch, with a number for its shape if need be.
    void encode_new_text(std::string_view text);
    std::span<const std::uint8_t> entry(std::uint32_t code) const {
        auto [start, length] = bounds_[code - 1];
        return {bytes_.data() + start, length};
    }
    std::uint32_t find_encoded(std::span<const std::uint8_t> encoded, std::uint32_t hash) const;

    std::vector<std::uint8_t> bytes_;
    EntryBounds bounds_;
    CodePlaces places_;
    std::vector<Shape> shapes_;
    std::map<Shape, std::uint8_t> shape_numbers_;
    std::uint8_t likely_shape_ = 0;  // the last text's: most texts of a property look alike
    std::vector<std::uint8_t> scratch_;
};

}  // namespace regulars::audience
