// Los segmentos en español: «Personas que tienen «Reserva completada» al menos una vez en todo el historial.»
// SPDX-License-Identifier: Apache-2.0
import { isDate, type Compare, type ConsentFilter, type DateFilter, type Filter, type Unit } from '../grammar';
import { isMoney, moneyDimensions, never, once, textsOf, windowDays, type Names, type Phrasebook, type Where } from './sentence';

const quote = (text: string) => `«${text}»`;
/** «y» is «e» before the sound i, «o» is «u» before the sound o. */
const joiner = (last: 'y' | 'o', next: string) => {
  const word = next.replace(/^[«\s]+/, '').toLowerCase();
  return last === 'y' ? (/^(i|hi(?![aeou])|y(?![aeou]))/.test(word) ? 'e' : 'y') : /^(o|ho|8|11(?!\d))/.test(word) ? 'u' : 'o';
};
const list = (items: string[], last: 'y' | 'o') => { const end = items.at(-1) ?? ''; return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${joiner(last, end)} ${end}`; };
const units: Record<Unit, [one: string, many: string, feminine: boolean]> = { hour: ['hora', 'horas', true], day: ['día', 'días', false], week: ['semana', 'semanas', true], 'regulars-month': ['mes', 'meses', false] };
const some = (n: number, unit: Unit) => `${n} ${units[unit][n === 1 ? 0 : 1]}`;
const span = (n: number, unit: Unit, word: 'últim' | 'próxim') => {
  const [one, many, feminine] = units[unit];
  return n === 1 ? `${feminine ? 'la' : 'el'} ${word}${feminine ? 'a' : 'o'} ${one}` : `${feminine ? 'las' : 'los'} ${word}${feminine ? 'as' : 'os'} ${n} ${many}`;
};
const sizes: Record<Compare, string> = { equals: 'exactamente', 'not-equals': 'distinto de', 'greater-than': 'más de', 'greater-than-or-equal': 'al menos', 'less-than': 'menos de', 'less-than-or-equal': 'como máximo' };
const size = (operator: Compare, n: string) => `${sizes[operator]} ${n}`;

function when(f: DateFilter, names: Names): string {
  switch (f.operator) {
    case 'alltime': return 'en todo el historial';
    case 'in-the-last': return `en ${span(f.quantity, f.unit, 'últim')}`;
    case 'in-the-next': return `en ${span(f.quantity, f.unit, 'próxim')}`;
    case 'at-least': return `hace al menos ${some(f.quantity, f.unit)}`;
    case 'between': return `hace entre ${f.start} y ${some(f.end, f.unit)}`;
    case 'before': return `antes del ${names.day(f.date)}`;
    case 'after': return `después del ${names.day(f.date)}`;
    case 'between-static': return `del ${names.day(f.start)} al ${names.day(f.end)}`;
    case 'anniversary': return 'hoy, de cualquier año';
    case 'anniversary-last': return `en ${span(f.quantity, f.unit, 'últim')}, de cualquier año`;
    case 'anniversary-next': return `en ${span(f.quantity, f.unit, 'próxim')}, de cualquier año`;
    case 'anniversary-month': return 'en este mes, de cualquier año';
    case 'calendar-month': return `en ${names.month(f.value)}, de cualquier año`;
  }
}

const items = (n: string | number | null) => `${n} elemento${n === 1 ? '' : 's'}`;
function is(property: string, f: Filter, names: Names): string {
  if (isDate(f)) return `es ${when(f, names)}`;
  if (f.type === 'existence') return f.operator === 'is-set' ? 'tiene valor' : 'no tiene valor';
  if (f.type === 'boolean') return f.value ? 'es verdadero' : 'es falso';
  if (f.type === 'numeric') return f.operator === 'equals' ? `es ${names.number(f.value)}` : f.operator === 'not-equals' ? `no es ${names.number(f.value)}` : `es ${size(f.operator, names.number(f.value))}`;
  const texts = textsOf(f).map((v) => quote(names.value(property, v))), any = list(texts, 'o'), all = list(texts, 'y');
  switch (f.operator) {
    case 'equals': return `es ${any}`;
    case 'not-equals': return `no es ${any}`;
    case 'contains': return f.type === 'list' ? `incluye ${any}` : `contiene ${any}`;
    case 'not-contains': return f.type === 'list' ? `no incluye ${any}` : `no contiene ${any}`;
    case 'in': return `es ${any}`;
    case 'not-in': return `no es ${list(texts, 'o')}`;
    case 'starts-with': return `empieza por ${any}`;
    case 'not-starts-with': return `no empieza por ${any}`;
    case 'ends-with': return `termina en ${any}`;
    case 'not-ends-with': return `no termina en ${any}`;
    case 'regex': return `coincide con el patrón ${any}`;
    case 'nregex': return `no coincide con el patrón ${any}`;
    case 'phone-country-code-in': return `tiene el prefijo ${any}`;
    case 'phone-country-code-not-in': return `no tiene el prefijo ${any}`;
    case 'contains-any': return `incluye ${any}`;
    case 'contains-all': return `incluye ${all}`;
    case 'not-contains-any': return `no incluye ${texts.join(' ni ')}`;
    case 'not-contains-all': return `no incluye a la vez ${all}`;
    case 'contains-substring': return `contiene el texto ${any}`;
    case 'not-contains-substring': return `no contiene el texto ${any}`;
    case 'length-equals': return f.value === 0 ? 'está vacío' : `tiene ${items(f.value)}`;
    default: {
      const operator = f.operator.slice('length-'.length) as Compare;
      return once({ operator, value: Number(f.value) }) ? 'tiene al menos un elemento' : `tiene ${sizes[operator]} ${items(Number(f.value))}`;
    }
  }
}
const where = (all: Where[], names: Names) => (all.length ? ` donde ${list(all.map((w) => `${quote(names.property(w.property))} ${is(w.property, w.filter as Filter, names)}`), 'y')}` : '');
const times = (operator: Compare, n: number) => (once({ operator, value: n }) ? 'al menos una vez' : operator === 'not-equals' ? `un número de veces distinto de ${n}` : `${sizes[operator]} ${n === 1 ? 'una vez' : `${n} veces`}`);

const measures = { 'regulars-sum': 'suman', 'regulars-average': 'tienen una media de' };
const statuses = { any: '', subscribed: 'porque se suscribieron', unsubscribed: 'porque cancelaron la suscripción', never_subscribed: 'y nunca se suscribieron' };
const channels = { email: 'marketing por correo electrónico', sms: 'marketing por SMS', push: 'notificaciones push' };
const fields: Record<string, string> = { status_date: 'con el cambio', bounce_date: 'con un rebote', manual_suppression_date: 'con una supresión manual', invalid_email_date: 'con la dirección declarada no válida', custom_source: 'con el origen' };
const methods: Record<string, string> = { form: 'formulario', preference_page: 'la página de preferencias', api: 'la API', manual_import: 'importación', manual_add: 'alta manual', manual_remove: 'baja manual', integration: 'integración', spam_complaint: 'queja por spam', one_click_unsubscribe: 'baja en un clic', inbound_message: 'un mensaje recibido' };
const dimensions: Record<string, string> = { average_days_between_orders: 'la media de días entre pedidos', average_order_value: 'el valor medio del pedido', churn_probability: 'el riesgo de abandono', historic_clv: 'el valor histórico del cliente', historic_number_of_orders: 'el número de pedidos', predicted_clv: 'el valor previsto del cliente', predicted_number_of_orders: 'el número previsto de pedidos', total_clv: 'el valor total del cliente', expected_date_of_next_purchase: 'la fecha prevista del próximo pedido', predicted_gender: 'el género previsto', channel_affinity: 'la afinidad', 'regulars-rfm': 'el grupo de cliente' };

function consentFilter(f: ConsentFilter, names: Names): string {
  if (f.field === 'is_double_opt_in') return f.filter && 'value' in f.filter && f.filter.value ? 'con doble confirmación' : 'sin doble confirmación';
  if (f.field === 'method') return `mediante ${methods[f.method ?? ''] ?? (f.method ?? '').replaceAll('_', ' ')}${f.filter ? ` (${textsOf(f.filter).join(', ')})` : ''}`;
  if (isDate(f.filter)) return `${fields[f.field] ?? f.field} ${when(f.filter, names)}`;
  return `${fields[f.field] ?? f.field.replaceAll('_', ' ')}${f.filter && f.filter.type !== 'existence' ? ` ${textsOf(f.filter).map(quote).join(', ')}` : ''}`;
}

export const book: Phrasebook<string> = {
  everyone: 'Todas las personas.',
  join: (groups) => `Personas ${groups.map((g) => g.join(' o ')).join(', y ')}.`,
  metric(form, metric, names) {
    const { operator, value } = form.number, at = `${when(form.timeframe, names)}${where(form.filters as Where[], names)}`;
    if (form.of === 'count') return never(form.number) ? `que no tienen ${quote(metric)} ${at}` : `que tienen ${quote(metric)} ${times(operator, value)} ${at}`;
    if (isMoney(form.of)) return `con un valor total de ${quote(metric)} de ${operator === 'equals' || operator === 'not-equals' ? '' : `${sizes[operator]} `}${operator === 'not-equals' ? 'una cantidad distinta de ' : ''}${names.money(value)} ${at}`;
    return `cuyos valores de ${quote(names.property(form.property))} en ${quote(metric)} ${measures[form.of as 'regulars-sum']} ${size(operator, names.number(value))} ${at}`;
  },
  funnel(form, steps, names) {
    const [first, ...rest] = steps.map((s) => `${s.exists ? '' : 'no '}${quote(s.metric)}${where(s.where, names)}`);
    const limit = form.window ? `, en un plazo de ${some(...windowDays[form.window])}` : '';
    return `que tienen ${first} ${when(form.timeframe, names)}${rest.map((s) => ` y después ${s}`).join('')}${limit}`;
  },
  property: (name, filter, names) => `cuyo dato ${quote(names.property(name))} ${is(name, filter, names)}`,
  group: (isMember, ids, timeframe, names) => `que ${isMember ? '' : 'no '}están en ${list(ids.map((id) => quote(names.group(id))), 'o')}${timeframe ? ` y se añadieron ${when(timeframe, names)}` : ''}`,
  consent: (c, names) => [`que ${c.can_receive_marketing ? '' : 'no '}pueden recibir ${channels[c.channel]}`, statuses[c.consent_status.subscription], list((c.consent_status.filters ?? []).map((f) => consentFilter(f, names)), 'y')].filter(Boolean).join(' '),
  region: (c) => `que ${c.in_region ? '' : 'no '}están en ${c.region === 'european_union' ? 'la Unión Europea' : 'Estados Unidos'}`,
  distance: (c, names) => `que están a ${c.filter.operator === 'less-than' ? 'menos' : 'más'} de ${names.number(c.filter.value)} ${c.unit === 'miles' ? 'millas' : 'kilómetros'} de ${c.postal_code}, ${names.country(c.country_code)}`,
  prediction(c, names) {
    const f = c.filter, affinity = c.predicted_channel ? ` por ${c.predicted_channel}` : '';
    const read = f.type === 'numeric' && moneyDimensions.has(c.dimension) ? { ...names, number: names.money } : names;
    return `para quienes ${dimensions[c.dimension]}${affinity} ${is('', f, read)}`;
  },
  kept: (type) => (type === 'profile-permissions' ? 'según si se les puede escribir por WhatsApp' : 'que tienen un objeto personalizado que cumple lo indicado'),
  ordered: (by, metric, names) => {
    const what = by.measurement !== 'count' ? (by.regulars_property ? `${quote(names.property(by.regulars_property))} en ${quote(metric)}` : `el valor de ${quote(metric)}`) : `el número de ${quote(metric)}`;
    return `Ordenadas por ${what}${by.timeframe_filter.operator !== 'alltime' ? ` ${when(by.timeframe_filter, names)}` : ''}, de ${by.direction === 'descending' ? 'mayor a menor' : 'menor a mayor'}.`;
  },
};
