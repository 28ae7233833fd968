// Integers of one column in as many bits as the largest needs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace regulars::audience {

/// Made once, then read. Any element is one unaligned load, a shift and a mask.
class Packed {
  public:
    /// `fill(push)` pushes `size` numbers, none over `largest`.
    template <class Fill>
    static Packed made(std::size_t size, std::uint64_t largest, Fill fill);

    std::uint64_t operator[](std::size_t i) const {
        std::size_t bit = i * width_;
        std::uint64_t word;
        std::memcpy(&word, bytes_.data() + bit / 8, 8);
        return word >> (bit % 8) & mask_;
    }
    /// `take(i, number)` of those at some places, one after the other.
    template <class Take>
    void read(std::span<const std::uint32_t> at, Take take) const {
        const auto* bytes = bytes_.data();
        if (width_ == 8) {
            for (std::size_t i = 0, n = at.size(); i < n; ++i) take(i, bytes[at[i]]);
            return;
        }
        const auto width = width_;
        const auto mask = mask_;
        for (std::size_t i = 0, n = at.size(); i < n; ++i) {
            std::size_t bit = at[i] * width;
            std::uint64_t word;
            std::memcpy(&word, bytes + bit / 8, 8);
            take(i, word >> (bit % 8) & mask);
        }
    }
    std::size_t size() const { return size_; }
    std::size_t memory_bytes() const { return bytes_.capacity(); }

    template <class File>
    void exchange(File& file) {
        file(size_), file(width_), file(mask_), file(bytes_);
    }

    Packed() : Packed(0, 0) { bytes_.resize(8); }

  private:
    Packed(std::size_t size, unsigned width)
        : size_(size),
          width_(width),
          mask_(width == 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << width) - 1) {}

    std::size_t size_, width_;
    std::uint64_t mask_;
    std::vector<std::uint8_t> bytes_;
};

template <class Fill>
Packed Packed::made(std::size_t size, std::uint64_t largest, Fill fill) {
    auto width = unsigned(std::bit_width(largest));
    if (width > 57) width = 64;  // else a number could reach over more than eight bytes
    Packed packed(size, width);
    packed.bytes_.resize((size * width + 7) / 8 +
                         8);  // so that a load of eight bytes never ends outside
    std::size_t bit = 0;
    fill([&](std::uint64_t number) {
        std::uint64_t word;
        std::memcpy(&word, packed.bytes_.data() + bit / 8, 8);
        word |= number << (bit % 8);
        std::memcpy(packed.bytes_.data() + bit / 8, &word, 8);
        bit += width;
    });
    return packed;
}

/// Mutable small integers whose width in bytes follows the largest: 1, 2 or 4.
class Codes {
  public:
    std::uint32_t operator[](std::size_t i) const {
        if ((i + 1) * width_ > bytes_.size()) return 0;
        std::uint32_t code = 0;
        std::memcpy(&code, bytes_.data() + i * width_, width_);
        return code;
    }
    void set(std::size_t i, std::uint32_t code) {
        unsigned needed = code < 1u << 8 ? 1 : code < 1u << 16 ? 2 : 4;
        if (needed > width_) widen(needed);
        if ((i + 1) * width_ > bytes_.size()) {
            if (code == 0) return;
            bytes_.resize((i + 1) * width_);
        }
        std::memcpy(bytes_.data() + i * width_, &code, width_);
    }
    std::size_t memory_bytes() const { return bytes_.capacity(); }
    template <class File>
    void exchange(File& file) {
        file(width_), file(bytes_);
    }

  private:
    void widen(unsigned width) {
        Codes wider;
        wider.width_ = width;
        wider.bytes_.resize(bytes_.size() / width_ * width);
        for (std::size_t i = 0; i < bytes_.size() / width_; ++i) {
            auto code = (*this)[i];
            std::memcpy(wider.bytes_.data() + i * width, &code, width);
        }
        *this = std::move(wider);
    }
    unsigned width_ = 1;
    std::vector<std::uint8_t> bytes_;
};

}  // namespace regulars::audience
