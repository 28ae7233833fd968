// Joins the plan, the parser and the mapper into a Reader.
// SPDX-License-Identifier: Apache-2.0
#include "sources/opentable/connector.hpp"

#include <deque>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/beginning.hpp"
#include "sources/opentable/answers.hpp"
#include "sources/opentable/audit.hpp"
#include "sources/opentable/check.hpp"
#include "sources/opentable/mapping.hpp"
#include "sources/opentable/plan.hpp"
#include "sources/opentable/records.hpp"
#include "sources/opentable/rows.hpp"

namespace regulars::sources::opentable {
namespace {

constexpr std::string_view copper_notice =
    "OpenTable shows no email at this tier (Copper): guests and reservations are read, but make no "
    "profiles and no events. "
    "Ask OpenTable for the Gold or Platinum tier.";

/// The keys of the records that a page needs, each once, found again by the ids on the page.
class Keys {
  public:
    /// `id` lives as long as this.
    void add_guest(std::string_view id) {
        if (guests_.try_emplace(id, keys_.size()).second) keys_.push_back(guest_record_key(id));
    }
    void add_guest(std::string&& id) {
        add_guest(std::string_view(owned_.emplace_back(std::move(id))));
    }
    void add(const Guest& guest) { add(guests_, "guest", guest); }
    void add(const Reservation& reservation) { add(reservations_, "reservation", reservation); }

    std::optional<std::size_t> guest(std::string_view id) const { return in(guests_, id); }
    std::optional<std::size_t> place(const Guest& guest) const {
        return in(guests_, "guest", guest);
    }
    std::optional<std::size_t> place(const Reservation& reservation) const {
        return in(reservations_, "reservation", reservation);
    }
    std::span<const std::string> all() const { return keys_; }

  private:
    using Places = std::unordered_map<std::string_view, std::size_t>;

    void add(Places& places, std::string_view stream, const Record& record) {
        std::string_view id =
            record.id.empty() ? owned_.emplace_back(record_key(stream, record)) : record.id;
        if (places.try_emplace(id, keys_.size()).second)
            keys_.push_back(record_key(stream, record));
    }
    static std::optional<std::size_t> in(const Places& places, std::string_view id) {
        auto found = places.find(id);
        return found == places.end() ? std::nullopt : std::optional(found->second);
    }
    static std::optional<std::size_t> in(const Places& places, std::string_view stream,
                                         const Record& record) {
        return record.id.empty() ? in(places, record_key(stream, record)) : in(places, record.id);
    }

    std::vector<std::string> keys_;
    Places guests_, reservations_;
    std::deque<std::string> owned_;  // names of places that are on no page
};

struct OpenTablePage final : Page {
    std::optional<Records<Guest>> guests;
    std::optional<Records<Reservation>> reservations;
    Keys record_keys;
    std::string cursor;  // the plan's state after this page

    std::vector<std::string> asked;  // guest ids, in the order of the last `missing`
    std::set<std::string, std::less<>> all_asked;
    std::vector<Records<Guest>> supplied;  // guests fetched singly
    std::vector<std::string> not_found;

    std::int64_t records() const override {
        return guests         ? std::ssize(guests->items)
               : reservations ? std::ssize(reservations->items)
                              : 0;
    }
    std::span<const std::string> keys() const override { return record_keys.all(); }
};

/// What is remembered of a page's records, or null.
class Recollection {
  public:
    Recollection(const Keys& keys, const Remembered& remembered)
        : keys_(keys), remembered_(remembered) {
        REGULARS_ASSERT(keys.all().size() == remembered.size(), "one memory for each key");
    }
    const model::SourceRecord* of_guest(std::string_view id) const { return at(keys_.guest(id)); }
    template <class T>
    const model::SourceRecord* of(const T& record) const {
        return at(keys_.place(record));
    }

  private:
    const model::SourceRecord* at(std::optional<std::size_t> place) const {
        return place && remembered_[*place] ? &*remembered_[*place] : nullptr;
    }
    const Keys& keys_;
    const Remembered& remembered_;
};

/// Where a page shows a record twice, only its best version counts.
bool is_better(const Record& a, const Record& b) { return a.sequence >= b.sequence; }
bool is_better(const Reservation& a, const Reservation& b) {
    if (a.sequence != b.sequence) return a.sequence > b.sequence;
    return a.pos_total || !b.pos_total;
}

template <class T>
std::vector<const T*> best_of(const std::vector<T>& items) {
    std::vector<const T*> best;
    std::unordered_map<std::string_view, std::size_t> place;
    for (auto& item : items) {
        auto [known, is_new] =
            item.id.empty() ? std::pair(place.end(), true) : place.emplace(item.id, best.size());
        if (is_new)
            best.push_back(&item);
        else if (is_better(item, *best[known->second]))
            best[known->second] = &item;
    }
    return best;
}

class OpenTableReader final : public Reader {
  public:
    OpenTableReader(std::unique_ptr<Settings> settings, Credentials credentials, Plan plan,
                    Instant history_since, std::string cursor)
        : settings_(std::move(settings)),
          credentials_(std::move(credentials)),
          plan_(std::move(plan)),
          history_since_(history_since),
          cursor_(std::move(cursor)),
          revisits_(plan_.revisit_state()),
          reread_(plan_.reread_state()) {}

