// Parses pages of reservations and guests.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/records.hpp"

#include <utility>

#include "base/text.hpp"
#include "sources/opentable/fields.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr std::size_t longest_id = 200;
constexpr std::size_t longest_excerpt = 2'048;
constexpr std::size_t most_phones = 10;

enum class ReservationField {
    other,
    id,
    sequence_id,
    guest_id,
    state,
    table_number,
    created,
    created_utc,
    scheduled,
    scheduled_utc,
    party_size,
    visit_tags,
    origin,
    updated,
    updated_utc,
    arrived,
    arrived_utc,
    seated,
    seated_utc,
    done,
    done_utc,
    pos_data,
    currency_code,
    currency_denominator,
    guest_request,
    table_category,
    server,
    cancelled,
    cancelled_utc
};
using enum ReservationField;
constexpr std::array<std::pair<std::string_view, ReservationField>, 28> reservation_fields{
    {{"id", id},
     {"sequence_id", sequence_id},
     {"guest_id", guest_id},
     {"state", state},
     {"table_number", table_number},
     {"created_date", created},
     {"created_date_utc", created_utc},
     {"scheduled_time", scheduled},
     {"scheduled_time_utc", scheduled_utc},
     {"party_size", party_size},
     {"visit_tags", visit_tags},
     {"origin", origin},
     {"updated_at", updated},
     {"updated_at_utc", updated_utc},
     {"arrived_time", arrived},
     {"arrived_time_utc", arrived_utc},
     {"seated_time", seated},
     {"seated_time_utc", seated_utc},
     {"done_time", done},
     {"done_time_utc", done_utc},
     {"pos_data", pos_data},
     {"currency_code", currency_code},
     {"currency_denominator", currency_denominator},
     {"guest_request", guest_request},
     {"table_category", table_category},
     {"server", server},
     {"cancellation_date", cancelled},
     {"cancellation_date_utc", cancelled_utc}}};

enum class GuestField {
    other,
    id,
    sequence_id,
    gpid,
    first_name,
    last_name,
    email,
    email_optin,
    phone,
    phone_numbers,
    birth_date,
    forgotten,
    archived,
    primary_guest,
    marketing_opted_out,
    updated,
    updated_utc,
    last_visit,
    last_visit_utc,
    opt_changed,
    opt_changed_utc
};
constexpr std::array<std::pair<std::string_view, GuestField>, 20> guest_fields{
    {{"id", GuestField::id},
     {"sequence_id", GuestField::sequence_id},
     {"gpid", GuestField::gpid},
     {"first_name", GuestField::first_name},
     {"last_name", GuestField::last_name},
     {"email", GuestField::email},
     {"email_optin", GuestField::email_optin},
     {"phone", GuestField::phone},
     {"phone_numbers", GuestField::phone_numbers},
     {"birth_date", GuestField::birth_date},
     {"forgotten", GuestField::forgotten},
     {"archived", GuestField::archived},
     {"primary_guest", GuestField::primary_guest},
     {"marketing_opted_out", GuestField::marketing_opted_out},
     {"updated_at", GuestField::updated},
     {"updated_at_utc", GuestField::updated_utc},
     {"date_last_visit", GuestField::last_visit},
     {"date_last_visit_utc", GuestField::last_visit_utc},
     {"date_email_opt_in_opt_out", GuestField::opt_changed},
     {"date_email_opt_in_opt_out_utc", GuestField::opt_changed_utc}}};

/// Everything one record's parsing needs.
template <class Field, std::size_t N>
struct Parsing {
    const Zone& zone;
    std::deque<std::string>& texts;
    FieldOrder<Field, N>& order;
};
using ReservationParsing = Parsing<ReservationField, reservation_fields.size()>;
using GuestParsing = Parsing<GuestField, guest_fields.size()>;

void find_faults(Record& record) {
    if (!record.node.is_object())
        record.fault = "is no object";
    else if (record.id.empty())
        record.fault = "has no id";
    else if (record.id.size() > longest_id)
        record.fault = "has too long an id", record.id = {};
    else if (!record.updated_at)
        record.fault = "has no time of update";
}

