/** A command as its words, the program first: there is no shell (INV-5). */
export type Argv = readonly string[];
