// Reads files and texts.
// SPDX-License-Identifier: Apache-2.0
#include "base/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace regulars {

Result<std::size_t> TextSource::read(std::span<char> into) {
    std::size_t n = std::min(into.size(), rest_.size());
    std::copy_n(rest_.data(), n, into.data());
    rest_.remove_prefix(n);
    return n;
}

Result<std::unique_ptr<FileSource>> FileSource::open(const std::filesystem::path& file) {
    if (std::filesystem::is_directory(file))
        return fail(ErrorKind::not_found, "is a folder, not a file", file.string());
    std::FILE* opened = std::fopen(file.c_str(), "rbe");
    if (!opened)
        return fail(ErrorKind::not_found,
                    std::string("the file cannot be read: ") + std::strerror(errno), file.string());
    return std::unique_ptr<FileSource>(new FileSource(opened));
}

Result<std::size_t> FileSource::read(std::span<char> into) {
    std::size_t n = std::fread(into.data(), 1, into.size(), file_.get());
    if (n < into.size() && std::ferror(file_.get()))
        return fail(ErrorKind::unavailable, "the file cannot be read to its end");
    return n;
}

}  // namespace regulars
