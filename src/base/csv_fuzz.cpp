// Fuzzes the CSV reader: rows end, lines grow, and what is written back reads the same.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "base/csv.hpp"
#include "base/csv_encoding.hpp"
#include "base/text.hpp"

using namespace regulars;

namespace {

/// Rows as a form gives them: those without fault can be written, and read again as they are.
void read_all(std::string_view text, const CsvForm& form) {
    constexpr CsvLimits limits{.field_bytes = 200, .row_bytes = 2'000, .columns = 20};
    CsvReader reader(std::make_unique<TextSource>(text), form, limits);
    CsvRow row;
    std::int64_t last = 0;
    while (auto found = reader.next(row)) {
        if (!*found) break;
        REGULARS_ASSERT(row.line > last, "rows begin on later and later lines");
        last = row.line;
        REGULARS_ASSERT(!row.fields.empty() && row.fields.size() <= limits.columns,
                        "a row has fields, within the limit");
        if (row.fault != CsvFault::none) continue;
        std::string written;
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            REGULARS_ASSERT(is_utf8(row.fields[i]), "fields are UTF-8");
            if (i > 0) written += ',';
            written += csv_field(row.fields[i]);
        }
        // A mark at the beginning of a file is no text.
        bool is_text = written.size() > 2 && written.find('\'') == std::string::npos &&
                       !written.starts_with("\xEF\xBB\xBF");
        if (!is_text) continue;
        CsvReader again(std::make_unique<TextSource>(written), {});
        CsvRow copy;
        auto read = again.next(copy);
        REGULARS_ASSERT(read && *read, "what is written can be read");
        REGULARS_ASSERT(copy.fields.size() == row.fields.size(), "with as many fields");
        for (std::size_t i = 0; i < copy.fields.size(); ++i)
            REGULARS_ASSERT(copy.fields[i] == row.fields[i], "that are the same");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    TextSource source(text);
    if (auto form = csv_form_of(source)) read_all(text, *form);
    // What somebody says of it may be wrong: then there is an error, and never text that is none.
    constexpr const char* names[] = {"UTF-8", "UTF-16 LE", "UTF-16 BE", "Windows-1252", "CP949"};
    TextSource again(text);
    auto encoding = csv_encoding_named(names[size % std::size(names)]).value();
    if (auto form = csv_form_in(again, encoding)) read_all(text, *form);
    return 0;
}
