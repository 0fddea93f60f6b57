import { InvalidArgumentError } from 'commander';

/** The value of an option that has to say something. */
export const notEmpty = (value: string): string => {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value;
};
