// Writes orders key by key, in the vendor's order.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/toast/order_json.hpp"

#include <fmt/format.h>

#include "sandbox/toast/guid.hpp"
#include "sandbox/toast/selection_json.hpp"

namespace regulars::sandbox::toast {
namespace {

std::string loyalty_account(const Check& check) {
    return std::to_string(7'000'000'000 + check.loyalty);
}
std::string masked(const std::string& account) { return "xxxxxx" + account.substr(6); }
bool hides_loyalty(const Order& order) { return order.look & 64; }

class OrderText {
  public:
    OrderText(JsonWriter& out, const Showing& showing, const Order& order)
        : out_(out),
          s_(showing),
          order_(order),
          seed_(showing.book.world().options().seed),
          location_(showing.place.location) {}

    void write() {
        out_.begin_object()
            .member("guid", s_.book.order_guid(s_.place, order_.index))
            .member("entityType", "Order");
        out_.member("externalId", nullptr).key("revenueCenter");
        write_reference(out_,
                        order_.revenue_center == 0
                            ? ""
                            : named(Named::revenue_center, order_.revenue_center - 1u),
                        "RevenueCenter");
        out_.key("server");
        write_reference(out_,
                        is_online(order_.source) ? named(Named::employee, 0)
                                                 : named(Named::employee, 1 + order_.look % 14),
                        "RestaurantUser");
        out_.key("lastModifiedDevice").begin_object().member("id", nullptr).end_object();
        out_.member("source", name_of(order_.source));
        date("voidDate", order_.voided_at);
        out_.key("duration");
        if (order_.paid == 0)
            out_.value(nullptr);
        else
            out_.value((order_.paid - order_.created) / 1000);
        out_.member("businessDate", int(order_.business_date));
        date("paidDate", order_.paid);
        out_.key("restaurantService");
        write_reference(out_, order_.service == 0 ? "" : named(Named::service, order_.service - 1u),
                        "RestaurantService");
        out_.member("voided", order_.voided);
        if (order_.test_mode || !s_.faults.fewer_keys)
            out_.member("createdInTestMode", order_.test_mode);
        if (order_.excess_food || !s_.faults.fewer_keys)
            out_.member("excessFood", order_.excess_food);
        date("estimatedFulfillmentDate", order_.estimated);
        out_.key("table").value(nullptr).member("requiredPrepTime", duration(order_.prep_s));
        out_.member("approvalStatus", name_of(order_.approval)).key("deliveryInfo");
        delivery();
        out_.member("serviceArea", nullptr).key("curbsidePickupInfo");
        curbside();
        out_.member("numberOfGuests", int(order_.guests)).key("diningOption");
        write_reference(out_, named(Named::dining_option, order_.dining_option), "DiningOption");
        out_.member("appliedPackagingInfo", nullptr);
        date("openedDate", order_.opened);
        business_date("voidBusinessDate", order_.voided_at);
        out_.key("checks").begin_array();
        for (auto& one : order_.checks) check(one);
        out_.end_array()
            .member("deleted", order_.deleted)
            .key("createdDevice")
            .begin_object()
            .member("id", nullptr)
            .end_object();
        date("createdDate", order_.created);
        date("closedDate", order_.closed);
        deleted_date(order_.deleted_at);
        date("modifiedDate", order_.modified);
        date("promisedDate", order_.promised);
        if (s_.faults.unknown_key)
            out_.key("kitchenSignals")
                .begin_array()
                .begin_object()
                .member("level", 3)
                .end_object()
                .end_array();
        out_.member("channelGuid", nullptr)
            .member("displayNumber", std::to_string(1 + order_.look % 240))
            .key("pricingFeatures")
            .begin_array();
        out_.value(order_.look & 16 ? "TAXESV3" : "TAXESV2").end_array().end_object();
    }

    void payment(const Check& of, const Payment& p) {
        out_.begin_object()
            .member("guid", named(Named::payment, order_.index * 8 + p.number))
            .member("entityType", "OrderPayment");
        out_.member("externalId", nullptr)
            .member("originalProcessingFee", nullptr)
            .member("server", nullptr)
            .member("cashDrawer", nullptr);
        out_.key("lastModifiedDevice").begin_object().member("id", nullptr).end_object();
        out_.member("refundStatus", name_of(p.refund_status))
            .member("type", name_of(p.type))
            .key("voidInfo");
        if (p.voided_at == 0) {
            out_.value(nullptr);
        } else {
            out_.begin_object().key("voidUser");
            write_reference(out_, named(Named::employee, 2), "RestaurantUser");
            date("voidDate", p.voided_at);
            business_date("voidBusinessDate", p.voided_at);
            out_.member("voidReason", nullptr).end_object();
        }
        out_.member("checkGuid", check_guid(of)).member("otherPayment", nullptr);
        date("paidDate", p.paid);
        out_.member("orderGuid", s_.book.order_guid(s_.place, order_.index));
        bool is_card = p.type == PaymentType::credit;
        text_or_null("cardEntryMode",
                     is_card ? (is_online(order_.source) ? "ONLINE" : "EMV_CHIP_SIGN") : "");
        out_.member("cardPaymentId", nullptr);
        text_or_null("paymentStatus", name_of(p.status));
        money("amount", p.amount);
        money("tipAmount", p.tip);
        out_.key("amountTendered");
        if (p.type == PaymentType::cash)
            out_.raw(money_text(p.amount, s_.faults.decimal_zeros));
        else
            out_.value(nullptr);
        text_or_null("cardType", is_card ? (order_.look & 32 ? "VISA" : "MASTERCARD") : "");
        out_.member("houseAccount", nullptr).member("mcaRepaymentAmount", nullptr);
        out_.key("createdDevice").begin_object().member("id", nullptr).end_object();
        business_date("paidBusinessDate", p.paid);
        text_or_null("last4Digits", is_card ? "1111" : "");
        out_.key("refund");
        if (p.refund_status == RefundStatus::none) {
            out_.value(nullptr);
        } else {
            out_.begin_object();
            money("refundAmount", p.refunded);
            money("tipRefundAmount", p.tip_refunded);
            date("refundDate", p.refunded_at);
            business_date("refundBusinessDate", p.refunded_at);
            out_.end_object();
        }
        out_.end_object();
    }

  private:
    std::string named(Named what, std::uint32_t number) const {
        return guid_of(seed_, what, location_, number);
    }
    /// A check keeps its guid when it moves to another order.
    std::string check_guid(const Check& check) const {
        return named(Named::check, check.of_order * 4 + check.number % 2);
    }
    void date(std::string_view key, Millis at) {
        out_.key(key);
        if (at == 0)
            out_.value(nullptr);
        else
            out_.value(date_text(at));
    }
    void business_date(std::string_view key, Millis at) {
        out_.key(key);
        if (at == 0)
            out_.value(nullptr);
        else
            out_.value(int(Book::business_date(s_.place, at)));
    }
    void deleted_date(Millis at) {
        out_.key("deletedDate");
        if (at == 0 && order_.look & 1)
            out_.value(nullptr);
        else
            out_.value(date_text(at));
    }
    void money(std::string_view key, Minor minor) {
        out_.key(key).raw(money_text(minor, s_.faults.decimal_zeros));
    }
    void text_or_null(std::string_view key, std::string_view text) {
        out_.key(key);
        if (text.empty())
            out_.value(nullptr);
        else
            out_.value(text);
    }

    std::string duration(std::int32_t s) const {
        if (s % 60 != 0) return fmt::format("PT{}S", s);
        if (s < 3600) return fmt::format("PT{}M", s / 60);
        return s % 3600 == 0 ? fmt::format("PT{}H", s / 3600)
                             : fmt::format("PT{}H{}M", s / 3600, s % 3600 / 60);
    }

    void delivery() {
        if (!order_.has_delivery_info) {
            out_.value(nullptr);
            return;
        }
        bool is_delivery = dining_options()[order_.dining_option].behavior == Behavior::delivery;
        out_.begin_object();
        if (is_delivery && !s_.is_webhook && s_.shows_addresses) {
            const Restaurant& r = s_.book.restaurant(s_.place);
            out_.member("address1", fmt::format("{} Foundry Lane", 1 + order_.look % 190))
                .member("address2", nullptr);
            out_.member("city", r.city)
                .member("state", r.region)
                .member("zipCode", r.postal_code)
                .member("notes", "");
        }
        date("deliveredDate", order_.delivered);
        date("dispatchedDate", order_.dispatched);
        out_.member("deliveryEmployee", nullptr);
        text_or_null("deliveryState", name_of(order_.delivery));
        out_.end_object();
    }

    void curbside() {
        if (!dining_options()[order_.dining_option].curbside || s_.is_webhook || !s_.shows_guests) {
            out_.value(nullptr);
            return;
        }
        out_.begin_object().member("entityType", "CurbsidePickup").member("transportColor", "blue");
        out_.member("transportDescription", "Hatchback").member("notes", "").end_object();
    }

    void check(const Check& c) {
        out_.begin_object()
            .member("guid", check_guid(c))
            .member("entityType", "Check")
            .member("externalId", nullptr);
        out_.member("displayNumber", std::to_string(1 + order_.look % 240))
            .key("payments")
            .begin_array();
        for (auto& p : c.payments) payment(c, p);
        out_.end_array().key("appliedDiscounts").begin_array();
        for (std::size_t i = 0; i < c.discounts.size(); ++i) discount(c, c.discounts[i], i);
        out_.end_array();
        date("voidDate", c.voided_at);
        date("paidDate", c.paid);
        out_.key("appliedLoyaltyInfo");
        loyalty(c);
        out_.member("voided", c.voided).member("paymentStatus", name_of(c.status));
        money("amount", c.amount());
        out_.member("tabName", nullptr).member("taxExempt", false);
        date("openedDate", c.opened);
        money("totalAmount", c.total());
        out_.key("selections").begin_array();
        for (auto& selection : c.selections) write_selection(out_, s_, order_, selection);
        out_.end_array();
        business_date("voidBusinessDate", c.voided_at);
        if (!s_.faults.fewer_keys) date("createdDate", c.created);
        out_.member("deleted", c.deleted);
        date("closedDate", c.closed);
        deleted_date(c.deleted_at);
        date("modifiedDate", c.modified);
        money("taxAmount", c.tax());
        out_.key("appliedServiceCharges").begin_array();
        for (std::size_t i = 0; i < c.charges.size(); ++i) charge(c, c.charges[i], i);
        out_.end_array();
        customer(c.customer);
        out_.end_object();
    }

    std::string applied(const Check& c, std::uint32_t number) const {
        return named(Named::applied, (c.of_order * 4 + c.number % 2) * 8 + number);
    }

    void discount(const Check& c, const Discount& d, std::size_t number) {
        constexpr std::string_view states[] = {"", "APPLIED", "VOID"};
        out_.begin_object()
            .member("guid", applied(c, std::uint32_t(number)))
            .member("entityType", "AppliedCustomDiscount");
        out_.member("externalId", nullptr)
            .member("approver", nullptr)
            .member("loyaltyDetails", nullptr)
            .key("discountPercent");
        if (d.percent == 0)
            out_.value(nullptr);
        else
            out_.value(d.percent);
        out_.key("comboItems").begin_array().end_array();
        money("discountAmount", d.amount);
        out_.key("discount");
        write_reference(out_, named(Named::discount, std::uint32_t(d.name.size())), "Discount");
        out_.key("triggers").begin_array().end_array();
        text_or_null("appliedPromoCode", d.has_promo_code ? "WELCOME" : "");
        text_or_null("processingState", states[std::size_t(d.state)]);
        out_.member("name", d.name);
        money("nonTaxDiscountAmount", d.amount);
        out_.member("discountType", d.percent == 0 ? "OPEN_FIXED" : "PERCENT").end_object();
    }

    void charge(const Check& c, const ServiceCharge& charge, std::size_t number) {
        out_.begin_object()
            .member("guid", applied(c, 4 + std::uint32_t(number)))
            .member("entityType", "AppliedServiceCharge");
        out_.member("externalId", nullptr)
            .member("delivery", charge.is_delivery)
            .member("taxable", false);
        out_.member("serviceChargeCalculation", "PRE_DISCOUNT")
            .member("refundDetails", nullptr)
            .member("chargeType", "FIXED");
        out_.member("gratuity", charge.is_gratuity).member("takeout", false).key("serviceCharge");
        write_reference(out_, named(Named::service_charge, std::uint32_t(charge.name.size())),
                        "ServiceCharge");
        out_.member("name", charge.name);
        money("chargeAmount", charge.amount);
        out_.key("appliedTaxes")
            .begin_array()
            .end_array()
            .member("dineIn", !charge.is_delivery)
            .end_object();
    }

    void loyalty(const Check& c) {
        if (c.loyalty == 0) {
            out_.value(nullptr);
            return;
        }
        out_.begin_object()
            .member("guid", named(Named::loyalty, c.loyalty))
            .member("entityType", "AppliedLoyaltyInfo");
        text_or_null("loyaltyIdentifier", hides_loyalty(order_) ? "" : loyalty_account(c));
        text_or_null("maskedLoyaltyIdentifier", masked(loyalty_account(c)));
        out_.member("vendor", loyalty_vendor(s_.place))
            .member("accrualFamilyGuid", nullptr)
            .member("accrualText", "")
            .end_object();
    }

    void customer(const Customer& c) {
        if (c.contact == Contact::null || !s_.shows_guests) {
            if (!s_.faults.customer_absent) out_.member("customer", nullptr);
            return;
        }
        auto& patrons = s_.book.patrons();
        bool details = c.contact == Contact::details;
        out_.key("customer").begin_object();
        if (c.has_guid || !details) out_.member("guid", patrons.guid(c.person));
        out_.member("entityType", "Customer");
        if (s_.is_webhook) {
            if (details && c.has_email && order_.look & 128)
                out_.member("email", patrons.email(c.person));
            out_.end_object();
            return;
        }
        text_or_null("firstName", details ? patrons.first_name(c.person) : "");
        text_or_null("lastName", details ? patrons.last_name(c.person) : "");
        bool has_phone = details && c.has_phone;
        text_or_null("phone", has_phone ? patrons.phone(c.person, c.dashes) : "");
        bool is_foreign = patrons.person(c.person).country != s_.book.restaurant(s_.place).country;
        if (has_phone && (is_foreign || order_.look & 256))
            out_.member("phoneCountryCode", patrons.calling_code(c.person));
        text_or_null("email", details && c.has_email ? patrons.email(c.person) : "");
        out_.end_object();
    }

    JsonWriter& out_;
    const Showing& s_;
    const Order& order_;
    std::uint64_t seed_;
    std::size_t location_;
};

}  // namespace

std::string loyalty_identifier(const Order& order, const Check& check) {
    std::string account = loyalty_account(check);
    return hides_loyalty(order) ? masked(account) : account;
}

std::string_view loyalty_vendor(const Place& place) {
    return place.location % 2 == 0 ? "TOAST" : "PUNCHH";
}

std::string date_text(Millis at) {
    std::string text = format_iso_ms(instant_of(at));
    text.replace(text.size() - 1, 1, "+0000");
    return text;
}

std::string money_text(Minor minor, bool decimal_zeros) {
    std::string text = minor < 0 ? "-" : "";
    Minor size = minor < 0 ? -minor : minor;
    text += std::to_string(size / 100);
    if (size % 100 != 0) {
        text += fmt::format(".{:02}", size % 100);
        if (text.back() == '0') text.pop_back();
    } else if (decimal_zeros) {
        text += ".0";
    }
    return text;
}

void write_reference(JsonWriter& out, std::string_view guid, std::string_view type) {
    if (guid.empty()) {
        out.value(nullptr);
        return;
    }
    out.begin_object()
        .member("guid", guid)
        .member("entityType", type)
        .member("externalId", nullptr)
        .end_object();
}

void write_order(JsonWriter& out, const Showing& showing, const Order& order) {
    OrderText(out, showing, order).write();
}

void write_payment(JsonWriter& out, const Showing& showing, const Order& order, const Check& check,
                   const Payment& payment) {
    OrderText(out, showing, order).payment(check, payment);
}

}  // namespace regulars::sandbox::toast
