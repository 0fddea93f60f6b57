import type { Locator, Page } from 'playwright-core';

/** A target that is a selector and no text of the page. */
const SELECTOR = /^(css|xpath|text|role|data-testid)=|^[#.[]/;

/** What people click by its name. */
const CLICKED = [...(['button', 'link', 'tab', 'menuitem', 'checkbox', 'radio', 'switch', 'option'] as const)] as const;

type Use = 'click' | 'fill';

/**
 * Finds what a user means by a target, and waits until it can be seen. The whole name goes before a part of it, and what is made
 * for the use before any other text.
 */
export const locate = async (page: Page, target: string, use: Use): Promise<Locator> => {
  if (SELECTOR.test(target)) return page.locator(target).filter({ visible: true }).first();
  const meanings = [true, false].flatMap((exact) => MEANINGS[use](page, target, exact));
  const [first = page.getByText(target), ...rest] = meanings.map((locator) => locator.filter({ visible: true }));
  await rest
    .reduce((any, locator) => any.or(locator), first)
    .first()
    .waitFor();
  for (const meaning of [first, ...rest]) if ((await meaning.count()) > 0) return meaning.first();
  return first;
};

const MEANINGS: Readonly<Record<Use, (page: Page, name: string, exact: boolean) => readonly Locator[]>> = {
  click: (page, name, exact) => [
    ...CLICKED.map((role) => page.getByRole(role, { name, exact })),
    page.getByLabel(name, { exact }),
    page.getByText(name, { exact }),
  ],
  fill: (page, name, exact) => [page.getByLabel(name, { exact }), page.getByPlaceholder(name, { exact })],
};
