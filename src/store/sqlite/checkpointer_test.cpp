// The log is moved into the file beside the writer, and before the writer goes on when there is too
// much of it.
// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/checkpointer.hpp"

#include "store/contract.hpp"
#include "store/sqlite/sqlite_store.hpp"

namespace regulars::store::sqlite {
namespace {

TEST(Checkpointer, MovesTheLogBeforeAWriterWithTooMuchOfItGoesOn) {
    TestFolder folder;
    SqliteOptions options{.file = folder.path() / "regulars.db"};
    auto writer = must(open_connection(options, Access::write));
    writer->leave_log();
    must(
        writer->execute("CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES "
                        "(zeroblob(10000000)), (zeroblob(40000000))"));
    ASSERT_GT(writer->log_pages(), checkpoint_pages)
        << "what an automatic checkpoint would have moved";
    auto before = std::filesystem::file_size(options.file);
    EXPECT_LT(before, 1'000'000u) << "the commit left the log alone";
    Checkpointer checkpointer(must(open_connection(options, Access::write)));
    checkpointer.committed(most_log_pages);
    EXPECT_GT(std::filesystem::file_size(options.file), 50'000'000u);
    must(writer->execute("INSERT INTO large VALUES (1)"));
    EXPECT_LT(writer->log_pages(), 10) << "the log begins anew";
}

}  // namespace
}  // namespace regulars::store::sqlite
