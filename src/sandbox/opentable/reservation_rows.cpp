// Reservations, their checks, and the webhook's view of them.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/opentable/row_text.hpp"
#include "sandbox/opentable/rows.hpp"

namespace regulars::sandbox::opentable {
namespace {

void url(RowText& row, std::string& out, std::string_view path, std::uint64_t seed, Book book,
         std::uint32_t rid, std::uint32_t index) {
    row.raw("\"").raw(named_host).raw(path).number(rid).raw("-");
    append_tail(out, seed, book, rid, index);
    row.raw("\"");
}

void tables(RowText& row, const Reservation& v) {
    if (v.table == 0) {
        row.raw("null");
        return;
    }
    row.raw("[\"").number(v.table).raw("\"");
    if (v.second_table != 0) row.raw(",\"").number(v.second_table).raw("\"");
    row.raw("]");
}

void tags(RowText& row, const Reservation& v) {
    auto list = visit_tags(v);
    if (list.empty()) {
        row.raw("null");
        return;
    }
    char before = '[';
    for (auto tag : list) {
        row.raw({&before, 1}).text(tag);
        before = ',';
    }
    row.raw("]");
}

void check_ids(RowText& row, const Reservation& v) {
    row.raw("[\"").number(4000 + v.look % 90'000).raw("\"]");
}

void pos_data(RowText& row, const Reservation& v, bool as_texts) {
    if (!v.has_check()) {
        row.raw(
            R"({"check_ids":null,"pos_sub_total":null,"pos_tax":null,"pos_tip":null,"pos_total_spend":null})");
        return;
    }
    row.raw("{\"check_ids\":");
    check_ids(row, v);
    row.raw(",\"pos_sub_total\":")
        .number(v.check_subtotal)
        .raw(",\"pos_tax\":")
        .number(v.check_tax);
    row.raw(",\"pos_tip\":").number(v.check_tip);
    row.raw(",\"pos_total_spend\":").number_or_text(v.check_total(), as_texts).raw("}");
}

void experience(RowText& row, const Reservation& v) {
    if (v.look % 53 != 0 || v.origin != Origin::web) {
        row.raw("null");
        return;
    }
    std::int64_t subtotal = 6500LL * v.party, add_on = 1200, service = subtotal / 10,
                 tax = subtotal / 11;
    row.raw(R"({"experience_id":)").number(300'000 + v.look % 900);
    row.raw(
        R"(,"experience_title":"Chef's counter menu","experience_description":"Seven courses at the counter.\nWine on request.","subtotalAmount":)");
    row.number(subtotal)
        .raw(R"(,"add_ons":[{"ItemID":"5b7e0c1e-6a0d-4b8f-9a53-1f5a3a0d)")
        .number(1000 + v.look % 9000);
    row.raw(R"(","Quantity":1,"Price":)").number(add_on).raw(R"(,"LineTotal":)").number(add_on);
    row.raw(R"(,"LineSubtotalWithTaxes":)")
        .number(add_on + add_on / 10)
        .raw(R"(,"TaxAmount":)")
        .number(add_on / 10);
    row.raw(
        R"(,"Name":"Pairing","Description":"","CurrencyDenominator":0,"Taxes":[{"TaxID":1,"Label":"Tax","TaxPercent":10.0,"TaxOnItemAmount":)");
    row.number(add_on / 10).raw(R"(}]}],"addon_subtotal_amount":)").number(add_on + add_on / 10);
    row.raw(R"(,"diner_payment_status":null,"service_fee_amount":)")
        .number(service)
        .raw(R"(,"taxes_amount":)")
        .number(tax);
    row.raw(R"(,"tip_amount":)")
        .number(service)
        .raw(R"(,"total_amount":)")
        .number(subtotal + add_on + add_on / 10 + 2 * service + tax);
    row.raw("}");
}

void deposit(RowText& row, const Restaurant& r, const Reservation& v) {
    bool paid = v.look % 47 == 0 && v.origin == Origin::web;
    row.raw("{\"total_paid\":");
    if (paid)
        row.number(2500LL * v.party);
    else
        row.raw("null");
    row.raw(",\"total_refunded\":");
    if (paid && v.state == State::cancelled)
        row.number(2500LL * v.party);
    else
        row.raw("null");
    row.raw(",\"currency\":")
        .text_or_null(paid ? r.currency() : "")
        .raw(",\"currency_denominator\":100,\"status\":");
    row.raw(paid ? "\"paid\"}" : "null}");
}

void referrer(RowText& row, const Reservation& v) {
    if (v.origin != Origin::phone || v.look % 61 != 0) {
        row.raw("null");
        return;
    }
    row.raw(R"({"company":"Concierge Desk","id":"1999999994)").number(1000 + v.look % 9000);
    row.raw(
        R"(","first_name":"Connie","last_name":"Concierge","email":"concierge@example.com","phone":"2125550199"})");
}

void platinum_extras(RowText& row, const World& world, const Restaurant& r, const Reservation& v) {
    row.raw(",\"email\":");
    if (v.guest != 0) {
        const Guest& g = r.guests[v.guest - 1];
        row.text(shown_email(world.people()[g.person], g));
    } else {
        row.raw("\"\"");
    }
    bool web = v.origin == Origin::web;
    row.raw(",\"sms_opt_in\":null,\"quoted_wait_time\":")
        .number(v.waitlisted != 0 ? 5 + v.look % 40 : 0);
    row.raw(",\"online_source\":").raw(web ? "\"OpenTable\"" : "\"Phone/In-house\"");
    row.raw(",\"discovery_type\":")
        .raw(web ? (v.look % 3 == 0 ? "\"Marketplace\"" : "\"Direct\"") : "null");
    row.raw(",\"partner\":").raw(web && v.look % 19 == 0 ? "\"Google\"" : "null");
    row.raw(",\"campaign_details\":null,\"credit_card_status\":")
        .raw(web && v.look % 23 == 0 ? "\"Held\"" : "null");
    row.raw(",\"cancellation_date\":")
        .local(v.cancelled)
        .raw(",\"cancellation_date_utc\":")
        .utc(v.cancelled);
    row.raw(
        ",\"rest_ref_campaign_name\":null,\"rest_ref_campaign_id\":null,\"rest_ref_campaign_"
        "source\":null,\"ot_boost_type\":null");
}

}  // namespace

bool is_passing(State state) {
    switch (state) {
        case State::left_message:
        case State::wrong_number:
        case State::no_answer:
        case State::late:
        case State::appetizer:
        case State::dessert:
        case State::check_dropped:
        case State::cleared:
        case State::bus_table:
            return true;
        default:
            return false;
    }
}

void append_reservation(std::string& out, const World& world, const Restaurant& r,
                        std::uint32_t index, Tier tier, const RowFaults& faults) {
    const Reservation& v = r.reservations[index];
    std::uint64_t seed = world.options().seed;
    RowText row(out, r.clock, faults.without_z);
    bool texts = faults.numbers_as_texts;

    row.raw("{\"id\":\"").number(r.number).raw("-");
    append_tail(out, seed, Book::reservations, r.number, index);
    row.raw("\",\"href\":");
    url(row, out, "/sync/v2/reservations/", seed, Book::reservations, r.number, index);
    row.raw(",\"rid\":")
        .number_or_text(r.number, texts)
        .raw(",\"sequence_id\":")
        .number_or_text(v.sequence, texts);
    row.raw(",\"guest_id\":");
    if (v.guest != 0) {
        row.raw("\"").number(r.number).raw("-");
        append_tail(out, seed, Book::guests, r.number, v.guest - 1);
        row.raw("\",\"guest\":");
        url(row, out, "/sync/v2/guests/", seed, Book::guests, r.number, v.guest - 1);
    } else if (faults.blanks_vary && v.look % 2 == 0) {
        row.raw("\"\"");  // and no "guest" at all
    } else {
        row.raw("null,\"guest\":null");
    }
    if (!faults.fewer_keys) row.raw(",\"confirmation_id\":").number(v.confirmation);
    row.raw(",\"state\":")
        .text(faults.strange_state && is_passing(v.state) ? strange_state_name : name_of(v.state));
    row.raw(",\"table_number\":");
    tables(row, v);
    row.raw(",\"created_date\":").local(v.created).raw(",\"scheduled_time\":").local(v.scheduled);
    row.raw(",\"party_size\":").number_or_text(v.party, texts).raw(",\"visit_tags\":");
    tags(row, v);
    row.raw(",\"origin\":").text(name_of(v.origin)).raw(",\"updated_at\":").local(v.updated);
    row.raw(",\"seated_time\":")
        .local(v.seated)
        .raw(",\"done_time\":")
        .local(v.done)
        .raw(",\"pos_data\":");
    pos_data(row, v, texts);
    row.raw(",\"scheduled_time_utc\":").utc(v.scheduled);
    if (tier != Tier::copper) row.raw(",\"marketing_opted_out\":").flag(v.opted_out);
    std::string_view request = guest_request(v);
    if (!request.empty() || !faults.blanks_vary) {
        row.raw(",\"guest_request\":").text(request);
    } else if (v.look % 2 == 0) {
        row.raw(",\"guest_request\":null");
    }
    if (!faults.fewer_keys) {
        std::uint32_t note = v.look % 97;
        row.raw(",\"venue_notes\":")
            .raw(note < 3    ? "\"Regular: likes the corner\""
                 : note < 40 ? "\"\""
                             : "null");
        row.raw(",\"opentable_notes\":").raw(note == 4 ? "\"10% discount applied\"" : "\"\"");
    }
    if (v.area != Area::standard || !faults.blanks_vary)
        row.raw(",\"table_category\":").text_or_null(area_name(v.area));
    row.raw(",\"seated_time_utc\":").utc(v.seated).raw(",\"done_time_utc\":").utc(v.done);
    row.raw(",\"created_date_utc\":").utc(v.created).raw(",\"updated_at_utc\":").utc(v.updated);
    row.raw(",\"server\":").text_or_null(server_name(v.server));
    if (tier != Tier::copper && !faults.fewer_keys) {
        row.raw(",\"referrer\":");
        referrer(row, v);
        row.raw(",\"added_to_waitlist\":")
            .local(v.waitlisted)
            .raw(",\"added_to_waitlist_utc\":")
            .utc(v.waitlisted);
    }
    if (v.arrived != 0 || !faults.fewer_keys) {
        row.raw(",\"arrived_time\":").local(v.arrived).raw(",\"arrived_time_utc\":").utc(v.arrived);
    }
    row.raw(",\"currency_code\":").text_or_null(names_currency(v) ? r.currency() : "");
    row.raw(",\"currency_denominator\":").number_or_text(100, texts);
    if (tier != Tier::gold) {
        row.raw(",\"experience_details\":");
        experience(row, v);
        row.raw(",\"deposit\":");
        deposit(row, r, v);
    }
    if (tier == Tier::platinum) platinum_extras(row, world, r, v);
    if (faults.unknown_key)
        row.raw(R"(,"loyalty_context":{"level":"gold","points":[12,7],"note":null})");
    row.raw("}");
}

void append_pos_data(std::string& out, const World& world, const Restaurant& r, std::uint32_t index,
                     const RowFaults& faults) {
    const Reservation& v = r.reservations[index];
    std::uint64_t seed = world.options().seed;
    RowText row(out, r.clock, faults.without_z);
    row.raw("{\"id\":\"").number(r.number).raw("-");
    append_tail(out, seed, Book::reservations, r.number, index);
    row.raw("\",\"rid\":").number_or_text(r.number, faults.numbers_as_texts).raw(",\"guest_id\":");
    if (v.guest != 0) {
        row.raw("\"").number(r.number).raw("-");
        append_tail(out, seed, Book::guests, r.number, v.guest - 1);
        row.raw("\"");
    } else {
        row.raw("null");
    }
    row.raw(",\"confirmation_id\":").number(v.confirmation);
    row.raw(",\"currency_code\":")
        .text_or_null(names_currency(v) ? r.currency() : "")
        .raw(",\"currency_denominator\":100,\"check_ids\":");
    check_ids(row, v);
    row.raw(",\"pos_sub_total\":")
        .number(v.check_subtotal)
        .raw(",\"pos_tax\":")
        .number(v.check_tax);
    row.raw(",\"pos_tip\":")
        .number(v.check_tip)
        .raw(",\"pos_total_spend\":")
        .number_or_text(v.check_total(), faults.numbers_as_texts);
    row.raw(R"(,"pos_order_items":[{"name":"Set menu","quantity":)").number(v.party);
    row.raw(R"(,"comment":null,"price_per_unit":)")
        .number(v.check_subtotal / v.party)
        .raw(R"(,"ticket_item_modifiers":[]}]})");
}

std::string webhook_body(const World& world, const Restaurant& r, std::uint32_t index) {
    const Reservation& v = r.reservations[index];
    std::uint64_t seed = world.options().seed;
    std::string out;
    RowText row(out, r.clock, false), without_z(out, r.clock, true);
    row.raw("{\"sequence_id\":").number(v.sequence).raw(",\"guest_id\":");
    if (v.guest != 0)
        row.text(record_id(seed, Book::guests, r.number, v.guest - 1));
    else
        row.raw("null");
    row.raw(",\"confirmation_id\":")
        .number(v.confirmation)
        .raw(",\"state\":")
        .text(name_of(v.state))
        .raw(",\"table_number\":");
    tables(row, v);
    row.raw(",\"scheduled_time\":").local(v.scheduled).raw(",\"party_size\":").number(v.party);
    row.raw(",\"server\":")
        .text_or_null(server_name(v.server))
        .raw(",\"updated_at_utc\":")
        .utc(v.updated);
    row.raw(",\"id\":")
        .text(record_id(seed, Book::reservations, r.number, index))
        .raw(",\"href\":");
    url(row, out, "/sync/v2/reservations/", seed, Book::reservations, r.number, index);
    row.raw(",\"rid\":").number(r.number).raw(",\"guest\":");
    if (v.guest != 0)
        url(row, out, "/sync/v2/guests/", seed, Book::guests, r.number, v.guest - 1);
    else
        row.raw("null");
    row.raw(",\"created_date\":").local(v.created).raw(",\"visit_tags\":");
    tags(row, v);
    row.raw(",\"seated_time\":")
        .local(v.seated)
        .raw(",\"done_time\":")
        .local(v.done)
        .raw(",\"scheduled_time_utc\":");
    without_z.utc(v.scheduled);  // as the vendor's own sample has it
    row.raw(",\"guest_request\":")
        .text(guest_request(v))
        .raw(",\"venue_notes\":null,\"opentable_notes\":\"\",\"table_category\":");
    row.text_or_null(area_name(v.area))
        .raw(",\"seated_time_utc\":")
        .utc(v.seated)
        .raw(",\"done_time_utc\":")
        .utc(v.done);
    row.raw(",\"created_date_utc\":")
        .utc(v.created)
        .raw(",\"updated_at\":")
        .local(v.updated)
        .raw(",\"origin\":")
        .text(name_of(v.origin));
    row.raw(",\"arrived_time\":").local(v.arrived).raw(",\"arrived_time_utc\":").utc(v.arrived);
    row.raw(
        R"(,"deposit_details":{"totalPaid":null,"totalRefunded":null,"currency":null,"currencyDenominator":100,"status":null},"referrer":)");
    referrer(row, v);
    row.raw(",\"added_to_waitlist\":")
        .local(v.waitlisted)
        .raw(",\"added_to_waitlist_utc\":")
        .utc(v.waitlisted)
        .raw("}");
    return out;
}

}  // namespace regulars::sandbox::opentable