    net::HttpRequest token_request() const override {
        return opentable::token_request(*settings_, credentials_);
    }
    Result<Token> token_from(const net::HttpResponse& response, Instant now) override {
        return opentable::token_from(response, now);
    }
    void authorize(net::HttpRequest& request, const Token& token) const override {
        opentable::authorize(request, token);
    }
    std::string explain(const net::HttpResponse& response) const override {
        return opentable::explain(response);
    }
    Pace pace() const override { return pace_of(*settings_, credentials_); }

    std::optional<Ask> next(Instant now) override { return plan_.next(now); }

    Result<std::unique_ptr<Page>> read(net::HttpResponse& response, Instant now) override {
        auto page = std::make_unique<OpenTablePage>();
        Keys& keys = page->record_keys;
        if (plan_.is_at_guests()) {
            page->guests = TRY(guests_from(response.body, settings_->time_zone));
            TRY(plan_.take(page->guests->envelope, rows_of(page->guests->items), now));
            for (auto& guest : page->guests->items) note(keys, guest);
        } else {
            page->reservations = TRY(reservations_from(response.body, settings_->time_zone));
            TRY(plan_.take(page->reservations->envelope, rows_of(page->reservations->items), now));
            for (auto& reservation : page->reservations->items) {
                keys.add(reservation);
                if (!reservation.guest_id.empty()) keys.add_guest(reservation.guest_id);
            }
        }
        page->cursor = plan_.state();
        return page;
    }

    std::vector<Ask> missing(Page& base, const Remembered& remembered) override {
        auto& page = static_cast<OpenTablePage&>(base);
        Recollection memory(page.record_keys, remembered);
        std::set<std::string_view> here;  // ids of guests that the page or an answer holds
        auto read = [&](const std::vector<Guest>& guests) {
            for (auto& guest : guests) here.insert(guest.id);
        };
        if (page.guests) read(page.guests->items);
        for (auto& single : page.supplied) read(single.items);
        page.asked.clear();
        auto want = [&](std::string_view id) {
            if (id.empty() || memory.of_guest(id) || here.contains(id) ||
                page.all_asked.contains(id))
                return;
            page.all_asked.emplace(id);
            page.asked.emplace_back(id);
        };
        auto want_survivors = [&](const std::vector<Guest>& guests) {
            for (auto& guest : guests)
                if (guest.archived && !guest.forgotten) want(survivor_of(guest, settings_->rid));
        };
        // While everybody is being listed, survivors of merged guests come by themselves.
        if (page.guests && !plan_.is_listing_everybody()) want_survivors(page.guests->items);
        if (page.reservations)
            for (auto& reservation : page.reservations->items)
                if (reservation.fault.empty() && *reservation.scheduled >= history_since_)
                    want(reservation.guest_id);
        for (auto& single : page.supplied) want_survivors(single.items);
        std::vector<Ask> asks;
        for (auto& id : page.asked)
            asks.push_back({get(*settings_, fmt::format("/sync/v2/guests/{}", percent_encoded(id))),
                            "a single guest"});
        return asks;
    }

    Result<void> supply(Page& base, std::size_t index, const net::HttpResponse& response) override {
        auto& page = static_cast<OpenTablePage&>(base);
        const std::string& id = page.asked.at(index);
        if (response.status == 404) {
            page.not_found.push_back(id);
            return {};
        }
        auto single = TRY(guest_from(response.body, settings_->time_zone));
        if (single.items.front().id == id)
            page.supplied.push_back(std::move(single));
        else
            page.not_found.push_back(id);
        return {};
    }

    Result<ingest::Batch> map(Page& base, const Remembered& remembered, Instant) override {
        auto& page = static_cast<OpenTablePage&>(base);
        Recollection memory(page.record_keys, remembered);
        ingest::Batch batch;
        Mapper mapper(*settings_, history_since_, batch);
        std::unordered_map<std::string_view, GuestStatus> statuses;  // of this page's guests
        for (auto& id : page.not_found) {
            if (!memory.of_guest(id)) mapper.guest_not_found(id);
            statuses[id] = GuestStatus::not_found;
        }
        // Survivors stand before those who were merged into them.
        for (auto single = page.supplied.rbegin(); single != page.supplied.rend(); ++single)
            map_guest(mapper, memory, single->items.front(), statuses);
        if (page.guests)
            for (auto* guest : best_of(page.guests->items))
                map_guest(mapper, memory, *guest, statuses);
        if (page.reservations)
            for (auto* reservation : best_of(page.reservations->items)) {
                GuestStatus guest = GuestStatus::unknown;
                if (!reservation->guest_id.empty()) {
                    auto here = statuses.find(reservation->guest_id);
                    guest = here != statuses.end()
                                ? here->second
                                : guest_status_of(memory.of_guest(reservation->guest_id));
                }
                mapper.reservation(*reservation, memory.of(*reservation), guest);
            }
        plan_.mapped(batch.records.size());
        if (auto revisits = plan_.revisit_state(); revisits != revisits_) {
            revisits_ = revisits;
            batch.cursors.push_back(
                {.stream = std::string(Plan::revisit_stream), .state = std::move(revisits)});
        }
        if (auto reread = plan_.reread_state(); reread != reread_) {
            reread_ = reread;
            batch.cursors.push_back(
                {.stream = std::string(Plan::reread_stream), .state = std::move(reread)});
        }
        if (page.cursor != cursor_) {
            cursor_ = page.cursor;
            batch.cursors.push_back({.stream = std::string(Plan::stream), .state = cursor_});
        }
        return batch;
    }

