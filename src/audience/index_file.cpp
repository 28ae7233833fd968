// The index as a file.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/columns.hpp"
#include "audience/columns/snapshot_file.hpp"
#include "audience/index.hpp"

namespace regulars::audience {
namespace {

constexpr std::uint32_t version = 7;  // of what people are read as, too

}  // namespace

Result<void> Index::save(const std::filesystem::path& file, std::int64_t sequence) const {
    auto writer = TRY(SnapshotWriter::create(file));
    auto written_version = version;
    writer(written_version), writer(sequence);
    writer(*columns_);  // reads only: members are visited by one function in both directions
    return writer.finish();
}

Result<std::pair<Index, std::int64_t>> Index::load(const std::filesystem::path& file) {
    auto reader = TRY(SnapshotReader::open(file));
    std::uint32_t found = 0;
    std::int64_t sequence = 0;
    reader(found);
    if (!reader.is_damaged() && found != version)
        return fail(ErrorKind::invalid, "the file of an index is of another version",
                    file.string());
    auto columns = std::make_unique<Columns>();
    reader(sequence), reader(*columns);
    TRY(reader.finish());
    return std::pair(Index(std::move(columns)), sequence);
}

}  // namespace regulars::audience
