const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** True for a whole id, which names one object for good; a ref or an abbreviation may name another one tomorrow. */
export function isObjectId(revision: string): boolean {
  return OBJECT_ID.test(revision);
}
