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

/** Without sign-in, an address that others can reach would give everything to everybody. */
export class ApiOpenToAllError extends TradewindError {
  readonly code = 'API_OPEN_TO_ALL';
  readonly host: string;

  constructor(host: string) {
    super(
      `The API server does not listen on ${host}, since nobody would have to sign in (api.loginRequired is false) and others can reach that address. Turn api.loginRequired on, or set api.host to 127.0.0.1.`,
    );
    this.host = host;
  }
}

/** Certificate or key of the API server cannot be used. */
export class ApiTlsInvalidError extends TradewindError {
  readonly code = 'API_TLS_INVALID';

  constructor(problem: string, cause?: unknown) {
    super(`The API server cannot speak TLS: ${problem}. Check api.tlsCert and api.tlsKey.`, { cause });
  }
}
