// Cells as people write them, and headers in four languages.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_cells.hpp"

#include <gtest/gtest.h>

#include "ingest/import_guess.hpp"

namespace regulars::ingest {
namespace {

using model::ImportTarget;

template <class T>
T must(Result<T> result) {
    REGULARS_ASSERT(result, result.error().text().c_str());
    return std::move(*result);
}

TEST(ImportGuess, KnowsHeadersOfFourLanguages) {
    struct Case {
        std::vector<std::string> headers;
        std::vector<ImportTarget> targets;
    };
    using enum ImportTarget;
    const Case cases[] = {
        {{"Email", "Phone Number", "First Name", "Last Name", "Date of Birth", "ZIP",
          "Email Marketing Consent", "Email Marketing Consent Timestamp"},
         {email, phone, first_name, last_name, birthday, postal_code, email_consent, consent_time}},
        {{"Correo electrónico", "Teléfono", "Nombre", "Apellidos", "Cumpleaños", "Ciudad",
          "Consentimiento", "Fecha de consentimiento"},
         {email, phone, first_name, last_name, birthday, city, email_consent, consent_time}},
        {{"Adresse e-mail", "Téléphone", "Prénom", "Nom", "Date de naissance", "Code postal",
          "Consentement", "Date d'inscription"},
         {email, phone, first_name, last_name, birthday, postal_code, email_consent, consent_time}},
        {{"이메일", "휴대폰 번호", "이름", "성", "생년월일", "우편번호", "이메일 수신 동의",
          "동의 일시"},
         {email, phone, first_name, last_name, birthday, postal_code, email_consent, consent_time}},
        {{"E-mail", "Email 2", "Loyalty ID", ""}, {email, property, property, skip}},
    };
    for (auto& test : cases) {
        std::vector<ImportTarget> guessed;
        for (auto& column : guess_columns(test.headers, {}, {})) guessed.push_back(column.target);
        EXPECT_EQ(guessed, test.targets) << test.headers[0];
    }
}

TEST(ImportGuess, TellsTypesByTheFirstCells) {
    std::vector<std::string> headers{"Email", "Visits", "Since", "VIP",
                                     "Tags",  "Code",   "Note",  "Visits"};
    std::vector<std::vector<std::string>> samples{
        {"a@x.example", "12", "2024-01-05", "yes", "[\"a\"]", "007", "12", "1"},
        {"b@x.example", "1,000", "3/4/2024", "No", "[]", "010", "none", "2"}};
    auto columns = guess_columns(headers, samples, {});
    using enum model::ImportType;
    std::vector<model::ImportType> types;
    for (auto& column : columns) types.push_back(column.type);
    EXPECT_EQ(types, (std::vector{text, number, date, boolean, list, text, text, number}));
    EXPECT_EQ(columns[7].property, "Visits (2)");
}

TEST(ImportCells, AreReadAsPeopleWriteThem) {
    CellRules us, eu{.day_first = true, .decimal_comma = true};
    EXPECT_EQ(number_in("1,234.50", us), model::Property(1234.5));
    EXPECT_EQ(number_in("1.234,50", eu), model::Property(1234.5));
    EXPECT_EQ(number_in("-12", us), model::Property(std::int64_t(-12)));
    EXPECT_EQ(number_in("$1,000", us), model::Property(std::int64_t(1'000)));
    for (auto* bad : {"1,23", "1.2.3", "12a", "", ".", "--1", "1e5", "=1"})
        EXPECT_FALSE(number_in(bad, us)) << bad;
    EXPECT_EQ(date_in("3/4/2026", us), (LocalDate{2026, 3, 4}));
    EXPECT_EQ(date_in("3/4/2026", eu), (LocalDate{2026, 4, 3}));
    EXPECT_EQ(date_in("23/4/2026", us), (LocalDate{2026, 4, 23}));
    EXPECT_EQ(date_in("2026. 3. 4.", us), (LocalDate{2026, 3, 4}));
    EXPECT_EQ(date_in("04.03.99", eu), (LocalDate{1999, 3, 4}));
    for (auto* bad :
         {"2026-13-01", "1/2", "31/31/2024", "0/1/2024", "yesterday", "1/2/3/4", "2023-02-29"})
        EXPECT_FALSE(date_in(bad, us)) << bad;
    EXPECT_EQ(instant_in("2026-03-04T05:06:07Z", us), must(parse_instant("2026-03-04T05:06:07Z")));
    EXPECT_EQ(instant_in("2026-03-04 05:06:07+02:00", us),
              must(parse_instant("2026-03-04T03:06:07Z")));
    EXPECT_EQ(instant_in("3/4/2026 12:05 AM", us), must(parse_instant("2026-03-04T00:05:00Z")));
    EXPECT_EQ(instant_in("1700000000", us), Instant::from_seconds(1'700'000'000));
    EXPECT_EQ(instant_in("1700000000000", us), Instant::from_seconds(1'700'000'000));
    for (auto* bad : {"2026-03-04 25:00", "3/4/2026 noon", "now", "12"})
        EXPECT_FALSE(instant_in(bad, us)) << bad;
    EXPECT_EQ(birthday_in("1904-03-04", us), (model::Birthday{std::nullopt, 3, 4}));
    EXPECT_EQ(birthday_in("--03-04", us), (model::Birthday{std::nullopt, 3, 4}));
    EXPECT_EQ(birthday_in("4/3", eu), (model::Birthday{std::nullopt, 3, 4}));
    EXPECT_FALSE(birthday_in("13/13", us));
    EXPECT_EQ(list_in("[\"a, b\",\"c\"]"), (std::vector<std::string>{"a, b", "c"}));
    EXPECT_EQ(list_in("vegan; nuts ;"), (std::vector<std::string>{"vegan", "nuts"}));
    EXPECT_EQ(list_in("vegan, nuts"), (std::vector<std::string>{"vegan", "nuts"}));
}

TEST(ImportCells, ConsentIsGrantedOnlyByWordsThatSaySo) {
    for (auto* word :
         {"yes", "TRUE", "1", "Subscribed", "opted-in", "Sí", "oui", "Abonné", "예", "동의"})
        EXPECT_EQ(consent_in(word), SaidConsent::granted) << word;
    for (auto* word :
         {"no", "False", "0", "", "never_subscribed", "NEVER SUBSCRIBED", "non", "아니요"})
        EXPECT_EQ(consent_in(word), SaidConsent::no) << word;
    for (auto* word : {"UNSUBSCRIBED", "opted out", "Désabonné", "dado de baja", "수신거부"})
        EXPECT_EQ(consent_in(word), SaidConsent::withdrawn) << word;
    for (auto* word : {"x", "X", "×"}) {
        EXPECT_EQ(consent_in(word), std::nullopt) << word;
        EXPECT_EQ(consent_in(word, Cross::beside_circles), SaidConsent::no) << word;
        EXPECT_EQ(boolean_in(word), true) << word;
        EXPECT_EQ(boolean_in(word, Cross::beside_circles), false) << word;
    }
    for (auto* word : {"O", "o", "○", "ㅇ"})
        EXPECT_EQ(consent_in(word), SaidConsent::granted) << word;
    for (auto* word : {"maybe", "2024-01-01", "=TRUE()", "yes please", "5"})
        EXPECT_EQ(consent_in(word), std::nullopt) << word;
}

}  // namespace
}  // namespace regulars::ingest
