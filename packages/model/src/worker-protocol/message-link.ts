/** A connection that carries messages, whatever it is made of. */
export interface MessageLink<Outgoing, Incoming> {
  /** Called once, right after the link was made. Nothing that arrives before is missed. */
  listen(listener: LinkListener<Incoming>): void;
  /** Messages arrive in order. After the end it does nothing. */
  send(message: Outgoing): void;
  /** Ends the link; what was sent before still goes out. `onClose` follows. */
  close(): void;
}

export interface LinkListener<Incoming> {
  onMessage(message: Incoming): void;
  /** Once, when the link is gone, whoever ended it. Nothing arrives afterwards. */
  onClose(): void;
}
