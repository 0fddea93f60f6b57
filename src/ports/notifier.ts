/** Calls a person. Only what needs them comes this way, so that each message is worth a look. */
export interface Notifier {
  /**
   * Sends a message once; may reject, and nobody's work depends on it.
   * @param message.text plain text of several lines; what the channel takes for markup is escaped by its adapter
   * @param message.document a text file that goes with it, under its own name
   * @param message.key letters, digits and `-`; a second message of the same key is not sent (INV-7)
   */
  notify(message: {
    readonly text: string;
    readonly key: string;
    readonly document?: { readonly name: string; readonly text: string };
  }): Promise<void>;
}
