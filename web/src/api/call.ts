// One typed call to the server: the path and method decide what goes in and what comes out.
// SPDX-License-Identifier: Apache-2.0
import type { paths } from './schema';
import { Problem, waitedTooLong } from './problem';

type Method = 'get' | 'post' | 'patch' | 'delete';
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Answer<O> = O extends { responses: infer R } ? (R extends { 200: infer A } ? Json<A> : R extends { 201: infer A } ? Json<A> : R extends { 202: infer A } ? Json<A> : undefined) : never;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? (O extends { parameters: { query: unknown } } ? Q : Q | undefined) : undefined;
type PathOf<O> = O extends { parameters: { path: infer Q } } ? Q : undefined;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;
type Given<K extends string, T> = [T] extends [undefined] ? { [key in K]?: undefined } : undefined extends T ? { [key in K]?: T } : { [key in K]: T };
export type Options<O> = Given<'path', PathOf<O>> & Given<'query', QueryOf<O>> & Given<'body', BodyOf<O>> & { signal?: AbortSignal; /** How long an answer may take; 20 s unless told. */ withinMs?: number };

/** The server answers, or refuses, far sooner; what has not come by then is not coming. */
const answersWithinMs = 20_000;
/** For what the server asks of a vendor before it answers: some steps, each of a minute at most. */
export const asksVendorWithinMs = 240_000;

let csrfToken = '';
let onSignedOut = () => {};

export function keepToken(token: string | null) {
  csrfToken = token ?? '';
}
/** Called when the server says that the session has ended. */
export function whenSignedOut(act: () => void) {
  onSignedOut = act;
}

export function addressOf(path: string, params?: Record<string, string>, query?: Record<string, unknown>) {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

/** Errors: Problem, always; but the signal's own reason where the caller gave it up. */
export async function call<M extends Method, P extends keyof paths & string>(method: M, path: P, options: Options<Operation<P, M>>): Promise<Answer<Operation<P, M>>> {
  const { path: params, query, body, signal, withinMs = answersWithinMs } = options as { path?: Record<string, string>; query?: Record<string, unknown>; body?: unknown; signal?: AbortSignal; withinMs?: number };
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'get') headers['X-Regulars-CSRF'] = csrfToken;
  const late = AbortSignal.timeout(withinMs);
  try {
    const response = await fetch(addressOf(path, params, query), { method: method.toUpperCase(), headers, credentials: 'same-origin', keepalive: method === 'delete', ...(body !== undefined ? { body: JSON.stringify(body) } : {}), signal: signal ? AbortSignal.any([signal, late]) : late });
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as Answer<Operation<P, M>>;
    const problem = await Problem.read(response);
    if (problem.code === 'signed_out') onSignedOut();
    throw problem;
  } catch (error) {
    if (error instanceof Problem || signal?.aborted) throw error;
    throw new Problem(0, 'offline', late.aborted ? waitedTooLong : '');
  }
}

/** Sends bytes as they are, however long that takes; otherwise like call. */
export async function sendBytes<T>(address: string, bytes: Blob): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, { method: 'POST', headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream', 'X-Regulars-CSRF': csrfToken }, credentials: 'same-origin', body: bytes });
  } catch {
    throw new Problem(0, 'offline', '');
  }
  if (response.ok) return (await response.json()) as T;
  const problem = await Problem.read(response);
  if (problem.code === 'signed_out') onSignedOut();
  throw problem;
}
