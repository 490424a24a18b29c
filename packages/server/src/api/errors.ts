import { TradewindError } from '@tradewind/model';

/** Another program listens where the API server should. */
export class ApiPortTakenError extends TradewindError {
  readonly code = 'API_PORT_TAKEN';
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number) {
    super(
      `Another program listens on ${host}:${port}. End it, or choose another port with api.port or TRADEWIND__API__PORT.`,
    );
    this.host = host;
    this.port = port;
  }
}

/** The thread of the API server ended before it listened. */
export class ApiThreadEndedError extends TradewindError {
  readonly code = 'API_THREAD_ENDED';

  constructor(exitCode: number) {
    super(`The API server ended with exit code ${exitCode} before it listened. The log above says why.`);
  }
}
