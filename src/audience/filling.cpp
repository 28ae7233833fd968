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

void Filling::seek(std::uint32_t property, std::string_view text) {
    auto hash = columns_->values(property).seek(text, encoded_);
    sought_.push_back({property, hash, encoded_.size()});
}

Filling::Code Filling::found() {
    auto [property, hash, end] = sought_.at(found_++);
    auto encoded = std::span<const std::uint8_t>(encoded_).subspan(begin_, end - begin_);
    Code code{property, columns_->values(property).code_of_encoded(encoded, hash)};
    begin_ = end;
    if (found_ == sought_.size()) sought_.clear(), encoded_.clear(), found_ = begin_ = 0;
    return code;
}

bool Filling::append(ProfileId person, const PersonEvent& event, std::span<const Code> codes) {
    return columns_->append(person, event, codes);
}

Index Filling::made() && {
    columns_->fold();
    return Index(std::move(columns_));
}

}  // namespace regulars::audience
