// What a sentence about a vendor needs: its name, and its own wording where there is one.
// SPDX-License-Identifier: Apache-2.0
import type { IntegrationKind } from '../api/schema';
import { kindNames } from '../parts/Mark';

/** For `t`: "check.ok_toast" is taken before "check.ok" where it exists. */
export const saidOf = (kind: IntegrationKind) => ({ vendor: kindNames[kind], context: kind });
