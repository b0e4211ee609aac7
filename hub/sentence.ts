/** An expected failure of a command: the user reads the sentence and nothing else. */
export class Sentence extends Error {
  constructor(
    message: string,
    /** 1: failed; 2: the command was written wrong. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}
