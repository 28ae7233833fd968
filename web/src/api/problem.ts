// What the server (or the way to it) refused, in a form pages can show.
// SPDX-License-Identifier: Apache-2.0

/** The detail of an "offline" that was not refused at once. */
export const waitedTooLong = 'no answer in time';

export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly detail: string, readonly pointer = '', readonly retryAfterSeconds = 0) {
    super(`${code}: ${detail}`);
  }

  static async read(response: Response): Promise<Problem> {
    try {
      const { errors } = (await response.json()) as { errors: { code: string; detail: string; source?: { pointer?: string }; retry_after_seconds?: number }[] };
      const first = errors[0];
      if (first) return new Problem(response.status, first.code, first.detail, first.source?.pointer ?? '', first.retry_after_seconds ?? 0);
    } catch {
      // Not the server's own words: a proxy's page, or a cut answer. The status says what there is to say.
    }
    return new Problem(response.status, response.status === 503 || response.status === 502 ? 'unavailable' : 'internal', `HTTP ${response.status}`);
  }

  /** Another try may help. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Another try by itself would only double the wait. */
  get isLate() {
    return this.detail === waitedTooLong;
  }
}

export const problemOf = (error: unknown) => (error instanceof Problem ? error : new Problem(0, 'internal', error instanceof Error ? error.message : String(error)));

/** The name of the form field a problem points at, such as "restaurant_id" for "/restaurant_id". */
export const fieldOf = (problem: Problem) => problem.pointer.replace(/^\//, '').split('/')[0] ?? '';
