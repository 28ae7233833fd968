// A file of arrays, each checked: what writes it and what reads it back walk over the same members.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "base/error.hpp"

namespace regulars::audience {

/// A file is 16 bytes ("regulars-index", two zeros), then arrays: the number of elements (8 bytes),
/// the elements as they lie in memory, 8 bytes of checksum over both. A number is an array of one,
/// a map or a vector of other things its size and then its members. The first array is the version;
/// it is to be raised with every change of what is kept, or of how. A file is for machines of one
/// byte order.
class SnapshotWriter {
  public:
    /// Writes beside `file`; nothing is at `file` before finish(). Errors: unavailable (the
    /// system's).
    static Result<SnapshotWriter> create(const std::filesystem::path& file);
    SnapshotWriter(SnapshotWriter&&) noexcept;
    SnapshotWriter& operator=(SnapshotWriter&&) = delete;
    ~SnapshotWriter();
    /// Errors: unavailable, also of anything that failed before.
    Result<void> finish();

    template <class T>
    void operator()(T& value);

  private:
    SnapshotWriter(std::filesystem::path file, int descriptor);
    void write(const void* bytes, std::size_t size);
    void array(const void* bytes, std::size_t count, std::size_t element);

    std::filesystem::path file_, beside_;
    int descriptor_;
    int failure_ = 0;  // errno of the first
    std::vector<char> buffer_;
};

class SnapshotReader {
  public:
    /// Errors: not_found, unavailable, invalid (no such file; the system's; not of this kind).
    static Result<SnapshotReader> open(const std::filesystem::path& file);
    SnapshotReader(SnapshotReader&&) noexcept;
    SnapshotReader& operator=(SnapshotReader&&) = delete;
    ~SnapshotReader();
    /// Whether all was read that is there, and as it was written. Errors: invalid.
    Result<void> finish();
    bool is_damaged() const { return is_damaged_; }

    template <class T>
    void operator()(T& value);

  private:
    SnapshotReader(std::filesystem::path file, int descriptor, std::uint64_t left)
        : file_(std::move(file)), descriptor_(descriptor), left_(left) {}
    bool read(void* bytes, std::size_t size);
    std::uint64_t count(std::size_t element);
    void elements(void* bytes, std::uint64_t count, std::size_t element);

    std::filesystem::path file_;
    int descriptor_;
    std::uint64_t left_;  // bytes
    bool is_damaged_ = false;
};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class... T>
struct IsMap<std::map<T...>> : std::true_type {};
template <class T>
concept Exchanged = requires(T& value, SnapshotReader& file) {
    value.exchange(file);
};

template <class T>
void SnapshotWriter::operator()(T& value) {
    if constexpr (Exchanged<T>) {
        value.exchange(*this);
    } else if constexpr (IsMap<T>::value) {
        std::uint64_t size = value.size();
        (*this)(size);
        for (auto& [key, kept] : value) {
            auto copy = key;
            (*this)(copy), (*this)(kept);
        }
    } else if constexpr (std::is_same_v<T, std::string>) {
        array(value.data(), value.size(), 1);
    } else if constexpr (IsVector<T>::value) {
        if constexpr (std::is_trivially_copyable_v<typename T::value_type>) {
            array(value.data(), value.size(), sizeof(typename T::value_type));
        } else {
            std::uint64_t size = value.size();
            (*this)(size);
            for (auto& kept : value) (*this)(kept);
        }
    } else {
        static_assert(std::is_trivially_copyable_v<T>);
        array(&value, 1, sizeof(T));
    }
}

template <class T>
void SnapshotReader::operator()(T& value) {
    if (is_damaged_) return;
    if constexpr (Exchanged<T>) {
        value.exchange(*this);
    } else if constexpr (IsMap<T>::value) {
        std::uint64_t size = 0;
        (*this)(size);
        value.clear();
        for (; size > 0 && !is_damaged_; --size) {
            typename T::key_type key{};
            (*this)(key);
            (*this)(value[key]);
        }
    } else if constexpr (std::is_same_v<T, std::string>) {
        auto n = count(1);
        value.resize(n);
        elements(value.data(), n, 1);
    } else if constexpr (IsVector<T>::value) {
        using Element = typename T::value_type;
        if constexpr (std::is_trivially_copyable_v<Element>) {
            auto n = count(sizeof(Element));
            value.resize(n);
            elements(value.data(), n, sizeof(Element));
        } else {
            std::uint64_t size = 0;
            (*this)(size);
            value.clear();
            for (; size > 0 && !is_damaged_; --size) (*this)(value.emplace_back());
        }
    } else {
        static_assert(std::is_trivially_copyable_v<T>);
        if (count(sizeof(T)) != 1)
            is_damaged_ = true;
        else
            elements(&value, 1, sizeof(T));
    }
}

}  // namespace regulars::audience
