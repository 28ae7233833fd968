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

void Index::put(const Person& person) {
    columns_->put(person);
}
void Index::remove(ProfileId person) {
    columns_->remove(person);
}
bool Index::add(ProfileId person, const PersonEvent& event) {
    return columns_->add(person, event);
}
void Index::set_member(const std::string& group, ProfileId person,
                       std::optional<Instant> joined_at) {
    columns_->set_member(group, person, joined_at);
}
void Index::fold() {
    columns_->fold();
}

std::int64_t Index::people() const {
    return columns_->people().people();
}
std::int64_t Index::events() const {
    return columns_->events();
}
std::size_t Index::memory_bytes() const {
    return columns_->memory_bytes();
}

std::optional<Person> Index::person(ProfileId person) const {
    auto ordinal = columns_->people().find(person);
    if (!ordinal) return std::nullopt;
    return columns_->person(*ordinal, {.all = true});
}

}  // namespace regulars::audience
