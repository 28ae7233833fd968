// An index that was saved is loaded as it was; a file that is not whole is refused.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>

#include "audience/index.hpp"
#include "audience/random_people.hpp"

namespace regulars::audience {
namespace {

const Instant middle = *parse_instant("2026-06-17T15:00:00Z");

class IndexFile : public testing::Test {
  protected:
    IndexFile() {
        // A name for each test: CTest runs them side by side.
        folder_ = std::filesystem::path(testing::TempDir()) /
                  (std::string("regulars_index_") +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
        file_ = folder_ / "index";
        RandomPeople draw(7, middle);
        for (int i = 1; i <= 60; ++i) {
            people_.push_back(draw.person({i}));
            index_.put(people_.back());
            if (i == 40) index_.fold();
        }
        index_.remove({3});
        people_.erase(people_.begin() + 2);
        index_.set_member("SEGM01", {5}, std::nullopt);
        std::erase_if(people_[3].groups, [](const auto& g) { return g.group == "SEGM01"; });
    }
    ~IndexFile() override { std::filesystem::remove_all(folder_); }

    std::string bytes() const {
        std::ifstream in(file_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(const std::string& bytes) const { std::ofstream(file_, std::ios::binary) << bytes; }

    std::filesystem::path folder_, file_;
    Index index_;
    std::vector<Person> people_;
};

TEST_F(IndexFile, IsLoadedAsItWasSaved) {
    ASSERT_TRUE(index_.save(file_, 4711));
    auto loaded = Index::load(file_);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->second, 4711);
    auto& index = loaded->first;
    EXPECT_EQ(index.events(), index_.events());
    for (const auto& person : people_) EXPECT_EQ(index.person(person.id), person);
    EXPECT_EQ(index.people(), std::int64_t(people_.size()));
    // It goes on as the first would have.
    index.put(people_[5]);
    index.fold();
    index.put(
        {.id = {3}, .created_at = middle, .updated_at = middle, .groups = {{"SEGM01", middle}}});
    EXPECT_TRUE(index.person({3})->groups.empty());  // still decided here
    for (const auto& person : people_) EXPECT_EQ(index.person(person.id), person);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "index.new"));
}

TEST_F(IndexFile, TakesThePlaceOfAnEarlierOne) {
    write("something else");
    ASSERT_TRUE(index_.save(file_, 1));
    ASSERT_TRUE(index_.save(file_, 2));
    EXPECT_EQ(Index::load(file_)->second, 2);
}

TEST_F(IndexFile, IsRefusedWhenDamagedAnywhere) {
    ASSERT_TRUE(index_.save(file_, 1));
    const auto whole = bytes();
    for (std::size_t i = 0; i < whole.size(); i += 1 + whole.size() / 300) {
        auto damaged = whole;
        damaged[i] = char(damaged[i] ^ 0x10);
        write(damaged);
        auto loaded = Index::load(file_);
        ASSERT_FALSE(loaded) << "byte " << i;
        EXPECT_EQ(loaded.error().kind, ErrorKind::invalid);
    }
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 100) {
        write(whole.substr(0, size));
        EXPECT_FALSE(Index::load(file_)) << "cut at " << size;
    }
    write(whole + "x");
    EXPECT_FALSE(Index::load(file_));
}

TEST_F(IndexFile, SaysWhatIsWrong) {
    EXPECT_EQ(Index::load(file_).error().kind, ErrorKind::not_found);
    EXPECT_EQ(index_.save(folder_ / "no" / "folder", 1).error().kind, ErrorKind::unavailable);
    write("something else that is longer than sixteen bytes");
    EXPECT_EQ(Index::load(file_).error().message, "this is no file of an index");
}

}  // namespace
}  // namespace regulars::audience
