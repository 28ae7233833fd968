// Les segments en français : « Personnes qui ont « Réservation terminée » au moins une fois depuis toujours. »
// SPDX-License-Identifier: Apache-2.0
import { isDate, type Compare, type ConsentFilter, type DateFilter, type Filter, type Unit } from '../grammar';
import { isMoney, moneyDimensions, never, once, textsOf, windowDays, type Names, type Phrasebook, type Where } from './sentence';

const quote = (text: string) => `«\u202f${text}\u202f»`;
const list = (items: string[], last: 'et' | 'ou') => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`);
const units: Record<Unit, [one: string, many: string, feminine: boolean]> = { hour: ['heure', 'heures', true], day: ['jour', 'jours', false], week: ['semaine', 'semaines', true], 'regulars-month': ['mois', 'mois', false] };
const some = (n: number, unit: Unit) => `${n} ${units[unit][n < 2 ? 0 : 1]}`;
const last = (n: number, unit: Unit) => { const [one, many, f] = units[unit]; return n === 1 ? `${f ? 'de la dernière' : 'du dernier'} ${one}` : `des ${n} ${f ? 'dernières' : 'derniers'} ${many}`; };
const next = (n: number, unit: Unit) => { const [one, many, f] = units[unit]; return n === 1 ? `${f ? 'de la prochaine' : 'du prochain'} ${one}` : `des ${n} ${f ? 'prochaines' : 'prochains'} ${many}`; };
const sizes: Record<Compare, string> = { equals: 'exactement', 'not-equals': 'autre que', 'greater-than': 'plus de', 'greater-than-or-equal': 'au moins', 'less-than': 'moins de', 'less-than-or-equal': 'au plus' };
const worth: Record<Compare, string> = { equals: 'de', 'not-equals': 'autre que', 'greater-than': 'supérieure à', 'greater-than-or-equal': 'd’au moins', 'less-than': 'inférieure à', 'less-than-or-equal': 'd’au plus' };

function when(f: DateFilter, names: Names): string {
  switch (f.operator) {
    case 'alltime': return 'depuis toujours';
    case 'in-the-last': return `au cours ${last(f.quantity, f.unit)}`;
    case 'in-the-next': return `au cours ${next(f.quantity, f.unit)}`;
    case 'at-least': return `il y a au moins ${some(f.quantity, f.unit)}`;
    case 'between': return `il y a entre ${f.start} et ${some(f.end, f.unit)}`;
    case 'before': return `avant le ${names.day(f.date)}`;
    case 'after': return `après le ${names.day(f.date)}`;
    case 'between-static': return `du ${names.day(f.start)} au ${names.day(f.end)}`;
    case 'anniversary': return 'aujourd’hui, quelle que soit l’année';
    case 'anniversary-last': return `au cours ${last(f.quantity, f.unit)}, quelle que soit l’année`;
    case 'anniversary-next': return `au cours ${next(f.quantity, f.unit)}, quelle que soit l’année`;
    case 'anniversary-month': return 'au cours de ce mois, quelle que soit l’année';
    case 'calendar-month': return `en ${names.month(f.value)}, quelle que soit l’année`;
  }
}

const items = (n: string | number | null) => `${n} élément${Number(n) < 2 ? '' : 's'}`;
function is(property: string, f: Filter, names: Names): string {
  if (isDate(f)) return `se situe ${when(f, names)}`;
  if (f.type === 'existence') return f.operator === 'is-set' ? 'est renseigné' : 'n’est pas renseigné';
  if (f.type === 'boolean') return f.value ? 'est vrai' : 'est faux';
  if (f.type === 'numeric') return f.operator === 'equals' ? `vaut ${names.number(f.value)}` : f.operator === 'not-equals' ? `ne vaut pas ${names.number(f.value)}` : `vaut ${sizes[f.operator]} ${names.number(f.value)}`;
  const texts = textsOf(f).map((v) => quote(names.value(property, v))), any = list(texts, 'ou'), all = list(texts, 'et');
  switch (f.operator) {
    case 'equals': return `est ${any}`;
    case 'not-equals': return `n’est pas ${any}`;
    case 'contains': return f.type === 'list' ? `comprend ${any}` : `contient ${any}`;
    case 'not-contains': return f.type === 'list' ? `ne comprend pas ${any}` : `ne contient pas ${any}`;
    case 'in': return `est ${any}`;
    case 'not-in': return `n’est ni ${texts.join(' ni ')}`;
    case 'starts-with': return `commence par ${any}`;
    case 'not-starts-with': return `ne commence pas par ${any}`;
    case 'ends-with': return `se termine par ${any}`;
    case 'not-ends-with': return `ne se termine pas par ${any}`;
    case 'regex': return `correspond au motif ${any}`;
    case 'nregex': return `ne correspond pas au motif ${any}`;
    case 'phone-country-code-in': return `a l’indicatif ${any}`;
    case 'phone-country-code-not-in': return `n’a pas l’indicatif ${any}`;
    case 'contains-any': return `comprend ${any}`;
    case 'contains-all': return `comprend ${all}`;
    case 'not-contains-any': return `ne comprend ni ${texts.join(' ni ')}`;
    case 'not-contains-all': return `ne comprend pas à la fois ${all}`;
    case 'contains-substring': return `contient le texte ${any}`;
    case 'not-contains-substring': return `ne contient pas le texte ${any}`;
    case 'length-equals': return f.value === 0 ? 'est vide' : `compte ${items(f.value)}`;
    default: {
      const operator = f.operator.slice('length-'.length) as Compare;
      return once({ operator, value: Number(f.value) }) ? 'compte au moins un élément' : `compte ${sizes[operator]} ${items(Number(f.value))}`;
    }
  }
}
const where = (all: Where[], names: Names) => (all.length ? ` où ${list(all.map((w) => `${quote(names.property(w.property))} ${is(w.property, w.filter as Filter, names)}`), 'et')}` : '');
const times = (operator: Compare, n: number) => (once({ operator, value: n }) ? 'au moins une fois' : operator === 'not-equals' ? `un nombre de fois autre que ${n}` : `${sizes[operator]} ${n === 1 ? 'une' : n} fois`);

const measures = { 'regulars-sum': 'totalisent', 'regulars-average': 'valent en moyenne' };
const statuses = { any: '', subscribed: 'parce qu’elles se sont abonnées', unsubscribed: 'parce qu’elles se sont désabonnées', never_subscribed: 'sans s’être jamais abonnées' };
const channels = { email: 'du marketing par e-mail', sms: 'du marketing par SMS', push: 'des notifications push' };
const fields: Record<string, string> = { status_date: 'avec un changement', bounce_date: 'avec un rejet', manual_suppression_date: 'avec une suppression manuelle', invalid_email_date: 'avec une adresse jugée invalide', custom_source: 'avec la source' };
const methods: Record<string, string> = { form: 'formulaire', preference_page: 'la page de préférences', api: 'l’API', manual_import: 'importation', manual_add: 'ajout manuel', manual_remove: 'retrait manuel', integration: 'une intégration', spam_complaint: 'plainte pour spam', one_click_unsubscribe: 'désabonnement en un clic', inbound_message: 'un message reçu' };
const dimensions: Record<string, string> = { average_days_between_orders: 'le nombre moyen de jours entre commandes', average_order_value: 'le panier moyen', churn_probability: 'le risque de départ', historic_clv: 'la valeur client historique', historic_number_of_orders: 'le nombre de commandes', predicted_clv: 'la valeur client prévue', predicted_number_of_orders: 'le nombre de commandes prévu', total_clv: 'la valeur client totale', expected_date_of_next_purchase: 'la date prévue de la prochaine commande', predicted_gender: 'le genre prédit', channel_affinity: 'l’affinité', 'regulars-rfm': 'le groupe client' };

function consentFilter(f: ConsentFilter, names: Names): string {
  if (f.field === 'is_double_opt_in') return f.filter && 'value' in f.filter && f.filter.value ? 'avec double confirmation' : 'sans double confirmation';
  if (f.field === 'method') return `par ${methods[f.method ?? ''] ?? (f.method ?? '').replaceAll('_', ' ')}${f.filter ? ` (${textsOf(f.filter).join(', ')})` : ''}`;
  if (isDate(f.filter)) return `${fields[f.field] ?? f.field} ${when(f.filter, names)}`;
  return `${fields[f.field] ?? f.field.replaceAll('_', ' ')}${f.filter && f.filter.type !== 'existence' ? ` ${textsOf(f.filter).map(quote).join(', ')}` : ''}`;
}

export const book: Phrasebook<string> = {
  everyone: 'Tout le monde.',
  join: (groups) => `Personnes ${groups.map((g) => g.join(' ou ')).join(', et ')}.`,
  metric(form, metric, names) {
    const { operator, value } = form.number, at = `${when(form.timeframe, names)}${where(form.filters as Where[], names)}`;
    if (form.of === 'count') return never(form.number) ? `qui n’ont pas ${quote(metric)} ${at}` : `qui ont ${quote(metric)} ${times(operator, value)} ${at}`;
    if (isMoney(form.of)) return `dont la valeur totale de ${quote(metric)} est ${worth[operator]} ${names.money(value)} ${at}`;
    return `dont les valeurs de ${quote(names.property(form.property))} pour ${quote(metric)} ${measures[form.of as 'regulars-sum']} ${sizes[operator]} ${names.number(value)} ${at}`;
  },
  funnel(form, steps, names) {
    const [first, ...rest] = steps.map((s) => `${s.exists ? '' : 'pas '}${quote(s.metric)}${where(s.where, names)}`);
    const limit = form.window ? `, en ${some(...windowDays[form.window])}` : '';
    return `qui ont ${first} ${when(form.timeframe, names)}${rest.map((s) => `, puis ${s}`).join('')}${limit}`;
  },
  property: (name, filter, names) => `dont ${quote(names.property(name))} ${is(name, filter, names)}`,
  group: (isMember, ids, timeframe, names) => `qui ${isMember ? 'sont' : 'ne sont pas'} dans ${list(ids.map((id) => quote(names.group(id))), 'ou')}${timeframe ? ` et y ont été ajoutées ${when(timeframe, names)}` : ''}`,
  consent: (c, names) => [`qui ${c.can_receive_marketing ? 'peuvent' : 'ne peuvent pas'} recevoir ${c.can_receive_marketing ? channels[c.channel] : channels[c.channel].replace(/^(du|des) /, 'de ')}`, statuses[c.consent_status.subscription], list((c.consent_status.filters ?? []).map((f) => consentFilter(f, names)), 'et')].filter(Boolean).join(' '),
  region: (c) => `qui ${c.in_region ? 'sont' : 'ne sont pas'} ${c.region === 'european_union' ? 'dans l’Union européenne' : 'aux États-Unis'}`,
  distance: (c, names) => `qui sont à ${c.filter.operator === 'less-than' ? 'moins' : 'plus'} de ${names.number(c.filter.value)} ${c.unit === 'miles' ? 'miles' : 'kilomètres'} de ${c.postal_code}, ${names.country(c.country_code)}`,
  prediction(c, names) {
    const f = c.filter, affinity = c.predicted_channel ? ` pour ${c.predicted_channel}` : '';
    const read = f.type === 'numeric' && moneyDimensions.has(c.dimension) ? { ...names, number: names.money } : names;
    return `pour qui ${dimensions[c.dimension]}${affinity} ${is('', f, read)}`;
  },
  kept: (type) => (type === 'profile-permissions' ? 'selon qu’on peut leur écrire sur WhatsApp' : 'qui ont un objet personnalisé correspondant'),
  ordered: (by, metric, names) => {
    const what = by.measurement !== 'count' ? (by.regulars_property ? `${quote(names.property(by.regulars_property))} pour ${quote(metric)}` : `valeur de ${quote(metric)}`) : `nombre de ${quote(metric)}`;
    return `Triées par ${what}${by.timeframe_filter.operator !== 'alltime' ? ` ${when(by.timeframe_filter, names)}` : ''}, ${by.direction === 'descending' ? 'de la plus grande valeur à la plus petite' : 'de la plus petite valeur à la plus grande'}.`;
  },
};
