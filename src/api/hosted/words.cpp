// The table of words, and which language somebody reads.
// SPDX-License-Identifier: Apache-2.0
#include "api/hosted/words.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace regulars::api::hosted {
namespace {

struct Said {
    Word word;
    std::array<std::string_view, 4> in;  // en, es, fr, ko
};

constexpr Said table[] = {
    {Word::subscribe_title,
     {"Subscribe to {}", "Suscríbete a {}", "S’abonner à {}", "{} 구독하기"}},
    {Word::subscribe_lead,
     {"News and offers from {}, straight to your inbox.",
      "Novedades y ofertas de {}, directas a tu correo.",
      "Les nouvelles et les offres de {}, directement dans votre boîte.",
      "{}의 소식과 혜택을 메일로 받아 보세요."}},
    {Word::email, {"Email", "Correo electrónico", "Adresse e-mail", "이메일"}},
    {Word::first_name, {"First name", "Nombre", "Prénom", "이름"}},
    {Word::optional, {"optional", "opcional", "facultatif", "선택"}},
    {Word::subscribe_button, {"Subscribe", "Suscribirme", "S’abonner", "구독하기"}},
    {Word::consent_note,
     {"By subscribing you agree to receive marketing emails from {}. You can unsubscribe at any "
      "time.",
      "Al suscribirte aceptas recibir correos comerciales de {}. Puedes darte de baja cuando "
      "quieras.",
      "En vous abonnant, vous acceptez de recevoir des e-mails commerciaux de {}. Vous pouvez vous "
      "désabonner à tout moment.",
      "구독하면 {}의 마케팅 메일 수신에 동의하게 됩니다. 언제든지 구독을 해지할 수 있습니다."}},
    {Word::leave_empty,
     {"Leave this empty", "Deja esto vacío", "Laissez ce champ vide", "비워 두세요"}},
    {Word::bad_email,
     {"Enter an email address, such as name@example.com.",
      "Escribe una dirección de correo, como nombre@example.com.",
      "Saisissez une adresse e-mail, par exemple nom@example.com.",
      "name@example.com과 같은 이메일 주소를 입력하세요."}},
    {Word::too_many,
     {"Too many tries from here. Wait a minute and try again.",
      "Demasiados intentos desde aquí. Espera un minuto y vuelve a intentarlo.",
      "Trop d’essais depuis cet endroit. Attendez une minute et réessayez.",
      "이곳에서 너무 많이 시도했습니다. 잠시 후 다시 시도하세요."}},
    {Word::thanks_title, {"Thank you", "Gracias", "Merci", "감사합니다"}},
    {Word::thanks_text,
     {"You are on the list.", "Ya estás en la lista.", "Vous êtes sur la liste.",
      "구독이 완료되었습니다."}},
    {Word::check_mail_title,
     {"One more step", "Un paso más", "Encore une étape", "한 단계 남았습니다"}},
    {Word::check_mail_text,
     {"We will send you an email with a link. Follow it within 72 hours to confirm your "
      "subscription.",
      "Te enviaremos un correo con un enlace. Ábrelo antes de 72 horas para confirmar tu "
      "suscripción.",
      "Nous vous enverrons un e-mail avec un lien. Ouvrez-le sous 72 heures pour confirmer votre "
      "abonnement.",
      "링크가 담긴 메일을 보내 드립니다. 72시간 안에 링크를 열어 구독을 확인하세요."}},
    {Word::confirm_title,
     {"Confirm your subscription", "Confirma tu suscripción", "Confirmez votre abonnement",
      "구독을 확인하세요"}},
    {Word::confirm_text,
     {"Press the button to receive emails from {}.", "Pulsa el botón para recibir correos de {}.",
      "Appuyez sur le bouton pour recevoir les e-mails de {}.",
      "버튼을 누르면 {}의 메일을 받게 됩니다."}},
    {Word::confirm_button,
     {"Yes, subscribe me", "Sí, suscríbeme", "Oui, je m’abonne", "네, 구독합니다"}},
    {Word::confirmed_title,
     {"You are subscribed", "Tu suscripción está confirmada", "Votre abonnement est confirmé",
      "구독되었습니다"}},
    {Word::confirmed_text,
     {"Thank you for confirming. You can close this page.",
      "Gracias por confirmar. Puedes cerrar esta página.",
      "Merci d’avoir confirmé. Vous pouvez fermer cette page.",
      "확인해 주셔서 감사합니다. 이 페이지를 닫으셔도 됩니다."}},
    {Word::used_title,
     {"Already confirmed", "Ya está confirmada", "Déjà confirmé", "이미 확인되었습니다"}},
    {Word::used_text,
     {"This link has been used. Your subscription is confirmed; there is nothing more to do.",
      "Este enlace ya se usó. Tu suscripción está confirmada; no tienes que hacer nada más.",
      "Ce lien a déjà servi. Votre abonnement est confirmé, vous n’avez plus rien à faire.",
      "이미 사용된 링크입니다. 구독이 확인되었으니 더 하실 일은 없습니다."}},
    {Word::expired_title,
     {"This link has expired", "Este enlace ha caducado", "Ce lien a expiré", "만료된 링크입니다"}},
    {Word::expired_text,
     {"A confirmation link works for 72 hours. Subscribe again to receive a new one.",
      "Un enlace de confirmación funciona durante 72 horas. Suscríbete de nuevo para recibir otro.",
      "Un lien de confirmation fonctionne pendant 72 heures. Abonnez-vous de nouveau pour en "
      "recevoir un autre.",
      "확인 링크는 72시간 동안 유효합니다. 새 링크를 받으려면 다시 구독하세요."}},
    {Word::subscribe_again,
     {"Subscribe again", "Suscribirme de nuevo", "S’abonner de nouveau", "다시 구독하기"}},
    {Word::broken_title,
     {"This link does not work", "Este enlace no funciona", "Ce lien ne fonctionne pas",
      "작동하지 않는 링크입니다"}},
    {Word::broken_text,
     {"It may have been cut off in your email. Open it again from there, or copy it whole.",
      "Puede que se haya cortado en tu correo. Ábrelo de nuevo desde allí o cópialo entero.",
      "Il a peut-être été coupé dans votre e-mail. Ouvrez-le de nouveau ou copiez-le en entier.",
      "메일에서 링크가 잘렸을 수 있습니다. 메일에서 다시 열거나 전체를 복사하세요."}},
    {Word::closed_title,
     {"This page is closed", "Esta página está cerrada", "Cette page est fermée",
      "닫힌 페이지입니다"}},
    {Word::closed_text,
     {"There is no subscription page here, or not any more.",
      "Aquí no hay ninguna página de suscripción, o ya no.",
      "Il n’y a pas, ou plus, de page d’abonnement ici.",
      "이곳에는 구독 페이지가 없거나 더 이상 운영되지 않습니다."}},
    {Word::preferences_title,
     {"Your preferences", "Tus preferencias", "Vos préférences", "수신 설정"}},
    {Word::preferences_lead,
     {"What we may send to {}.", "Lo que podemos enviar a {}.", "Ce que nous pouvons envoyer à {}.",
      "{}(으)로 받을 내용을 선택하세요."}},
    {Word::channels,
     {"How we reach you", "Cómo te contactamos", "Comment vous joindre", "수신 방법"}},
    {Word::email_marketing,
     {"Marketing emails from {}", "Correos comerciales de {}", "E-mails commerciaux de {}",
      "{}의 마케팅 메일"}},
    {Word::text_marketing,
     {"Marketing texts to {}", "Mensajes comerciales a {}", "SMS commerciaux au {}",
      "{}(으)로 보내는 마케팅 문자"}},
    {Word::lists, {"Lists", "Listas", "Listes", "목록"}},
    {Word::lists_note,
     {"They count while you receive marketing emails.",
      "Cuentan mientras recibas correos comerciales.",
      "Elles comptent tant que vous recevez des e-mails commerciaux.",
      "마케팅 메일을 받는 동안에만 적용됩니다."}},
    {Word::save, {"Save", "Guardar", "Enregistrer", "저장"}},
    {Word::saved, {"Saved.", "Guardado.", "Enregistré.", "저장되었습니다."}},
    {Word::unsubscribe_title, {"Unsubscribe", "Darse de baja", "Se désabonner", "구독 해지"}},
    {Word::unsubscribe_text,
     {"Press the button and {} receives no more marketing emails from us.",
      "Pulsa el botón y {} no recibirá más correos comerciales nuestros.",
      "Appuyez sur le bouton et {} ne recevra plus nos e-mails commerciaux.",
      "버튼을 누르면 {}(으)로 더 이상 마케팅 메일을 보내지 않습니다."}},
    {Word::unsubscribe_list_text,
     {"Press the button to leave the list {}.", "Pulsa el botón para salir de la lista {}.",
      "Appuyez sur le bouton pour quitter la liste {}.", "버튼을 누르면 {} 목록에서 나갑니다."}},
    {Word::unsubscribe_button, {"Unsubscribe", "Darme de baja", "Me désabonner", "구독 해지"}},
    {Word::unsubscribed_title,
     {"You are unsubscribed", "Te has dado de baja", "Votre désabonnement est enregistré",
      "구독이 해지되었습니다"}},
    {Word::unsubscribed_text,
     {"You receive no more marketing emails from us. It takes effect at once.",
      "No recibirás más correos comerciales nuestros. Se aplica de inmediato.",
      "Vous ne recevrez plus nos e-mails commerciaux. C’est effectif immédiatement.",
      "더 이상 마케팅 메일을 보내지 않습니다. 즉시 적용됩니다."}},
    {Word::unsubscribed_list_text,
     {"You are off the list {}. It takes effect at once.",
      "Ya no estás en la lista {}. Se aplica de inmediato.",
      "Vous n’êtes plus sur la liste {}. C’est effectif immédiatement.",
      "{} 목록에서 나왔습니다. 즉시 적용됩니다."}},
    {Word::change_preferences,
     {"Change your preferences", "Cambiar tus preferencias", "Modifier vos préférences",
      "수신 설정 변경"}},
    {Word::trouble_title,
     {"Something went wrong", "Algo salió mal", "Une erreur s’est produite",
      "문제가 발생했습니다"}},
    {Word::trouble_text,
     {"Nothing was changed. Please try again in a few minutes.",
      "No se cambió nada. Vuelve a intentarlo en unos minutos.",
      "Rien n’a été modifié. Réessayez dans quelques minutes.",
      "변경된 내용이 없습니다. 몇 분 후 다시 시도하세요."}},
    {Word::language, {"Language", "Idioma", "Langue", "언어"}},
};

constexpr bool is_whole() {
    for (std::size_t i = 0; i < std::size(table); ++i)
        if (std::to_underlying(table[i].word) != int(i)) return false;
    return std::size(table) == std::size_t(std::to_underlying(Word::language)) + 1;
}
static_assert(is_whole(), "the table has every word, in order");

constexpr std::string_view codes[] = {"en", "es", "fr", "ko"},
                           names[] = {"English", "Español", "Français", "한국어"};

}  // namespace

