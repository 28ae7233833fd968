// An email address that breaks behind its @ where there is little room, not inside a word.
// SPDX-License-Identifier: Apache-2.0

export function Address({ email }: { email: string }) {
  const at = email.lastIndexOf('@') + 1;
  return <>{email.slice(0, at)}<wbr />{email.slice(at)}</>;
}