    std::string progress() const override { return plan_.progress(); }
    double done() const override { return plan_.done(); }
    model::RunReach reach() const override { return plan_.reach(); }
    bool is_backfilling() const override { return plan_.is_backfilling(); }
    std::string notice() const override {
        return plan_.tier() == Tier::copper ? std::string(copper_notice) : std::string();
    }

  private:
    void note(Keys& keys, const Guest& guest) {
        keys.add(guest);
        if (guest.archived)
            if (auto survivor = survivor_of(guest, settings_->rid); !survivor.empty())
                keys.add_guest(std::move(survivor));
        if (guest.fault.empty() && !guest.archived && !guest.forgotten)
            plan_.show_tier(guest.has_personal_keys ? Tier::gold : Tier::copper);
    }

    void map_guest(Mapper& mapper, const Recollection& memory, const Guest& guest,
                   std::unordered_map<std::string_view, GuestStatus>& statuses) {
        auto* before = memory.of(guest);
        auto was = guest_status_of(before);
        auto status = mapper.guest(guest, before);
        bool is_lost = status == GuestStatus::forgotten && before && was != GuestStatus::forgotten;
        bool is_found = was == GuestStatus::not_found && status != GuestStatus::not_found;
        if (is_lost || is_found) plan_.revisit(std::string(guest.id));
        if (!guest.id.empty()) statuses[guest.id] = status;
    }

    std::unique_ptr<Settings> settings_;  // the plan refers to it
    Credentials credentials_;
    Plan plan_;
    Instant history_since_;
    std::string cursor_, revisits_, reread_;  // as last written
};

}  // namespace

std::span<const SettingName> OpenTable::settings() const { return setting_names(); }

Result<void> OpenTable::check_settings(std::string_view settings) const {
    TRY(settings_from(settings));
    return {};
}

Result<void> OpenTable::check_credentials(std::string_view credentials) const {
    TRY(credentials_from(credentials));
    return {};
}

Result<Instant> OpenTable::history_since(std::string_view, Instant now) const {
    return history_before(now);
}

Result<std::unique_ptr<Reader>> OpenTable::open(const Connection& connection,
                                                std::span<const model::Cursor> cursors) const {
    auto settings = std::make_unique<Settings>(TRY(settings_from(connection.integration.settings)));
    auto credentials = TRY(credentials_from(connection.credentials));
    auto plan = TRY(Plan::from(cursors, *settings, connection.integration.history_since));
    std::string cursor;
    for (auto& known : cursors)
        if (known.stream == Plan::stream) cursor = known.state;
    return std::make_unique<OpenTableReader>(std::move(settings), std::move(credentials),
                                             std::move(plan), connection.integration.history_since,
                                             std::move(cursor));
}

Result<Trial> OpenTable::try_connection(std::string_view settings, std::string_view credentials,
                                        net::HttpClient& client, const Clock& clock,
                                        std::stop_token stop) const {
    return trial_of(check_connection(settings, credentials, client, clock, std::move(stop)));
}

Result<std::unique_ptr<Audit>> OpenTable::audit(const Connection& connection, LocalDate from,
                                                LocalDate to) const {
    return std::make_unique<OpenTableAudit>(TRY(settings_from(connection.integration.settings)),
                                            TRY(credentials_from(connection.credentials)),
                                            connection.integration.history_since, from, to);
}

Result<model::Tracer> OpenTable::tracer(const Connection& connection) const {
    return tracer_of(TRY(settings_from(connection.integration.settings)));
}

std::vector<model::Cursor> OpenTable::reread(std::span<const model::Cursor> cursors, LocalDate from,
                                             LocalDate to,
                                             std::span<const model::Difference>) const {
    auto cursor = Plan::reread_cursor(cursors, from, to);
    return cursor ? std::vector{std::move(*cursor)} : std::vector<model::Cursor>{};
}

Result<Duration> OpenTable::interval(const Connection& connection) const {
    auto settings = TRY(settings_from(connection.integration.settings));
    return std::chrono::minutes(settings.interval_minutes);
}

std::vector<model::Cursor> OpenTable::read_again(std::string_view before, std::string_view after,
                                                 std::span<const model::Cursor> cursors) const {
    auto was = settings_from(before), is = settings_from(after);
    return was && is && mean_the_same(*was, *is) ? std::vector<model::Cursor>()
                                                 : begun_anew(cursors, Plan::stream);
}

}  // namespace regulars::sources::opentable