std::string_view code_of(Language language) { return codes[std::to_underlying(language)]; }
std::string_view name_of(Language language) { return names[std::to_underlying(language)]; }

std::optional<Language> language_named(std::string_view code) {
    for (auto language : {Language::en, Language::es, Language::fr, Language::ko})
        if (equals_ignoring_case(code, code_of(language))) return language;
    return std::nullopt;
}

Language preferred(std::string_view accept_language, Language otherwise) {
    constexpr std::size_t most_parts = 50;
    double best = 0;
    std::size_t n = 0;
    for (auto part : split(accept_language, ',')) {
        if (++n > most_parts) break;
        auto semicolon = part.find(';');
        auto tag = trimmed(part.substr(0, semicolon));
        double quality = 1;
        if (semicolon != part.npos) {
            auto q = trimmed(part.substr(semicolon + 1));
            if (q.starts_with("q=")) std::from_chars(q.data() + 2, q.data() + q.size(), quality);
        }
        auto language = language_named(tag.substr(0, tag.find('-')));
        if (!language || quality <= best) continue;
        best = quality;
        otherwise = *language;
    }
    return otherwise;
}

std::string_view say(Language language, Word word) {
    return table[std::to_underlying(word)].in[std::size_t(std::to_underlying(language))];
}

}  // namespace regulars::api::hosted
