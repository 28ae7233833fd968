// Bytes to a file and back, with checksums; renaming into place.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/snapshot_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace regulars::audience {
namespace {

constexpr char magic[16] = "regulars-index\0";
constexpr std::size_t piece_bytes = 1 << 20;  // read and hashed while it is in the cache

/// Four independent lanes of eight bytes, so that hashing keeps up with reading. Against accidents,
/// not against attackers.
class Checksum {
  public:
    explicit Checksum(std::uint64_t count)
        : lanes_{count, ~count, count ^ 0x9e3779b97f4a7c15u, count + 1} {}
    /// Every piece but the last is a multiple of 32 bytes.
    void add(const void* bytes, std::size_t size) {
        auto* at = static_cast<const unsigned char*>(bytes);
        for (; size >= 32; size -= 32, at += 32) block(at);
        if (size > 0) {
            unsigned char rest[32] = {};
            std::memcpy(rest, at, size);
            block(rest);
        }
    }
    std::uint64_t value() const {
        std::uint64_t all = 0;
        for (auto lane : lanes_) all = (all ^ lane) * factor, all ^= all >> 29;
        return all;
    }

  private:
    static constexpr std::uint64_t factor = 0xff51afd7ed558ccdu;
    void block(const unsigned char* at) {
        for (int i = 0; i < 4; ++i) {
            std::uint64_t word;
            std::memcpy(&word, at + 8 * i, 8);
            lanes_[i] = (lanes_[i] ^ word) * factor;
            lanes_[i] ^= lanes_[i] >> 32;
        }
    }
    std::uint64_t lanes_[4];
};

Error failed(int number, const std::filesystem::path& file) {
    return {ErrorKind::unavailable, std::string("the index's file: ") + std::strerror(number),
            file.string()};
}

}  // namespace

SnapshotWriter::SnapshotWriter(std::filesystem::path file, int descriptor)
    : file_(std::move(file)), beside_(file_), descriptor_(descriptor) {
    beside_ += ".new";
    buffer_.reserve(piece_bytes);
}
SnapshotWriter::SnapshotWriter(SnapshotWriter&& other) noexcept
    : file_(std::move(other.file_)),
      beside_(std::move(other.beside_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      failure_(other.failure_),
      buffer_(std::move(other.buffer_)) {}

SnapshotWriter::~SnapshotWriter() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(beside_.c_str());
}

Result<SnapshotWriter> SnapshotWriter::create(const std::filesystem::path& file) {
    auto beside = file;
    beside += ".new";
    int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return std::unexpected(failed(errno, beside));
    SnapshotWriter writer(file, descriptor);
    writer.write(magic, sizeof magic);
    return writer;
}

void SnapshotWriter::write(const void* bytes, std::size_t size) {
    auto flush = [&](const char* at, std::size_t left) {
        while (left > 0 && failure_ == 0) {
            auto written = ::write(descriptor_, at, left);
            if (written < 0 && errno != EINTR) failure_ = errno;
            if (written > 0) at += written, left -= std::size_t(written);
        }
    };
    if (buffer_.size() + size > piece_bytes) flush(buffer_.data(), buffer_.size()), buffer_.clear();
    auto* at = static_cast<const char*>(bytes);
    if (size > piece_bytes)
        flush(at, size);
    else
        buffer_.insert(buffer_.end(), at, at + size);
}

void SnapshotWriter::array(const void* bytes, std::size_t count, std::size_t element) {
    std::uint64_t n = count;
    Checksum checksum(n);
    checksum.add(bytes, count * element);
    auto sum = checksum.value();
    write(&n, 8);
    write(bytes, count * element);
    write(&sum, 8);
}

Result<void> SnapshotWriter::finish() {
    for (std::size_t at = 0; at < buffer_.size() && failure_ == 0;) {
        auto written = ::write(descriptor_, buffer_.data() + at, buffer_.size() - at);
        if (written < 0 && errno != EINTR) failure_ = errno;
        if (written > 0) at += std::size_t(written);
    }
    buffer_.clear();
    // On disk before it has the name, or a power cut could leave the name with half the file.
    if (failure_ == 0 && ::fsync(descriptor_) != 0) failure_ = errno;
    if (failure_ == 0 && ::rename(beside_.c_str(), file_.c_str()) != 0) failure_ = errno;
    if (failure_ != 0) return std::unexpected(failed(failure_, file_));
    ::close(std::exchange(descriptor_, -1));
    return {};
}

SnapshotReader::SnapshotReader(SnapshotReader&& other) noexcept
    : file_(std::move(other.file_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      left_(other.left_),
      is_damaged_(other.is_damaged_) {}
SnapshotReader::~SnapshotReader() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<SnapshotReader> SnapshotReader::open(const std::filesystem::path& file) {
    int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT)
        return fail(ErrorKind::not_found, "there is no file of an index", file.string());
    if (descriptor < 0) return std::unexpected(failed(errno, file));
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        int number = errno;
        ::close(descriptor);
        return std::unexpected(failed(number, file));
    }
    SnapshotReader reader(file, descriptor, std::uint64_t(status.st_size));
    char found[sizeof magic] = {};
    if (!reader.read(found, sizeof found) || std::memcmp(found, magic, sizeof magic) != 0)
        return fail(ErrorKind::invalid, "this is no file of an index", file.string());
    return reader;
}

bool SnapshotReader::read(void* bytes, std::size_t size) {
    if (size > left_) is_damaged_ = true;
    auto* at = static_cast<char*>(bytes);
    for (std::size_t done = 0; done < size && !is_damaged_;) {
        auto got = ::read(descriptor_, at + done, size - done);
        if (got == 0 || (got < 0 && errno != EINTR)) is_damaged_ = true;
        if (got > 0) done += std::size_t(got);
    }
    if (!is_damaged_) left_ -= size;
    return !is_damaged_;
}

/// How many elements follow; 0 where no file this long could hold them.
std::uint64_t SnapshotReader::count(std::size_t element) {
    std::uint64_t n = 0;
    if (!read(&n, 8)) return 0;
    if (n > left_ / element) is_damaged_ = true;
    return is_damaged_ ? 0 : n;
}

void SnapshotReader::elements(void* bytes, std::uint64_t count, std::size_t element) {
    if (is_damaged_) return;
    Checksum checksum(count);
    auto* at = static_cast<char*>(bytes);
    for (std::uint64_t left = count * element; left > 0;) {
        auto piece = std::min<std::uint64_t>(left, piece_bytes);
        if (!read(at, piece)) return;
        checksum.add(at, piece);
        at += piece, left -= piece;
    }
    std::uint64_t sum = 0;
    if (read(&sum, 8) && sum != checksum.value()) is_damaged_ = true;
}

Result<void> SnapshotReader::finish() {
    if (is_damaged_ || left_ != 0)
        return fail(ErrorKind::invalid, "the file of an index is damaged", file_.string());
    return {};
}

}  // namespace regulars::audience
