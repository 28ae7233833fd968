// What a cell says: numbers, dates, yes and no, consent, in the ways and languages people write
// them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/profile.hpp"

namespace regulars::ingest {

/// How ambiguous cells are meant.
struct CellRules {
    bool day_first = false;
    bool decimal_comma = false;
    Zone zone = Zone::utc();  // of times without one
};

/// Lower case, accents of Western European letters and everything but letters and digits gone:
/// "E-mail Adresse:" and "email adresse" are one. Other scripts stay.
std::string plain_words(std::string_view text);

/// "1234.5", "1,234.50", "$12", "1.234,5" by the rules. Nothing when it is no number.
std::optional<model::Property> number_in(std::string_view text, const CellRules& rules);
/// Whether a cross ("x", "×") stands in a column that has circles ("O", "○") too: there it is no.
enum class Cross { alone, beside_circles };
bool is_circle(std::string_view text);
/// Yes or no in English, Spanish, French or Korean, or 1 and 0; a cross alone ticks a box.
std::optional<bool> boolean_in(std::string_view text, Cross cross = Cross::alone);
/// 2026-03-04, 2026/3/4, 2026. 3. 4., 3/4/2026 and 4.3.2026 by the rules (a part above 12 decides).
std::optional<LocalDate> date_in(std::string_view text, const CellRules& rules);
/// A date, perhaps with a time (12 or 24 hours) and a zone; ISO 8601; seconds or milliseconds since
/// 1970.
std::optional<Instant> instant_in(std::string_view text, const CellRules& rules);
/// As date_in, or month and day alone ("--03-04", "03-04"). 1904 means that the year is not known.
std::optional<model::Birthday> birthday_in(std::string_view text, const CellRules& rules);
/// A JSON array of texts, or parts between semicolons, bars or commas.
std::vector<std::string> list_in(std::string_view text);

/// `no` says that somebody did not agree, or says nothing: it changes nothing. `withdrawn` says
/// that they unsubscribed.
enum class SaidConsent { no, granted, withdrawn };
/// Nothing when the words are not known, or a cross stands alone: it may mean either, and never
/// grants.
std::optional<SaidConsent> consent_in(std::string_view text, Cross cross = Cross::alone);

}  // namespace regulars::ingest
