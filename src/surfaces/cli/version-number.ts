import { InvalidArgumentError } from 'commander';

/** The value of an argument that counts versions: a number from 1 on, in digits. */
export const versionNumber = (value: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Expected a number from 1 on.');
  return Number(value);
};
