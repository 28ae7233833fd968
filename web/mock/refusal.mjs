// What the stand-in refuses, as the API words it.
// SPDX-License-Identifier: Apache-2.0
export class Refusal extends Error {
  constructor(status, code, detail, pointer) { super(detail); Object.assign(this, { status, code, pointer }); }
}