void read(Reservation& r, ReservationParsing& parsing) {
    struct State {
        Reservation& r;
        ReservationParsing& parsing;
        std::size_t position = 0;
        TwiceTold created, scheduled, updated, arrived, seated, done, cancelled;
    } s{r, parsing, 0, {}, {}, {}, {}, {}, {}, {}};
    r.node.each_member([&s](std::string_view name, JsonNode value) {
        Reservation& into = s.r;
        auto text = [&s, value] { return text_in(value, s.parsing.texts); };
        switch (s.parsing.order.find(s.position++, name)) {
            case other:
                break;
            case id:
                into.id = text();
                break;
            case sequence_id:
                into.sequence = integer_in(value).value_or(0);
                break;
            case guest_id:
                into.guest_id = text();
                break;
            case state:
                into.state = text();
                break;
            case table_number:
                into.tables = value;
                break;
            case created:
                s.created.local = value;
                break;
            case created_utc:
                s.created.utc = value;
                break;
            case scheduled:
                s.scheduled.local = value;
                break;
            case scheduled_utc:
                s.scheduled.utc = value;
                break;
            case party_size:
                into.party_size = integer_in(value);
                break;
            case visit_tags:
                into.tags = value;
                break;
            case origin:
                into.origin = text();
                break;
            case updated:
                s.updated.local = value;
                break;
            case updated_utc:
                s.updated.utc = value;
                break;
            case arrived:
                s.arrived.local = value;
                break;
            case arrived_utc:
                s.arrived.utc = value;
                break;
            case seated:
                s.seated.local = value;
                break;
            case seated_utc:
                s.seated.utc = value;
                break;
            case done:
                s.done.local = value;
                break;
            case done_utc:
                s.done.utc = value;
                break;
            case pos_data:
                into.pos_total = integer_in(value["pos_total_spend"]);
                break;
            case currency_code:
                into.currency_code = text();
                break;
            case currency_denominator:
                into.denominator = integer_in(value).value_or(100);
                break;
            case guest_request:
                into.guest_request = text();
                break;
            case table_category:
                into.table_category = text();
                break;
            case server:
                into.server = text();
                break;
            case cancelled:
                s.cancelled.local = value;
                break;
            case cancelled_utc:
                s.cancelled.utc = value;
                break;
        }
    });
    const Zone& zone = parsing.zone;
    r.created = s.created.instant(zone);
    r.scheduled = s.scheduled.instant(zone);
    r.updated_at = s.updated.instant(zone);
    r.arrived = s.arrived.instant(zone);
    r.seated = s.seated.instant(zone);
    r.done = s.done.instant(zone);
    r.cancelled = s.cancelled.instant(zone);
    if (r.guest_id.size() > longest_id) r.guest_id = {};
    find_faults(r);
    if (r.fault.empty() && !r.scheduled) r.fault = "has no scheduled time";
}

void read_phones(Guest& guest, JsonNode list, std::deque<std::string>& texts) {
    list.each([&](JsonNode entry) {
        if (guest.phones.size() >= most_phones) return;
        Phone phone{text_in(entry["number"], texts), text_in(entry["country_code"], texts),
                    boolean_in(entry["primary"]).value_or(false)};
        if (!phone.number.empty()) guest.phones.push_back(phone);
    });
}

