import type { Artifact, DocumentPlace, Evidence } from '../domain/evidence.ts';
import { visibleText } from '../domain/text/visible-text.ts';

/** Which of the paths hold no document, or one that says nothing; in the order given. */
export const missingDocuments = (documents: Evidence['documents'], paths: readonly string[]): readonly string[] =>
  paths.filter((path) => saysNothing(documents[path]));

/** Paths for people, each with what stands there instead of a file. */
export const withPlaces = (documents: Evidence['documents'], paths: readonly string[]): string =>
  paths
    .map((path) => {
      const place = documents[path];
      return place !== undefined && 'instead' in place ? `${path} (${place.instead})` : path;
    })
    .join(', ');

/** Why there is no artifact to judge. */
export const notFound = ({ path, instead }: Extract<Artifact, { readonly status: 'missing' }>): string =>
  instead === undefined ? `${path} not found` : `${path} is ${instead} and no file`;

const saysNothing = (place: DocumentPlace | undefined): boolean =>
  place === undefined || 'instead' in place || visibleText(place.text.replace(COMMENT, '')) === '';

/** Nobody sees a comment of Markdown; one that does not end reaches to the end of the document. */
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
