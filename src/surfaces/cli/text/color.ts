/** What people set to say whether they want colours. */
export interface ColorVariables {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly CLICOLOR_FORCE?: string | undefined;
  readonly CI?: string | undefined;
  readonly TERM?: string | undefined;
}

/**
 * The one gate for colours. `NO_COLOR` wins over everything, a demand (`FORCE_COLOR`, `CLICOLOR_FORCE`) over the guess from
 * `CI`, `TERM` and the terminal. `FORCE_COLOR=0` is a demand for none.
 */
export const wantsColor = (variables: ColorVariables, isTerminal: boolean): boolean => {
  if (isSet(variables.NO_COLOR)) return false;
  if (variables.FORCE_COLOR !== undefined) return variables.FORCE_COLOR === '' || isYes(variables.FORCE_COLOR);
  if (isYes(variables.CLICOLOR_FORCE)) return true;
  return isTerminal && !isPlain(variables);
};

/** Live redraw needs a real terminal that nobody asked to keep plain; no demand for colours makes one. */
export const wantsLiveArea = (variables: ColorVariables, isTerminal: boolean): boolean =>
  isTerminal && !isSet(variables.NO_COLOR) && !isPlain(variables);

const isPlain = ({ CI, TERM }: ColorVariables): boolean => isYes(CI) || TERM === 'dumb';

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

const isYes = (value: string | undefined): boolean => isSet(value) && value !== '0' && value !== 'false';
