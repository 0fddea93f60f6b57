import { InvalidArgumentError } from 'commander';

/** The value of an option that counts something. */
export const atLeastOne = (value: string): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('A whole number from 1 is expected.');
  return number;
};
