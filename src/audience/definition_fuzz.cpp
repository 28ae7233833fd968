// Fuzzes the reader of definitions: what it accepts is written so that it reads back equal.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "audience/definition.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    auto definition = regulars::audience::definition_from(text);
    if (!definition) {
        REGULARS_ASSERT(!definition.error().message.empty(), "an error says what is wrong");
        return 0;
    }
    regulars::JsonWriter once, twice;
    write(once, *definition);
    auto again = regulars::audience::definition_from(once.text());
    REGULARS_ASSERT(again.has_value(), "what is written is a definition");
    REGULARS_ASSERT(*again == *definition, "nothing is lost");
    write(twice, *again);
    REGULARS_ASSERT(once.text() == twice.text(), "writing is stable");
    return 0;
}
