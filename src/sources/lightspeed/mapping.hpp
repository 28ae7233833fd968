// What Lightspeed's records make true; docs/decisions/0006 is its specification.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "ingest/batch.hpp"
#include "sources/lightspeed/catalogue.hpp"
#include "sources/lightspeed/memo.hpp"
#include "sources/lightspeed/records.hpp"
#include "sources/lightspeed/settings.hpp"

namespace regulars::sources::lightspeed {

/// What is known of a customer. Remembered as the state of the customer's record.
enum class CustomerStatus {
    unknown,   // never read
    known,     // a person, with an email (or the setting asks for people without)
    lost,      // a person whose email was taken away
    no_email,  // no person
    erased,    // anonymized: forgotten, for ever
    not_found  // named by a sale, and the vendor has no such customer
};
std::string_view name_of(CustomerStatus status);
CustomerStatus customer_status_of(const model::SourceRecord* remembered);

std::string sale_record_key(std::string_view sale_id);          // "sale/270"
std::string customer_record_key(std::string_view customer_id);  // "customer/8"
std::string shipment_record_key(std::string_view shipment_id);  // "shipment/1"
/// Of any record; one without id is keyed by its content.
std::string record_key(std::string_view stream, const Record& record);

/// Whom a sale's events would belong to.
struct Buyer {
    std::string customer;  // empty: nobody is named
    CustomerStatus status = CustomerStatus::unknown;
    std::string domain;  // of the email
};

/// What a customer has become, and what that means for sales that are not on this page.
struct CustomerChange {
    Buyer now;
    bool touches_sales = false;  // sales read before would be mapped otherwise now
};

/// Whether its sale may be told of as placed, refunded, or neither; by the vendor's word alone.
struct SaleNature {
    bool placed = false, refunded = false;
    std::string exclusion;  // why neither: not_completed, archived, voided, zero_value, malformed
};
SaleNature nature_of(const Sale& sale, const Settings& settings);
/// What its negative lines give back; positive.
Decimal returned_in(const Sale& sale);
/// What of that its placed order, whose value is less by it, does not say: nothing where there is
/// one, else what was paid out. All of it where what was bought instead is nobody's.
Decimal given_back_in(const Sale& sale, const SaleNature& nature, bool is_placed);
std::string placed_id(const Settings& settings, std::string_view sale_id);
std::string refunded_id(const Settings& settings, std::string_view sale_id);
std::string shipped_id(const Settings& settings, std::string_view shipment_id);
/// "lightspeed:{account}:{customer}".
std::string person_key(const Settings& settings, std::string_view customer_id);

/// Maps records into one Batch. Not thread-safe.
class Mapper {
  public:
    Mapper(const Settings& settings, Instant history_since, const Catalogue& catalogue,
           ingest::Batch& out)
        : settings_(settings), history_since_(history_since), catalogue_(catalogue), out_(out) {}

    /// `before` is what is remembered under record_key, or null.
    CustomerChange customer(const Customer& customer, const model::SourceRecord* before);
    /// Only makes the person, where nobody looked up what is remembered: writes no record.
    Buyer customer_in_passing(const Customer& customer);
    /// Remembers that the vendor knows no such customer.
    void customer_not_found(std::string_view customer_id);

    /// `own` is the sale's customer; `returner` the one its negative lines belong to: the same, or
    /// the one of the sale they were bought in. True when it was read before and belonged to
    /// somebody else, or to nobody who could be told: returns of its lines may now belong to its
    /// buyer too.
    bool sale(const Sale& sale, const model::SourceRecord* before, const Buyer& own,
              const Buyer& returner);

    /// `sale` is null where the vendor has none of that id.
    void shipment(const Shipment& shipment, const Sale* sale, const model::SourceRecord* before,
                  const Buyer& buyer);

  private:
    void malformed(std::string_view stream, const Record& record, const model::SourceRecord* before,
                   std::string memo);
    void upsert_person(const Customer& customer);
    std::string exclusion_of(const Sale& sale, const SaleNature& nature, const SaleMemo& memo,
                             const Buyer& own, const Buyer& returner) const;
    bool is_reachable(const Buyer& buyer, bool had_events) const;
    void retract_lost(const Sale& sale, const SaleMemo& before, const SaleMemo& now);

    const Settings& settings_;
    Instant history_since_;
    const Catalogue& catalogue_;
    ingest::Batch& out_;
};

}  // namespace regulars::sources::lightspeed