void read(Guest& g, GuestParsing& parsing) {
    struct State {
        Guest& g;
        GuestParsing& parsing;
        std::size_t position = 0;
        TwiceTold updated, opt_changed;
    } s{g, parsing, 0, {}, {}};
    g.node.each_member([&s](std::string_view name, JsonNode value) {
        Guest& into = s.g;
        auto text = [&s, value] { return text_in(value, s.parsing.texts); };
        auto flag = [value] { return boolean_in(value).value_or(false); };
        switch (s.parsing.order.find(s.position++, name)) {
            case GuestField::other:
                break;
            case GuestField::id:
                into.id = text();
                break;
            case GuestField::sequence_id:
                into.sequence = integer_in(value).value_or(0);
                break;
            case GuestField::gpid:
                into.gpid = text();
                break;
            case GuestField::first_name:
                into.first_name = text(), into.has_personal_keys = true;
                break;
            case GuestField::last_name:
                into.last_name = text();
                break;
            case GuestField::email:
                into.email = text(), into.has_personal_keys = true;
                break;
            case GuestField::email_optin:
                into.email_optin = flag();
                break;
            case GuestField::phone:
                into.phone = text();
                break;
            case GuestField::phone_numbers:
                read_phones(into, value, s.parsing.texts);
                break;
            case GuestField::birth_date:
                into.birth_date = value;
                break;
            case GuestField::forgotten:
                into.forgotten = flag();
                break;
            case GuestField::archived:
                into.archived = flag();
                break;
            case GuestField::primary_guest:
                into.primary_guest = text();
                break;
            case GuestField::marketing_opted_out:
                into.marketing_opted_out = flag();
                break;
            case GuestField::updated:
                s.updated.local = value;
                break;
            case GuestField::updated_utc:
                s.updated.utc = value;
                break;
            case GuestField::last_visit:
            case GuestField::last_visit_utc:
                into.has_visited = into.has_visited || instant_in(value).has_value();
                break;
            case GuestField::opt_changed:
                s.opt_changed.local = value;
                break;
            case GuestField::opt_changed_utc:
                s.opt_changed.utc = value;
                break;
        }
    });
    g.updated_at = s.updated.instant(parsing.zone);
    g.opted_in_at = s.opt_changed.instant(parsing.zone);
    find_faults(g);
    // An erasure is obeyed even where the rest of the record is odd.
    if (g.forgotten && !g.id.empty()) {
        g.fault = {};
        if (!g.updated_at) g.updated_at = Instant{};
    }
}

Result<JsonDocument> parsed(std::string_view body) {
    auto document = JsonDocument::parse(body);
    if (!document)
        return fail(ErrorKind::unavailable, "OpenTable's answer " + document.error().message);
    return document;
}

template <class T, class Field, std::size_t N>
Result<Records<T>> page_from(std::string_view body, const Zone& zone,
                             const std::array<std::pair<std::string_view, Field>, N>& fields) {
    Records<T> page{TRY(parsed(body)), {}, {}, {}};
    JsonNode root = page.document.root(), items = root["items"];
    if (!items.is_array())
        return fail(ErrorKind::unavailable, "OpenTable's answer has no list of items");
    page.envelope = {integer_in(root["offset"]), boolean_in(root["hasNextPage"])};
    FieldOrder<Field, N> order(fields);
    Parsing<Field, N> parsing{zone, page.texts, order};
    page.items.reserve(items.size());
    items.each([&](JsonNode item) {
        T record;
        record.node = item;
        read(record, parsing);
        page.items.push_back(std::move(record));
    });
    return page;
}

}  // namespace

Result<Records<Reservation>> reservations_from(std::string_view body, const Zone& zone) {
    return page_from<Reservation>(body, zone, reservation_fields);
}

Result<Records<Guest>> guests_from(std::string_view body, const Zone& zone) {
    return page_from<Guest>(body, zone, guest_fields);
}

Result<Records<Guest>> guest_from(std::string_view body, const Zone& zone) {
    Records<Guest> page{TRY(parsed(body)), {}, {}, {}};
    if (!page.document.root().is_object())
        return fail(ErrorKind::unavailable, "OpenTable's answer is no guest");
    FieldOrder<GuestField, guest_fields.size()> order(guest_fields);
    GuestParsing parsing{zone, page.texts, order};
    Guest guest;
    guest.node = page.document.root();
    read(guest, parsing);
    page.items.push_back(std::move(guest));
    return page;
}

std::string excerpt(const Record& record) {
    return std::string(clipped(record.node.text(), longest_excerpt));
}

}  // namespace regulars::sources::opentable
