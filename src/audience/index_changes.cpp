// The index's changes, which its columns carry out.
// SPDX-License-Identifier: Apache-2.0
#include "audience/columns/columns.hpp"
#include "audience/index.hpp"

namespace regulars::audience {

Index::Index() : columns_(std::make_unique<Columns>()) {}
Index::Index(std::unique_ptr<Columns> columns) : columns_(std::move(columns)) {}
Index::~Index() = default;
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;

void Index::put(const Person& person) { columns_->put(person); }
void Index::remove(ProfileId person) { columns_->remove(person); }
bool Index::add(ProfileId person, const PersonEvent& event) { return columns_->add(person, event); }
void Index::set_member(const std::string& group, ProfileId person,
                       std::optional<Instant> joined_at) {
    columns_->set_member(group, person, joined_at);
}
std::optional<Instant> Index::member_since(const std::string& group, ProfileId person) const {
    auto ordinal = columns_->people().find(person);
    auto* rows = columns_->group(group);
    return ordinal && rows ? rows->joined_at(*ordinal) : std::nullopt;
}
std::vector<ProfileId> Index::in_group(const std::string& group) const {
    std::vector<ProfileId> people;
    if (auto* rows = columns_->group(group)) {
        rows->each([&](std::uint32_t ordinal, Instant) {
            people.push_back(columns_->people().id(ordinal));
        });
    }
    return people;
}
void Index::fold() { columns_->fold(); }

std::int64_t Index::people() const { return columns_->people().people(); }
std::int64_t Index::events() const { return columns_->events(); }
std::size_t Index::memory_bytes() const { return columns_->memory_bytes(); }

std::optional<Person> Index::person(ProfileId person) const {
    auto ordinal = columns_->people().find(person);
    if (!ordinal) return std::nullopt;
    return columns_->person(*ordinal, {.all = true});
}

}  // namespace regulars::audience
