/** Not an error: the lead's call can only be answered by a person who is not there, so the run ends as waiting (exit code 3). */
export class WaitsForPerson extends Error {
  readonly question: string;

  constructor(question: string) {
    super(`waits for the answer to ${question}`);
    this.name = 'WaitsForPerson';
    this.question = question;
  }
}
