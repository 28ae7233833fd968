// Sales on the wire.
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightspeed/sale_rows.hpp"

#include <fmt/format.h>

namespace regulars::sandbox::lightspeed {
namespace {

struct Payment {
    const char *name, *type;
    Amount amount = 0, tip = 0;
    bool is_credit = false, is_deposit = false;
};

/// Open sales may be paid already; the sum then leaves no balance.
std::vector<Payment> payments_of(const Sale& sale, const ShopWorld::SaleSums& sums, Seconds now) {
    bool paid_while_open = sale.look % 8 < 5;
    if (!sale.is_completed(now) && !paid_while_open) return {};
    std::vector<Payment> payments;
    Amount due = sums.total + amount_of_minor(sale.deposit);
    Amount tip = sale.look % 6 == 0 && sums.total > 0
                     ? amount_of_minor(100 * std::int64_t(1 + sale.look % 9))
                     : 0;
    if (due == 0 && sale.deposit == 0) return {};
    switch (sale.paid) {
        case Paid::cash:
            payments.push_back({.name = "Cash", .type = "cash", .amount = due});
            break;
        case Paid::card:
            payments.push_back(
                {.name = "Credit Card", .type = "credit card", .amount = due, .tip = tip});
            break;
        case Paid::cash_and_card:
            payments.push_back(
                {.name = "Cash", .type = "cash", .amount = rounded_to_minor(due / 2)});
            payments.push_back({.name = "Credit Card",
                                .type = "credit card",
                                .amount = due - rounded_to_minor(due / 2),
                                .tip = tip});
            break;
        case Paid::store_credit:
            payments.push_back({.name = "Credit Account",
                                .type = "credit account",
                                .amount = due,
                                .is_credit = true});
            break;
    }
    // What goes onto a card leaves the sale again.
    if (sale.deposit != 0) {
        payments.push_back({.name = "Gift Card",
                            .type = "credit account",
                            .amount = -amount_of_minor(sale.deposit),
                            .is_deposit = true});
    }
    return payments;
}

void append_discount(Dialect& d, std::uint8_t number, Amount amount, int percent) {
    const Discount& discount = discounts()[number - 1u];
    d.begin("Discount")
        .id("discountID", number)
        .text("name", discount.name)
        .amount("discountAmount", amount);
    d.number("discountPercent", percent)
        .flag("requireCustomer", false)
        .flag("archived", false)
        .number("sourceID", discount.source)
        .end();
}

}  // namespace

std::string ticket_number(Id sale) { return fmt::format("2200{:08}", sale); }

void append_sale_line(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                      const Relations& relations, std::string_view prefix) {
    const SaleLine& line = world.lines()[id - 1];
    const Sale& sale = world.sales()[line.sale - 1];
    const Shop& shop = world.catalogue().shops[sale.shop];
    auto loads = [&](std::string_view name) {
        return relations.has(fmt::format("{}{}", prefix, name));
    };
    auto sums = world.sums_of(sale, line);
    std::int32_t cost = line.item == 0 ? line.price : world.catalogue().items[line.item - 1].cost;
    Amount quantity = Amount(line.quantity) * (whole_amount / 100);
    d.begin(key)
        .id("saleLineID", id)
        .time("createTime", line.created)
        .time("timeStamp", std::max(line.created, sale.stamp(now)));
    d.amount("unitQuantity", quantity)
        .amount("unitPrice", amount_of_minor(line.price))
        .amount("normalUnitPrice", amount_of_minor(line.normal_price));
    d.amount("discountAmount", amount_of_minor(line.discount_amount))
        .number("discountPercent", line.discount_percent);
    d.amount("avgCost", amount_of_minor(cost))
        .amount("fifoCost", amount_of_minor(cost))
        .flag("tax", line.taxable);
    d.amount("tax1Rate", line.taxable ? Amount(shop.tax1) * (whole_amount / 100'000) : 0);
    d.amount("tax2Rate", line.taxable ? Amount(shop.tax2) * (whole_amount / 100'000) : 0);
    d.flag("isLayaway", line.kind == LineKind::layaway)
        .flag("isWorkorder", line.kind == LineKind::workorder);
    d.flag("isSpecialOrder", line.kind == LineKind::special_order);
    d.amount("displayableSubtotal", sums.subtotal)
        .amount("displayableUnitPrice", amount_of_minor(line.price));
    d.amount("calcLineDiscount", sums.line_discount)
        .amount("calcTransactionDiscount", sums.sale_discount)
        .amount("calcTotal", sums.total);
    d.amount("calcSubtotal", sums.subtotal)
        .amount("calcTax1", sums.tax1)
        .amount("calcTax2", sums.tax2);
    d.id("taxClassID", line.item == 0 ? 0 : 6)
        .id("customerID", 0)
        .id("discountID", line.discount)
        .id("employeeID", 2)
        .id("itemID", line.item);
    d.id("noteID", line.note != 0 ? id + 500 : 0)
        .id("parentSaleLineID", line.parent)
        .id("shopID", sale.shop + 1u);
    d.id("saleID", sale.is_visible(now) ? line.sale : 0);
    if (loads("Discount") && line.discount != 0)
        append_discount(d, line.discount, amount_of_minor(line.discount_amount),
                        line.discount_percent);
    if (loads("Note") && line.note != 0) {
        d.begin("Note")
            .id("noteID", id + 500)
            .text("note", note_text(line.note))
            .flag("isPublic", false)
            .time("timeStamp", line.created)
            .end();
    }
    if (loads("Item") && line.item != 0) append_item(d, "Item", world, line.item, now, {});
    if (loads("TaxClass") && line.item != 0)
        d.begin("TaxClass")
            .id("taxClassID", 6)
            .text("name", "Item")
            .time("timeStamp", line.created)
            .end();
    d.end();
}

void append_sale(Dialect& d, std::string_view key, const ShopWorld& world, Id id, Seconds now,
                 const Relations& relations) {
    const Sale& sale = world.sales()[id - 1];
    const Shop& shop = world.catalogue().shops[sale.shop];
    auto sums = world.sums_of(sale, now);
    auto payments = payments_of(sale, sums, now);
    Amount paid = 0, tips = 0, on_account = 0;
    for (const Payment& p : payments) {
        paid += p.amount, tips += p.tip;
        if (p.is_credit) on_account += p.amount;
    }
    bool is_completed = sale.is_completed(now);
    Id customer = sale.customer_at(now);
    d.begin(key)
        .id("saleID", id)
        .time("timeStamp", sale.stamp(now))
        .number("discountPercent", sale.discount_percent);
    d.flag("completed", is_completed)
        .flag("archived", sale.is_archived(now))
        .flag("voided", sale.is_voided(now));
    d.flag("enablePromotions", true)
        .flag("isTaxInclusive", shop.tax_inclusive)
        .time("createTime", sale.created);
    d.time(d.faults().other_spelling ? "updateTime" : "updatetime", sale.updated(now))
        .time("completeTime", sale.complete_time(now));
    d.text("referenceNumber",
           sale.is_online ? fmt::format("R{:09}", sale.look % 1'000'000'000) : "");
    d.text("referenceNumberSource", sale.is_online ? "eCom" : "")
        .amount("tax1Rate", Amount(shop.tax1) * (whole_amount / 100'000));
    d.amount("tax2Rate", Amount(shop.tax2) * (whole_amount / 100'000));
    d.amount("change", sale.paid == Paid::cash && is_completed && sums.total > 0
                           ? amount_of_minor(std::int64_t(sale.look % 40) * 25)
                           : 0);
    d.flag("tipEnabled", true).text("receiptPreference", sale.look % 3 == 0 ? "email" : "printed");
    d.amount("displayableSubtotal", sums.subtotal)
        .text("ticketNumber", ticket_number(id))
        .amount("calcDiscount", sums.discount);
    d.amount("calcTotal", sums.total)
        .amount("calcSubtotal", sums.subtotal)
        .amount("calcTaxable", sums.taxable);
    d.amount("calcNonTaxable", sums.subtotal - sums.discount - sums.taxable)
        .amount("calcAvgCost", sums.cost)
        .amount("calcFIFOCost", sums.cost);
    d.amount("calcTax1", sums.tax1)
        .amount("calcTax2", sums.tax2)
        .amount("calcPayments", paid)
        .amount("calcTips", tips);
    d.amount("total", sums.total)
        .amount("totalDue", sums.total - on_account)
        .amount("displayableTotal", sums.total + amount_of_minor(sale.deposit));
    d.amount("balance", is_completed ? 0 : sums.total - paid)
        .id("customerID", customer)
        .id("discountID", sale.discount_percent != 0 ? sale.discount : 0);
    d.id("employeeID", 2 + sale.look % 4)
        .id("tipEmployeeID", 2 + sale.look % 4)
        .id("quoteID", 0)
        .id("registerID", sale.shop + 1u);
    d.id("shipToID", sale.ship_to).id("shopID", sale.shop + 1u).id("taxCategoryID", sale.shop + 1u);
    if (relations.has("Customer") && customer != 0)
        append_customer(d, "Customer", world, customer, now, relations, "Customer.");
    if (relations.has("Discount") && sale.discount_percent != 0)
        append_discount(d, sale.discount, 0, sale.discount_percent);
    if (relations.has("TaxCategory")) {
        d.begin("TaxCategory")
            .id("taxCategoryID", sale.shop + 1u)
            .flag("isTaxInclusive", shop.tax_inclusive)
            .text("tax1Name", "Sales Tax");
        d.text("tax2Name", "").time("timeStamp", world.begins().seconds()).end();
    }
    if (std::uint32_t count = sale.lines_shown(now); relations.has("SaleLines") && count != 0) {
        d.begin("SaleLines")
            .several("SaleLine", count,
                     [&](std::size_t i) {
                         append_sale_line(d, {}, world, Id(sale.first_line + i + 1), now, relations,
                                          "SaleLines.");
                     })
            .end();
    }
    if (relations.has("SaleNotes")) d.nothing("SaleNotes");
    if (relations.has("SalePayments") && !payments.empty()) {
        bool types = relations.has("SalePayments.PaymentType"),
             accounts = relations.has("SalePayments.SaleAccounts");
        d.begin("SalePayments")
            .several("SalePayment", payments.size(),
                     [&](std::size_t i) {
                         const Payment& p = payments[i];
                         Id account = p.is_credit || p.is_deposit ? 1 + sale.look % 900 : 0;
                         d.begin()
                             .id("salePaymentID", std::uint64_t(id) * 3 + i)
                             .amount("amount", p.amount)
                             .amount("tipAmount", p.tip);
                         d.time("createTime", is_completed ? sale.completed : sale.created)
                             .flag("archived", false)
                             .text("remoteReference", "");
                         d.text("paymentID", "")
                             .id("saleID", id)
                             .id("paymentTypeID", p.is_deposit ? 5 : 1 + i)
                             .id("ccChargeID", 0)
                             .id("refPaymentID", 0);
                         d.id("registerID", sale.shop + 1u)
                             .id("employeeID", 2)
                             .id("creditAccountID", account);
                         if (types) {
                             d.begin("PaymentType")
                                 .id("paymentTypeID", p.is_deposit ? 5 : 1 + i)
                                 .text("name", p.name)
                                 .flag("requireCustomer", p.is_credit);
                             d.flag("archived", false)
                                 .flag("internalReserved", true)
                                 .text("type", p.type)
                                 .id("refundAsPaymentTypeID", 0)
                                 .end();
                         }
                         if (accounts && account != 0) {
                             d.begin("SaleAccounts")
                                 .begin("SaleAccount")
                                 .id("saleAccountID", std::uint64_t(id) * 3 + i)
                                 .amount("amount", p.amount);
                             d.id("creditAccountID", account)
                                 .id("salePaymentID", std::uint64_t(id) * 3 + i)
                                 .end()
                                 .end();
                         }
                         d.end();
                     })
            .end();
    }
    if (relations.has("ShipTo") && sale.ship_to != 0)
        append_ship_to_of_sale(d, world, sale.ship_to, now, relations);
    d.amount("taxTotal", sums.tax);
    if (d.faults().unknown_key) d.text("fulfillmentStatus", "");
    d.end();
}

}  // namespace regulars::sandbox::lightspeed
