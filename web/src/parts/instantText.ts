// Which of a vendor's texts are instants.
// SPDX-License-Identifier: Apache-2.0
const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?Z$/;

/** The text as an ISO instant with seconds, or nothing: what only looks like a date stays the text it is. */
export function instantIn(value: unknown): string | undefined {
  const [, minutes, seconds = ':00'] = (typeof value === 'string' && pattern.exec(value)) || [];
  const iso = minutes && `${minutes}${seconds}Z`;
  return iso && !Number.isNaN(Date.parse(iso)) ? iso : undefined;
}
