// 한국어 문장: ‘예약 완료’가 전체 기간 동안 1회 이상 있는 사람. What describes people stands before them, and ends after its place.
// SPDX-License-Identifier: Apache-2.0
import { isDate, type Compare, type ConsentFilter, type DateFilter, type Filter, type Unit } from '../grammar';
import { isMoney, moneyDimensions, never, textsOf, windowDays, type Names, type Phrasebook, type Where } from './sentence';

/** Before "people", before "and", before "or". */
type Endings = readonly [people: string, and: string, or: string];
type Predicate = { stem: string; end: Endings };
const IS: Endings = ['인', '이고', '이거나'], HAS: Endings = [' 있는', ' 있고', ' 있거나'], LACKS: Endings = [' 없는', ' 없고', ' 없거나'];
const doesNot: Endings = ['지 않는', '지 않고', '지 않거나'], isNot: Endings = [' 아닌', ' 아니고', ' 아니거나'];
const said = (p: Predicate, form: 0 | 1 | 2) => p.stem + p.end[form];

/** Does the word end in a consonant? Digits by how they are read; Latin letters by their sound. */
function closes(text: string): boolean {
  const last = [...text.replace(/[’')\]\s.%]+$/u, '')].at(-1) ?? '';
  const code = last.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28 !== 0;
  return /[0136781lmnrLMNRbckptg]/.test(last);
}
const particle = (text: string, closed: string, open: string) => text + (closes(text) ? closed : open);
const subject = (text: string) => particle(text, '이', '가');
const object = (text: string) => particle(text, '을', '를');

/** 로 after a vowel and after ㄹ, 으로 otherwise. */
const toward = (text: string) => {
  const last = [...text.replace(/[’')\]\s.%]+$/u, '')].at(-1) ?? '', code = last.charCodeAt(0);
  const isLiquid = code >= 0xac00 && code <= 0xd7a3 ? (code - 0xac00) % 28 === 8 : /[178lLrR]/.test(last);
  return text + (closes(text) && !isLiquid ? '으로' : '로');
};

const quote = (text: string) => `‘${text}’`;
const list = (items: string[], last: '또는' | '및') => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`);
const units: Record<Unit, string> = { hour: '시간', day: '일', week: '주', 'regulars-month': '개월' };
const some = (n: number, unit: Unit) => `${n}${units[unit]}`;
/** A number with what it is compared by: "6 이상". */
const sized = (operator: Compare, n: string): Predicate => {
  const words: Partial<Record<Compare, string>> = { 'greater-than': '초과', 'greater-than-or-equal': '이상', 'less-than': '미만', 'less-than-or-equal': '이하' };
  if (operator === 'not-equals') return { stem: subject(n), end: isNot };
  return { stem: words[operator] ? `${n} ${words[operator]}` : n, end: IS };
};

function when(f: DateFilter, names: Names): string {
  switch (f.operator) {
    case 'alltime': return '전체 기간 동안';
    case 'in-the-last': return `지난 ${some(f.quantity, f.unit)} 동안`;
    case 'in-the-next': return `앞으로 ${some(f.quantity, f.unit)} 안에`;
    case 'at-least': return `${some(f.quantity, f.unit)} 이상 전에`;
    case 'between': return `${some(f.end, f.unit)} 전부터 ${some(f.start, f.unit)} 전까지`;
    case 'before': return `${names.day(f.date)} 전에`;
    case 'after': return `${names.day(f.date)} 후에`;
    case 'between-static': return `${names.day(f.start)}부터 ${names.day(f.end)}까지`;
    case 'anniversary': return '연도와 상관없이 오늘';
    case 'anniversary-last': return `연도와 상관없이 지난 ${some(f.quantity, f.unit)} 동안`;
    case 'anniversary-next': return `연도와 상관없이 앞으로 ${some(f.quantity, f.unit)} 안에`;
    case 'anniversary-month': return '연도와 상관없이 이번 달에';
    case 'calendar-month': return `연도와 상관없이 ${names.month(f.value)}에`;
  }
}

/** What holds of a property; the property itself comes before it as the subject. */
function is(property: string, f: Filter, names: Names): Predicate {
  if (isDate(f)) return { stem: when(f, names), end: HAS };
  if (f.type === 'existence') return { stem: '설정되어', end: f.operator === 'is-set' ? HAS : [' 있지 않은', ' 있지 않고', ' 있지 않거나'] };
  if (f.type === 'boolean') return { stem: f.value ? '참' : '거짓', end: IS };
  if (f.type === 'numeric') return sized(f.operator, names.number(f.value));
  const texts = textsOf(f).map((v) => quote(names.value(property, v))), any = list(texts, '또는'), all = list(texts, '및');
  const includes = { stem: `${object(any)} 포함하`, end: ['는', '고', '거나'] as const };
  const unless = (p: Predicate): Predicate => ({ stem: p.stem, end: doesNot });
  switch (f.operator) {
    case 'equals': case 'in': return { stem: any, end: IS };
    case 'not-equals': case 'not-in': return { stem: subject(any), end: isNot };
    case 'contains': case 'contains-any': case 'contains-substring': return includes;
    case 'not-contains': case 'not-contains-substring': return unless(includes);
    case 'contains-all': return { stem: `${object(all)} 모두 포함하`, end: ['는', '고', '거나'] };
    case 'not-contains-all': return { stem: `${object(all)} 모두 포함하`, end: doesNot };
    case 'not-contains-any': return { stem: `${list(texts, '및')} 중 어느 것도 포함하`, end: doesNot };
    case 'starts-with': return { stem: `${toward(any)} 시작하`, end: ['는', '고', '거나'] };
    case 'not-starts-with': return { stem: `${toward(any)} 시작하`, end: doesNot };
    case 'ends-with': return { stem: `${toward(any)} 끝나`, end: ['는', '고', '거나'] };
    case 'not-ends-with': return { stem: `${toward(any)} 끝나`, end: doesNot };
    case 'regex': return { stem: `${any} 패턴과 일치하`, end: ['는', '고', '거나'] };
    case 'nregex': return { stem: `${any} 패턴과 일치하`, end: doesNot };
    case 'phone-country-code-in': return { stem: `국가 번호 ${toward(any)} 시작하`, end: ['는', '고', '거나'] };
    case 'phone-country-code-not-in': return { stem: `국가 번호 ${toward(any)} 시작하`, end: doesNot };
    default: {
      const operator = f.operator.slice('length-'.length) as Compare, n = Number(f.value);
      return operator === 'equals' && n === 0 ? { stem: '비어', end: HAS } : sized(operator, `${n}개`);
    }
  }
}

const held = (w: Where, names: Names): Predicate => { const p = is(w.property, w.filter as Filter, names); return { stem: `${subject(quote(names.property(w.property)))} ${p.stem}`, end: p.end }; };
/** "‘인원수’가 6 이상인 ": stands before the metric it narrows. */
const where = (all: Where[], names: Names) => all.map((w, i) => `${said(held(w, names), i === all.length - 1 ? 0 : 1)} `).join('');

const measures = { 'regulars-sum': '합계', 'regulars-average': '평균' };
const channels = { email: '이메일 마케팅', sms: 'SMS 마케팅', push: '푸시 알림' };
const statuses = { any: '', subscribed: '구독했고 ', unsubscribed: '구독을 취소했고 ', never_subscribed: '구독한 적이 없고 ' };
const fields: Record<string, string> = { status_date: '변경', bounce_date: '반송', manual_suppression_date: '수동 수신 차단', invalid_email_date: '잘못된 주소 확인', custom_source: '출처' };
const methods: Record<string, string> = { form: '양식', preference_page: '수신 설정 페이지', api: 'API', manual_import: '가져오기', manual_add: '직접 추가', manual_remove: '직접 삭제', integration: '연동', spam_complaint: '스팸 신고', one_click_unsubscribe: '원클릭 구독 취소', inbound_message: '수신 메시지' };
const dimensions: Record<string, string> = { average_days_between_orders: '평균 주문 간격(일)', average_order_value: '평균 주문 금액', churn_probability: '이탈 위험', historic_clv: '누적 고객 가치', historic_number_of_orders: '주문 횟수', predicted_clv: '예상 고객 가치', predicted_number_of_orders: '예상 주문 횟수', total_clv: '총 고객 가치', expected_date_of_next_purchase: '다음 주문 예상일', predicted_gender: '예상 성별', channel_affinity: '채널 선호도', 'regulars-rfm': '고객 그룹' };

function consentFilter(f: ConsentFilter, names: Names): string {
  if (f.field === 'is_double_opt_in') return f.filter && 'value' in f.filter && f.filter.value ? '이중 수신 동의로' : '이중 수신 동의 없이';
  if (f.field === 'method') { const how = methods[f.method ?? ''] ?? (f.method ?? '').replaceAll('_', ' '); return `${how}${f.filter ? `(${textsOf(f.filter).join(', ')})` : ''}${closes(how) ? '을' : '를'} 통해`; }
  if (isDate(f.filter)) return `${when(f.filter, names)} ${fields[f.field] ?? f.field}되어`;
  return `${subject(fields[f.field] ?? f.field.replaceAll('_', ' '))} ${f.filter && f.filter.type !== 'existence' ? `${textsOf(f.filter).map(quote).join(', ')}이고` : '있고'}`;
}

export const book: Phrasebook<Predicate> = {
  everyone: '모든 사람.',
  join: (groups) => `${groups.map((g, i) => g.map((p, at) => said(p, at < g.length - 1 ? 2 : i < groups.length - 1 ? 1 : 0)).join(' ')).join(', ')} 사람.`,
  metric(form, metric, names) {
    const { operator, value } = form.number, at = when(form.timeframe, names), narrowed = `${where(form.filters as Where[], names)}${quote(metric)}`;
    if (form.of === 'count') {
      if (never(form.number)) return { stem: `${at} ${subject(narrowed)}`, end: LACKS };
      const p = sized(operator, `${value}회`);
      return operator === 'not-equals' ? { stem: `${at} ${narrowed} 횟수가 ${p.stem}`, end: p.end } : { stem: `${at} ${subject(narrowed)} ${p.stem}`, end: HAS };
    }
    const p = sized(operator, isMoney(form.of) ? names.money(value) : names.number(value));
    const what = isMoney(form.of) ? `${narrowed} 금액 합계가` : `${narrowed}의 ${quote(names.property(form.property))} ${subject(measures[form.of as 'regulars-sum'])}`;
    return { stem: `${at} ${what} ${p.stem}`, end: p.end };
  },
  funnel(form, steps, names) {
    const limit = form.window ? `${some(...windowDays[form.window])} 안에 ` : '';
    const [first, ...rest] = steps.map((s) => ({ text: `${where(s.where, names)}${quote(s.metric)}`, exists: s.exists }));
    const shown = rest.map((s, i) => (i === rest.length - 1 ? subject(s.text) : `${subject(s.text)} ${s.exists ? '있고' : '없고'}`)).join(' 이어서 ');
    return { stem: `${when(form.timeframe, names)} ${first?.text ?? ''} 후 ${limit}${shown}`, end: rest.at(-1)?.exists === false ? LACKS : HAS };
  },
  property(name, filter, names) {
    return held({ property: name, filter }, names);
  },
  group(isMember, ids, timeframe, names) {
    const where = `${list(ids.map((id) => quote(names.group(id))), '또는')}에`;
    if (timeframe) return { stem: `${where} ${when(timeframe, names)} 추가되어`, end: HAS };
    return isMember ? { stem: `${where} 속해`, end: HAS } : { stem: `${where} 속해 있`, end: ['지 않은', '지 않고', '지 않거나'] };
  },
  consent(c, names) {
    const filters = (c.consent_status.filters ?? []).map((f) => `${consentFilter(f, names)} `).join('');
    return { stem: `${filters}${statuses[c.consent_status.subscription]}${object(channels[c.channel])} 받을 수`, end: c.can_receive_marketing ? HAS : LACKS };
  },
  region: (c) => ({ stem: `${c.region === 'european_union' ? '유럽 연합' : '미국'}에 있`, end: c.in_region ? ['는', '고', '거나'] : ['지 않은', '지 않고', '지 않거나'] }),
  distance: (c, names) => ({ stem: `${names.country(c.country_code)} ${c.postal_code}에서 ${names.number(c.filter.value)}${c.unit === 'miles' ? '마일' : '킬로미터'} ${c.filter.operator === 'less-than' ? '안에' : '밖에'}`, end: HAS }),
  prediction(c, names) {
    const f = c.filter, read = f.type === 'numeric' && moneyDimensions.has(c.dimension) ? { ...names, number: names.money } : names;
    const p = is('', f, read);
    return { stem: `${c.predicted_channel ? `${c.predicted_channel} ` : ''}${subject(dimensions[c.dimension] ?? '')} ${p.stem}`, end: p.end };
  },
  kept: (type) => (type === 'profile-permissions' ? { stem: 'WhatsApp으로 연락할 수', end: HAS } : { stem: '조건에 맞는 맞춤 객체가', end: HAS }),
  ordered(by, metric, names) {
    const by_ = by.measurement !== 'count' ? (by.regulars_property ? `${quote(metric)}의 ${quote(names.property(by.regulars_property))}` : `${quote(metric)} 금액`) : `${quote(metric)} 횟수`;
    return `${by.timeframe_filter.operator !== 'alltime' ? `${when(by.timeframe_filter, names)} ` : ''}${subject(by_)} ${by.direction === 'descending' ? '높은' : '낮은'} 순서로 정렬합니다.`;
  },
};
