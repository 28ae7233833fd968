// What the public pages say, in four languages.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace regulars::api::hosted {

enum class Language { en, es, fr, ko };
std::string_view code_of(Language language);  // "en"
std::string_view name_of(Language language);  // "English", in itself
std::optional<Language> language_named(std::string_view code);
/// The supported language that an Accept-Language header likes best (RFC 9110 §12.5.4); `otherwise`
/// where it likes none.
Language preferred(std::string_view accept_language, Language otherwise);

enum class Word {
    subscribe_title,  // {} is the list
    subscribe_lead,   // {} is the organization
    email,
    first_name,
    optional,
    subscribe_button,
    consent_note,  // {} is the organization
    leave_empty,
    bad_email,
    too_many,
    thanks_title,
    thanks_text,
    check_mail_title,
    check_mail_text,
    confirm_title,
    confirm_text,  // {} is the organization
    confirm_button,
    confirmed_title,
    confirmed_text,
    used_title,
    used_text,
    expired_title,
    expired_text,
    subscribe_again,
    broken_title,
    broken_text,
    closed_title,
    closed_text,
    preferences_title,
    preferences_lead,  // {} is the address
    channels,
    email_marketing,  // {} is the organization
    text_marketing,   // {} is the phone number
    lists,
    lists_note,
    save,
    saved,
    unsubscribe_title,
    unsubscribe_text,       // {} is the address
    unsubscribe_list_text,  // {} is the list
    unsubscribe_button,
    unsubscribed_title,
    unsubscribed_text,
    unsubscribed_list_text,  // {} is the list
    change_preferences,
    trouble_title,
    trouble_text,
    language,
};

/// Plain text; the page escapes it.
std::string_view say(Language language, Word word);

}  // namespace regulars::api::hosted
