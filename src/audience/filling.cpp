// Handing people and events on to the columns.
// SPDX-License-Identifier: Apache-2.0
#include "audience/filling.hpp"

#include "audience/columns/columns.hpp"

namespace regulars::audience {

Filling::Filling() : columns_(std::make_unique<Columns>()) {}
Filling::~Filling() = default;

void Filling::put(const Person& person) { columns_->put(person); }
std::vector<Filling::Code> Filling::codes_of(const PersonEvent& event) {
    return columns_->codes_of(event);
}
std::uint32_t Filling::property(std::string_view name) { return columns_->numbered(name); }
Filling::Code Filling::code_of_text(std::uint32_t property, std::string_view text) {
    return {property, columns_->code_of_text(property, text)};
}
bool Filling::append(ProfileId person, const PersonEvent& event, std::span<const Code> codes) {
    return columns_->append(person, event, codes);
}

Index Filling::made() && {
    columns_->fold();
    return Index(std::move(columns_));
}

}  // namespace regulars::audience
