// What an integration's notice says, in the reader's language as far as it is known.
// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';
import { noticed } from './notices';

export function Notice({ words }: { words: string }) {
  const { t } = useTranslation();
  const { told, rest } = noticed(t, words);
  return <>{told}{told && rest && ' '}{rest && <span lang="en">{rest}</span>}</>;
}
