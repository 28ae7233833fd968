// Imports of the stand-in: it reads plain comma-separated files and JSON lines of events, and is done a second after it was asked.
// SPDX-License-Identifier: Apache-2.0
import { iso } from './people.mjs';

const known = { email: 'email', 'e-mail': 'email', phone: 'phone', 'first name': 'first_name', 'last name': 'last_name', city: 'city', 'email consent': 'email_consent', 'consent time': 'consent_time' };
const none = () => ({ rows: 0, people: 0, skipped: 0, repeated: 0, created: 0, updated: 0, subscribed: 0, unsubscribed: 0, joined: 0, removed: 0, events: 0, forgotten: 0, events_removed: 0, problems: {} });
const secondMs = 1000;

const rowsOf = (one) => one.text.replace(/^\uFEFF/, '').split(/\r?\n/).filter(Boolean).map((line) => line.split(','));
const cell = (one, row, target) => row[one.columns.findIndex((c) => c.target === target)] ?? '';
const isBad = (one, row) => !/^[^@\s]+@[^@\s]+$/.test(cell(one, row, 'email'));

/** The events of a file, and the lines that are none. */
function eventsIn(one) {
  const events = [], wrong = [];
  one.text.split(/\r?\n/).forEach((text, i) => {
    if (!text.trim()) return;
    try {
      const { email = '', metric, time, value, unique_id = '', properties = {} } = JSON.parse(text);
      events.push({ line: i + 1, email, identifiers: [email.toLowerCase()], profile_id: null, metric, time, value: value === undefined ? null : { amount: value.toFixed(2), currency: 'USD' }, unique_id, properties });
    } catch {
      wrong.push({ line: i + 1, column: '', reason: 'not_json', value: text.slice(0, 80), is_row_skipped: true });
    }
  });
  return { events, wrong };
}

function eventCounts(one) {
  const { events, wrong } = eventsIn(one), people = new Set(events.map((e) => e.email)).size;
  return { ...none(), rows: events.length + wrong.length, events: events.length, people, created: people, skipped: wrong.length, problems: wrong.length ? { not_json: wrong.length } : {} };
}

function counts(one) {
  if (one.format === 'events') return eventCounts(one);
  const rows = rowsOf(one).slice(1), good = rows.filter((row) => !isBad(one, row)), bad = rows.length - good.length;
  return { ...none(), rows: rows.length, people: good.length, created: good.length, skipped: bad, subscribed: good.filter((row) => cell(one, row, 'email_consent') === 'yes').length, joined: one.list ? good.length : 0, problems: bad ? { bad_email: bad } : {} };
}

export const shownImport = ({ text, since, ...one }) => one;

/** What was asked a second ago is done. */
export function settle(one) {
  if (!one.since || Date.now() - one.since < secondMs) return one;
  one.since = 0;
  if (one.state === 'checking') Object.assign(one, { state: 'ready', checked: counts(one) });
  if (one.state === 'importing') Object.assign(one, { state: 'imported', done: counts(one), position: counts(one).rows, ended_at: iso(Date.now()) });
  if (one.state === 'undoing') Object.assign(one, { state: 'undone', done: { ...one.done, removed: one.done.created, events_removed: one.done.events }, ended_at: iso(Date.now()) });
  return one;
}

export function addImport(world, body, user) {
  const one = {
    id: '01JIMPORT' + String(world.imports.length + 1).padStart(4, '0'), name: body.file_name, state: 'uploading', format: body.format ?? 'csv', bytes: body.bytes, received: 0, encoding: 'UTF-8', separator: 'comma', day_first: false, decimal_comma: false, columns: [], list: null,
    made_by: user.email, created_at: iso(Date.now()), started_at: null, ended_at: null, position: 0, checked: null, done: none(), error: '', text: '', since: 0,
  };
  world.imports.unshift(one);
  return one;
}

export function addPart(one, raw) {
  one.text += raw;
  one.received = Math.min(one.bytes, one.received + Buffer.byteLength(raw));
  if (one.received < one.bytes) return one;
  const [headers = []] = one.format === 'csv' ? rowsOf(one) : [];
  one.columns = headers.map((header) => { const target = known[header.trim().toLowerCase()]; return { header, target: target ?? 'property', type: 'text', property: target ? '' : header }; });
  one.state = 'ready';
  return one;
}

export function preview(one) {
  if (one.format === 'events') return { samples: [], people: [], events: eventsIn(one).events.slice(0, 10), problems: problems(one) };
  const rows = rowsOf(one).slice(1, 11);
  const people = rows.map((row, i) => [row, i + 2]).filter(([row]) => !isBad(one, row)).map(([row, line]) => ({
    line, email: cell(one, row, 'email'), phone: cell(one, row, 'phone'), first_name: cell(one, row, 'first_name'), last_name: cell(one, row, 'last_name'), birthday: null,
    properties: Object.fromEntries(one.columns.map((c, i) => [c.property, row[i] ?? '']).filter(([name, value]) => name && value)),
    email_consent: cell(one, row, 'email_consent') === 'yes' ? 'subscribed' : 'never_subscribed', sms_consent: 'never_subscribed', consented_at: null, consent_source: '',
  }));
  return { samples: rows, people, events: [], problems: problems(one) };
}

export const problems = (one) => (one.format === 'events' ? eventsIn(one).wrong : badRows(one));
const badRows = (one) => rowsOf(one).map((row, i) => [row, i + 1]).slice(1).filter(([row]) => isBad(one, row)).map(([row, line]) => ({ line, column: 'Email', reason: 'bad_email', value: cell(one, row, 'email'), is_row_skipped: true }));

export function sampleImports(now) {
  const one = addPart(addImport({ imports: [] }, { file_name: 'guests.csv', bytes: 67 }, { email: 'lucia@example.com' }), 'Email,First name,Email consent\nana@x.example,Ana,yes\nbad,Ben,no\n'.padEnd(67, '\n'));
  return [Object.assign(one, { state: 'imported', created_at: iso(now - 86400000), started_at: iso(now - 86390000), ended_at: iso(now - 86380000), position: 2, done: counts(one) })];
}
