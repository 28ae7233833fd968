// Gives each kind of answer to whom it concerns.
// SPDX-License-Identifier: Apache-2.0
#include "sources/toast/reader.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sources/toast/answers.hpp"
#include "sources/toast/links.hpp"
#include "sources/toast/mapping.hpp"
#include "sources/toast/rules.hpp"

namespace regulars::sources::toast {
namespace {

/// 100 orders of 600 kB are 60 MB; the body is read order by order and let go before the next is
/// asked for.
constexpr std::size_t largest_page = 96u << 20;
constexpr std::size_t most_wanted = 50;  // entries and contacts for one page
constexpr int most_name_pages = 200;
constexpr int most_passing_refusals =
    5;  // of a look-up, one after the other; fewer than a request has attempts
constexpr int most_restarts = 5;  // of a list that is published anew while it is read

bool is_success(const net::HttpResponse& response) {
    return response.status >= 200 && response.status < 300;
}

}  // namespace

ToastReader::ToastReader(std::unique_ptr<Settings> settings, Credentials credentials, Plan plan,
                         Instant history_since, std::span<const model::Cursor> cursors)
    : Speaking<Reader>(*settings, std::move(credentials)),
      settings_(std::move(settings)),
      plan_(std::move(plan)),
      history_since_(history_since) {
    for (auto& cursor : cursors) written_[cursor.stream] = cursor.state;
}

Instant ToastReader::earliest(const Ask& ask, Instant now) const {
    Instant at = speech_.earliest(ask, now);
    bool is_history = plan_.is_at_history() && ask.request.path() == "/orders/v2/ordersBulk";
    return is_history ? std::max(at, history_read_at_ +
                                         std::chrono::seconds(settings_->history_gap_seconds))
                      : at;
}

std::optional<Ask> ToastReader::next(Instant now) {
    auto ask = plan_.next(now);
    if (!ask) return std::nullopt;
    asked_at_ = plan_.task().promised_at.value_or(now);
    ask->max_body_bytes = largest_page;
    return ask;
}

std::optional<Ask> ToastReader::following(Instant now) {
    // How large answers are, the first one tells.
    bool has_read_one = history_read_at_ > Instant{};
    if (settings_->history_gap_seconds > 0 || !has_read_one) return std::nullopt;
    auto ask = plan_.following(now);
    if (!ask || !speech_.has_room_beside(*ask)) return std::nullopt;
    ask->max_body_bytes = largest_page;
    return ask;
}

bool ToastReader::shrink() {
    if (!plan_.task().reads_orders() || plan_.task().kind == TaskKind::order ||
        !plan_.here().shrink_pages())
        return false;
    plan_.leave();  // the same list is chosen again, with smaller pages
    return true;
}

Result<std::unique_ptr<Page>> ToastReader::read(net::HttpResponse& response, Instant now) {
    auto page = std::make_unique<ToastPage>();
    page->location = plan_.at();
    page->asked_at = asked_at_;
    page->kind = plan_.task().kind;
    page->day = plan_.task().day;
    if (plan_.is_at_history()) history_read_at_ = now;
    if (is_success(response)) {
        passing_refusals_ = 0;
        TRY(take(*page, response, now));
        if (!plan_.location(page->location).is_refused() && page->kind > TaskKind::menus)
            plan_.location(page->location).allow();
    } else {
        TRY(take_refusal(response, now));
    }
    page->cursor = plan_.location(page->location).state();
    plan_.page_is_read();
    return page;
}

Result<void> ToastReader::take_refusal(const net::HttpResponse& response, Instant now) {
    Task& task = plan_.task();
    Location& here = plan_.here();
    if (response.status == 409) {
        // Configuration was published in between: from the start.
        if (task.kind == TaskKind::names && task.restarts < most_restarts) {
            task.page_token.clear();
            ++task.restarts;
            return {};
        }
        return fail(ErrorKind::unavailable, explain(response));
    }
    if (task.is_lookup()) {
        if (response.status == 403 && !is_config_refused_) TRY(bear(response));
        // Without a scope for it, or without menus, orders are read all the same.
        is_config_refused_ = is_config_refused_ || response.status == 403;
        here.skip_lookup(task);
    } else if (response.status == 403) {
        here.refuse(now);
        if (plan_.is_refused_for_long(now))
            return fail(ErrorKind::unauthorized,
                        "Toast refuses every restaurant of this integration. " + explain(response));
    } else if (task.kind == TaskKind::order || task.kind == TaskKind::refunds) {
        here.finished(task, now);  // the order is gone
    } else {
        return fail(ErrorKind::invalid, explain(response));
    }
    plan_.leave();
    return {};
}

Result<void> ToastReader::take_names(const net::HttpResponse& response) {
    Task& task = plan_.task();
    TRY(plan_.here().names().take(task.list, response.body));
    task.page_token = net::header(response.headers, "Toast-Next-Page-Token").value_or("");
    return {};
}

Result<void> ToastReader::take(ToastPage& page, net::HttpResponse& response, Instant now) {
    Task& task = plan_.task();
    Location& here = plan_.here();
    switch (task.kind) {
        case TaskKind::restaurant:
            TRY(here.names().take_restaurant(response.body));
            has_new_names_ = true;
            break;
        case TaskKind::names:
            TRY(take_names(response));
            has_new_names_ = true;
            if (!task.page_token.empty() && ++task.pages < most_name_pages) return {};
            break;
        case TaskKind::menu_metadata:
            here.menus_are_of(TRY(Menu::updated_in(response.body)));
            break;
        case TaskKind::menus:
            TRY(here.take_menu(response.body));
            has_new_menu_ = true;
            break;
        case TaskKind::refunds:
            TRY(read_payments(page, response.body));
            break;
        case TaskKind::order: {
            Order order = order_from(response.body, here.currency_exponent());
            if (order.fault == "cannot be read" || order.guid != task.order)
                return fail(ErrorKind::unavailable, "Toast's answer is not the order asked for");
            add_order(page, std::move(order));
            break;
        }
        case TaskKind::history:
        case TaskKind::changes:
        case TaskKind::peek:
        case TaskKind::day:
            page.goes_on = !TRY(take_orders(page, response));
            if (page.goes_on) return {};
            break;
    }
    here.finished(task, now);
    plan_.leave();
    return {};
}

/// Whether the list is done. While it is walked for the first time its rows are counted here, and
/// read when the next request is under way.
Result<bool> ToastReader::take_orders(ToastPage& page, net::HttpResponse& response) {
    Walk& walk = plan_.task().walk;
    bool has_next = has_next_link(response.headers);
    page.body = std::move(response.body);
    TRY(cut_orders(page, page.body));
    if (walk.is_first_pass()) return walk.take_unread(page.rows.size(), has_next);
    return walk.take(read_rows(page, plan_.here().currency_exponent(), walk.texts()), has_next);
}

void ToastReader::digest(Page& base) {
    auto& page = static_cast<ToastPage&>(base);
    int exponent = plan_.location(page.location).currency_exponent();
    if (page.goes_on) {
        Walk& walk = plan_.task().walk;
        walk.learn(read_rows(page, exponent, walk.texts()));
    } else {
        KnownTexts texts;
        read_rows(page, exponent, texts);
    }
}

Result<void> ToastReader::bear(const net::HttpResponse& response) {
    if (response.status != 403 || passing_refusals_ >= most_passing_refusals) return {};
    ++passing_refusals_;
    return fail(ErrorKind::unavailable, explain(response));
}

void ToastReader::want_entries(ToastPage& page) {
    if (is_config_refused_) return;
    Names& names = plan_.location(page.location).names();
    std::set<std::string> asked;
    auto want = [&](NameList list, const std::string& guid) {
        if (guid.empty() || page.wanted.size() >= most_wanted || names.knows(list, guid) ||
            !asked.insert(guid).second)
            return;
        page.wanted.push_back({ToastPage::Wanted::What::entry, list, guid, {}});
    };
    for (auto& order : page.orders) {
        if (!order.fault.empty()) continue;
        want(NameList::dining_options, order.dining_option);
        want(NameList::revenue_centers, order.revenue_center);
        want(NameList::services, order.service);
    }
}

/// Of the restaurant's address; empty when it has told none.
std::string ToastReader::country_of(const std::string& restaurant) {
    for (std::size_t i = 0; i < plan_.size(); ++i)
        if (plan_.location(i).guid() == restaurant) return plan_.location(i).names().country();
    return {};
}

/// For guests of whom some other order shows a contact that made no person.
void ToastReader::want_contacts(ToastPage& page, const Remembered& remembered) {
    Guests guests(
        [&](const std::string& guid) { return page.recall(remembered, guest_record_key(guid)); });
    const std::string& restaurant = plan_.location(page.location).guid();
    for (auto& order : page.orders) guests.show(order, restaurant, country_of(restaurant));
    std::set<std::string> asked;
    for (auto& order : page.orders) {
        if (!order.fault.empty() || !flaw_of(order, *settings_).empty()) continue;
        for (auto& check : order.checks) {
            if (!check.is_live() || !check.customer || check.customer->guid.empty() ||
                check.customer->has_contact())
                continue;
            auto place = guests.shown_by(check.customer->guid);
            if (place && page.wanted.size() < most_wanted &&
                asked.insert(check.customer->guid).second)
                page.wanted.push_back(
                    {ToastPage::Wanted::What::contact, {}, check.customer->guid, *place});
        }
    }
}

void ToastReader::want_payments(ToastPage& page, const Remembered& remembered) {
    std::string day = fmt::format("{:04}{:02}{:02}", page.day.year, page.day.month, page.day.day);
    for (auto& payment : page.payments) {
        auto* known = page.recall(remembered, refund_record_key(payment));
        if (!known || known->state != day)
            page.wanted.push_back({ToastPage::Wanted::What::payment, {}, payment, {}});
    }
}

std::vector<Ask> ToastReader::missing(Page& base, const Remembered& remembered) {
    auto& page = static_cast<ToastPage&>(base);
    page.wanted.clear();
    if (std::exchange(page.has_asked, true)) return {};
    want_entries(page);
    want_contacts(page, remembered);
    want_payments(page, remembered);
    std::vector<Ask> asks;
    for (auto& wanted : page.wanted) asks.push_back(ask_for(page, wanted));
    return asks;
}

Ask ToastReader::ask_for(const ToastPage& page, const ToastPage::Wanted& wanted) {
    const std::string& here = plan_.location(page.location).guid();
    switch (wanted.what) {
        case ToastPage::Wanted::What::entry:
            return {get(*settings_, here,
                        fmt::format("{}/{}", path_of(wanted.list), percent_encoded(wanted.guid))),
                    "a name"};
        case ToastPage::Wanted::What::contact:
            return {get(*settings_, wanted.place.restaurant,
                        "/orders/v2/orders/" + percent_encoded(wanted.place.order)),
                    "an order that shows a guest"};
        case ToastPage::Wanted::What::payment:
            break;
    }
    return {get(*settings_, here, "/orders/v2/payments/" + percent_encoded(wanted.guid)),
            "a refunded payment"};
}

Result<void> ToastReader::supply(Page& base, std::size_t index, const net::HttpResponse& response) {
    auto& page = static_cast<ToastPage&>(base);
    auto& wanted = page.wanted.at(index);
    Location& location = plan_.location(page.location);
    switch (wanted.what) {
        case ToastPage::Wanted::What::entry:
            TRY(bear(response));
            if (is_success(response)) TRY(location.names().take(wanted.list, response.body));
            is_config_refused_ = is_config_refused_ || response.status == 403;
            if (response.status == 409) return fail(ErrorKind::unavailable, explain(response));
            if (response.status == 403) return {};
            location.names().take_absence(wanted.list, wanted.guid);
            has_new_names_ = true;
            return {};
        case ToastPage::Wanted::What::contact: {
            TRY(bear(response));
            if (!is_success(response)) return {};
            Order order = order_from(response.body, location.currency_exponent());
            if (order.fault == "cannot be read")
                return fail(ErrorKind::unavailable, "Toast's answer is no order");
            page.supplied.emplace_back(wanted.place.restaurant, std::move(order));
            return {};
        }
        case ToastPage::Wanted::What::payment:
            break;
    }
    TRY(bear(response));
    if (!is_success(response)) return {};
    auto payment = payment_from(response.body, location.currency_exponent());
    if (!payment) return fail(ErrorKind::unavailable, "Toast's answer is no payment");
    if (!payment->order.empty()) page.refunded_orders.push_back(std::move(payment->order));
    return {};
}

Result<ingest::Batch> ToastReader::map(Page& base, const Remembered& remembered, Instant) {
    auto& page = static_cast<ToastPage&>(base);
    ingest::Batch batch;
    Later later;
    Location& location = plan_.location(page.location);
    if (!page.orders.empty()) {
        Guests guests([&](const std::string& guid) {
            return page.recall(remembered, guest_record_key(guid));
        });
        for (auto& order : page.orders)
            guests.show(order, location.guid(), country_of(location.guid()));
        for (auto& [restaurant, order] : page.supplied)
            guests.show(order, restaurant, country_of(restaurant));
        auto refund = [&](const std::string& payment) {
            return page.recall(remembered, refund_record_key(payment));
        };
        Mapper mapper(*settings_, history_since_, location.guid(), location.names(),
                      location.menu(), guests, refund, page.asked_at, batch, later);
        for (auto& order : page.orders)
            mapper.order(order, page.recall(remembered, order_record_key(order)));
        later.unnamed = guests.finish(batch, later.again);
    }
    for (auto& order : page.refunded_orders) location.again(order);
    for (auto& place : later.again) plan_.again(place);
    plan_.forget(later.unnamed);
    for (auto& [order, at] : later.awaited) location.await(order, at);
    plan_.page_is_mapped();
    write_cursors(batch, page);
    return batch;
}

void ToastReader::write_cursors(ingest::Batch& batch, const ToastPage& page) {
    auto write = [&](const std::string& stream, std::string state) {
        auto [known, is_new] = written_.try_emplace(stream);
        if (!is_new && known->second == state) return;
        known->second = state;
        batch.cursors.push_back({.stream = stream, .state = std::move(state)});
    };
    Location& here = plan_.location(page.location);
    // Orders of this page may wait for others of other restaurants.
    for (std::size_t i = 0; i < plan_.size(); ++i) {
        Location& location = plan_.location(i);
        std::string stream = Location::stream("revisit", location.guid()),
                    state = location.revisit_state();
        if (state != Location::empty_revisits || written_.contains(stream))
            write(stream, std::move(state));
    }
    if (std::exchange(has_new_names_, false))
        write(Location::stream("names", here.guid()), here.names().state());
    if (std::exchange(has_new_menu_, false))
        write(Location::stream("menu", here.guid()), here.menu().state());
    write(Location::stream("location", here.guid()), page.cursor);
}

std::string ToastReader::notice() const {
    std::string notice;
    auto say = [&](std::string sentence) { notice += (notice.empty() ? "" : " ") + sentence; };
    if (auto refused = plan_.refused(); !refused.empty())
        say(
            fmt::format("Toast refuses to show the orders of {}: give these credentials access to "
                        "it. A restaurant connected just now may take 15 minutes.",
                        refused));
    if (speech_.shows_guests() == false)
        say("Toast shows no guests to these credentials: they lack the scope guest.pi:read, so "
            "orders make no profiles and no events.");
    if (plan_.has_forgotten())
        say("Too many orders wait to be read again: all orders are read again within a day.");
    return notice;
}

}  // namespace regulars::sources::toast
