// Guest records.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/row_text.hpp"
#include "sandbox/opentable/rows.hpp"

namespace regulars::sandbox::opentable {
namespace {

// "02079460123" as people at home dial it, or with the calling code where it is foreign or the host
// typed it so.
std::string shown_phone(const Restaurant& r, const Person& p, const Guest& g) {
    std::string digits = national_number(p.country, g.phone);
    bool foreign = calling_code_of(p.country) != calling_code_of(r.country);
    if (foreign && g.look % 2 == 0) {
        return "+" + std::string(calling_code_of(p.country)) + " " + digits.substr(0, 2) + " " +
               digits.substr(2, 4) + " " + digits.substr(6);
    }
    if (foreign || g.look % 13 == 0) return e164(p.country, g.phone);
    return p.country == Country::gb ? "0" + digits : digits;
}

void birthday(RowText& row, const Person& p, const Guest& g, const RowFaults& faults) {
    if (!g.shows_birthday) {
        row.raw("null");
        return;
    }
    if (faults.blanks_vary && p.birth_year != 0) {
        row.raw("\"")
            .number(p.birth_year)
            .raw(p.birth_month < 10 ? "-0" : "-")
            .number(p.birth_month);
        row.raw(p.birth_day < 10 ? "-0" : "-").number(p.birth_day).raw("\"");
        return;
    }
    row.raw("{\"name\":\"birthday\"");
    if (p.birth_year != 0 || g.look % 2 == 0) row.raw(",\"year\":").number(p.birth_year);
    row.raw(",\"month\":").number(p.birth_month).raw(",\"day\":").number(p.birth_day).raw("}");
}

void primary(RowText& row, std::string& out, std::uint64_t seed, const Restaurant& r,
             const Guest& g) {
    if (g.primary == 0) {
        row.raw("null");
        return;
    }
    row.raw("\"");
    if (g.look % 3 == 0) row.raw(named_host).raw("/sync/v2/guests/");
    if (g.look % 3 != 1) row.number(r.number).raw("-");
    append_tail(out, seed, Book::guests, r.number, g.primary - 1);
    row.raw("\"");
}

// A text that may be null, "" or absent when there is none.
void maybe_text(RowText& row, std::string_view key, std::string_view value, std::uint32_t look,
                bool blanks_vary) {
    if (value.empty() && blanks_vary && look % 3 == 0) return;
    row.raw(key);
    if (value.empty() && look % 2 == 0)
        row.raw("null");
    else
        row.text(value);
}

}  // namespace

void append_guest(std::string& out, const World& world, const Restaurant& r, std::uint32_t index,
                  Tier tier, const RowFaults& faults) {
    const Guest& g = r.guests[index];
    const Person& p = world.people()[g.person];
    std::uint64_t seed = world.options().seed;
    RowText row(out, r.clock, faults.without_z);
    bool says = !g.archived && !g.forgotten;  // the others keep their shell only

    row.raw("{\"id\":\"").number(r.number).raw("-");
    append_tail(out, seed, Book::guests, r.number, index);
    row.raw("\",\"href\":\"").raw(named_host).raw("/sync/v2/guests/").number(r.number).raw("-");
    append_tail(out, seed, Book::guests, r.number, index);
    row.raw("\",\"rid\":").number_or_text(r.number, faults.numbers_as_texts);
    row.raw(",\"sequence_id\":").number_or_text(g.sequence, faults.numbers_as_texts);
    row.raw(",\"gpid\":");
    if (g.has_network_id)
        row.text(network_id(seed, g.person));
    else
        row.raw("null");
    if (tier != Tier::copper) {
        if (says) {
            row.raw(",\"first_name\":")
                .text(shown_first_name(p, g))
                .raw(",\"last_name\":")
                .text(shown_last_name(p, g));
        } else {
            row.raw(g.look % 2 == 0 ? ",\"first_name\":\"\",\"last_name\":\"\""
                                    : ",\"first_name\":null,\"last_name\":null");
        }
        maybe_text(row, ",\"email\":", says ? shown_email(p, g) : "", g.look, faults.blanks_vary);
        row.raw(",\"email_optin\":");
        row.raw(!says                        ? "false"
                : g.opt_in == OptIn::unknown ? "null"
                : g.opt_in == OptIn::yes     ? "true"
                                             : "false");
        bool has_phone = says && g.phone != 0;
        maybe_text(row, ",\"phone\":", has_phone ? shown_phone(r, p, g) : "", g.look,
                   faults.blanks_vary);
        row.raw(",\"phone_type\":")
            .raw(!has_phone        ? "null"
                 : g.look % 7 == 0 ? "\"Home\""
                                   : "\"Mobile\"");
    }
    row.raw(",\"tags\":")
        .raw(!says || g.look % 9 != 0 ? "null" : R"(["gc:profile/regular","gc:diet/vegetarian"])");
    row.raw(",\"birth_date\":");
    birthday(row, p, g, faults);
    row.raw(",\"anniversary_date\":")
        .raw(says && g.look % 33 == 0 ? R"({"name":"anniversary","year":0,"month":10,"day":13})"
                                      : "null");
    row.raw(",\"updated_at\":").local(g.updated);
    row.raw(",\"forgotten\":").flag(g.forgotten).raw(",\"archived\":").flag(g.archived);
    if (tier != Tier::copper) {
        row.raw(",\"primary_guest\":");
        primary(row, out, seed, r, g);
        row.raw(",\"address\":")
            .raw(says && g.look % 51 == 0
                     ? R"({"line1":"5 Quay Road","city":"Harbour","postal_code":"00000"})"
                     : "null");
        if (!faults.fewer_keys) row.raw(",\"mail_opted_in\":false");
    }
    row.raw(",\"company_name\":").raw(g.look % 2 == 0 ? "\"\"" : "null");
    if (tier != Tier::copper) {
        row.raw(",\"phone_numbers\":[");
        if (says && g.phone != 0) {
            row.raw(g.look % 5 == 0 ? "{\"label\":null,\"number\":"
                                    : "{\"label\":\"Mobile\",\"number\":");
            row.text(national_number(p.country, g.phone)).raw(",\"country_code\":");
            if (faults.wrong_calling_code)
                row.raw(g.look % 2 == 0 ? "\"0\"" : "\"999\"");
            else
                row.text(calling_code_of(p.country));
            row.raw(",\"primary\":true}");
        }
        row.raw("]");
    }
    row.raw(",\"created_date\":").local(g.created).raw(",\"updated_at_utc\":").utc(g.updated);
    if (tier != Tier::copper) row.raw(",\"marketing_opted_out\":").flag(g.opted_out);
    row.raw(",\"notes\":").raw(says && g.look % 43 == 0 ? "\"Prefers table 12\"" : "null");
    row.raw(
        ",\"notes_special_relationship\":null,\"notes_food_and_drink\":null,\"notes_seating\":"
        "null");
    row.raw(",\"created_date_utc\":").utc(g.created);
    if (tier != Tier::copper) {
        std::int64_t last = says ? g.last_visit : 0, first = says ? g.first_visit : 0;
        row.raw(",\"date_last_visit\":").local(last).raw(",\"date_first_visit\":").local(first);
        row.raw(",\"date_last_visit_utc\":").utc(last).raw(",\"date_first_visit_utc\":").utc(first);
        if (g.hidden || !faults.fewer_keys) row.raw(",\"is_hidden\":").flag(g.hidden);
    }
    if (tier == Tier::platinum) {
        std::int64_t changed = says ? g.opt_in_changed : 0;
        row.raw(",\"date_email_opt_in_opt_out\":")
            .local(changed)
            .raw(",\"date_email_opt_in_opt_out_utc\":")
            .utc(changed);
        row.raw(",\"sms_opt_in\":null");
    }
    if (faults.unknown_key) row.raw(R"(,"dining_style":{"pace":"slow","likes":["patio"]})");
    row.raw("}");
}

}  // namespace regulars::sandbox::opentable
