import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realPathOf } from './checkout.ts';

const PACKAGE_NAME = 'dev-orchestrator';

/** Is a checkout this product's own source, this copy or another? Standing there is no word that it should be worked on. */
export const isOwnCheckout = (checkout: string, productRoot: string): boolean =>
  realPathOf(checkout) === realPathOf(productRoot) || packageName(checkout) === PACKAGE_NAME;

const packageName = (directory: string): unknown => {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : null;
  } catch {
    return null;
  }
};
