import { InvalidArgumentError } from 'commander';
import { visibleText } from '../../domain/text/visible-text.ts';

/** The value of an option that has to say something. */
export const notEmpty = (value: string): string => {
  if (visibleText(value) === '') throw new InvalidArgumentError('It is empty.');
  return value;
};
