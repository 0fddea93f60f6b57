/** Why a source cannot be had, in words that follow "could not be had:". */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
