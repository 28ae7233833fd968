// The headers that are known, in plain_words form.
// SPDX-License-Identifier: Apache-2.0
#include "ingest/import_guess.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace regulars::ingest {
namespace {

using model::ImportTarget;
using model::ImportType;
using enum ImportTarget;

struct Known {
    ImportTarget target;
    std::string_view headers;  // between spaces
};

constexpr Known known[] = {
    {email,
     "email emailaddress mail emailaddr guestemail customeremail primaryemail correo "
     "correoelectronico direcciondecorreo emaildelcliente courriel adresseemail adressemail "
     "adressecourriel adresseelectronique adressedecourriel 이메일 메일 이메일주소 전자우편"},
    {phone,
     "phone phonenumber mobile mobilephone cell cellphone telephone tel phone1 primaryphone "
     "guestphone mobilenumber telefono numerodetelefono movil celular telefonomovil "
     "portable mobilephonenumber numerodetelephone telephoneportable telephonemobile 전화 전화번호 "
     "휴대폰 휴대전화 휴대폰번호 연락처"},
    {external_id,
     "externalid customerid guestid memberid clientid idexterno iddecliente identifiantexterne "
     "idclient 고객번호 고객id 회원번호"},
    {first_name,
     "firstname first givenname fname forename nombre nombredepila primernombre prenom 이름"},
    {last_name, "lastname last surname familyname lname apellido apellidos nom nomdefamille 성"},
    {birthday,
     "birthday birthdate dateofbirth dob bday cumpleanos fechadenacimiento nacimiento anniversaire "
     "datedenaissance naissance 생일 생년월일"},
    {organization,
     "organization organisation company companyname business employer empresa organizacion "
     "compania entreprise societe 회사 회사명 조직"},
    {title, "title jobtitle position cargo puesto poste fonction 직함 직책"},
    {address,
     "address address1 street streetaddress addressline1 direccion calle domicilio adresse rue "
     "adresse1 주소"},
    {address2,
     "address2 addressline2 apartment unit direccion2 adresse2 complementdadresse 상세주소"},
    {city, "city town locality ciudad poblacion localidad ville 도시 시"},
    {region, "region state province stateprovince county estado provincia departement 지역 도 주"},
    {postal_code, "zip zipcode postalcode postcode postal codigopostal cp codepostal 우편번호"},
    {country, "country countrycode pais pays 국가 나라"},
    {language, "language locale lang preferredlanguage idioma lengua langue 언어"},
    {email_consent,
     "emailmarketingconsent emailconsent emailoptin emailmarketingsubscribed acceptsmarketing "
     "acceptsemailmarketing marketingoptin optin optedin consent emailmarketing "
     "subscribed emailsubscribed newsletter marketingconsent consentimiento consentimientoemail "
     "aceptamarketing suscrito aceptaemail consentement consentementemail "
     "accepteemail inscritnewsletter abonne 이메일수신동의 마케팅수신동의 수신동의 "
     "이메일마케팅동의 마케팅동의"},
    {sms_consent,
     "smsmarketingconsent smsconsent smsoptin textconsent acceptssmsmarketing textoptin "
     "consentimientosms aceptasms consentementsms acceptesms sms수신동의 문자수신동의"},
    {consent_time,
     "emailmarketingconsenttimestamp consenttime consentdate consenttimestamp consentedat "
     "optintime optindate optedinat subscribedat subscriptiondate confirmtime "
     "fechadeconsentimiento fechaconsentimiento fechadesuscripcion datedeconsentement "
     "dateconsentement dateinscription datedinscription 동의일 동의일시 수신동의일 구독일"},
    {consent_source,
     "consentsource consentmethod optinsource subscriptionsource howtheyconsented signupsource "
     "origendelconsentimiento metododeconsentimiento fuenteconsentimiento "
     "sourceconsentement sourceduconsentement methodedeconsentement 동의출처 동의방법 동의경로"},
};

std::optional<ImportTarget> target_of(const std::string& plain) {
    for (auto& [target, headers] : known)
        for (auto word : split(headers, ' '))
            if (!word.empty() && word == plain) return target;
    return std::nullopt;
}

ImportType type_of(std::size_t column, std::span<const std::vector<std::string>> samples,
                   const CellRules& rules) {
    bool any = false, numbers = true, dates = true, flags = true, lists = true,
         leading_zero = false;
    for (auto& row : samples) {
        if (column >= row.size()) continue;
        auto cell = trimmed(row[column]);
        if (cell.empty()) continue;
        any = true;
        leading_zero |= cell.size() > 1 && cell[0] == '0' &&
                        cell.find_first_not_of("0123456789") == std::string_view::npos;
        numbers &= number_in(cell, rules).has_value() && !cell.starts_with('+');
        dates &=
            date_in(cell, rules).has_value() ||
            (cell.size() > 10 && cell.find_first_not_of("0123456789") != std::string_view::npos &&
             instant_in(cell, rules).has_value());
        flags &= boolean_in(cell).has_value() && cell.size() > 1;
        lists &= cell.starts_with('[') && cell.ends_with(']');
    }
    if (!any) return ImportType::text;
    if (lists) return ImportType::list;
    if (flags) return ImportType::boolean;
    if (numbers && !leading_zero) return ImportType::number;
    return dates ? ImportType::date : ImportType::text;
}

}  // namespace

std::vector<model::ImportColumn> guess_columns(std::span<const std::string> headers,
                                               std::span<const std::vector<std::string>> samples,
                                               const CellRules& rules) {
    std::vector<model::ImportColumn> columns;
    std::set<ImportTarget> taken;
    std::set<std::string, std::less<>> names;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        model::ImportColumn column{.header = std::string(clipped(trimmed(headers[i]), 255))};
        auto target = target_of(plain_words(column.header));
        if (target && taken.insert(*target).second) {
            column.target = *target;
            if (auto name = model::property_of(*target); !name.empty()) names.emplace(name);
        } else if (!column.header.empty()) {
            column.target = property;
            column.type = type_of(i, samples, rules);
        }
        columns.push_back(std::move(column));
    }
    // After the fields have their names: "City" as a second column is "City (2)".
    for (auto& column : columns) {
        if (column.target != property) continue;
        column.property = column.header;
        for (int n = 2; !names.insert(column.property).second; ++n)
            column.property = fmt::format("{} ({})", clipped(column.header, 240), n);
    }
    return columns;
}

}  // namespace regulars::ingest
