/** How the operators of this package fail. */
import { TradewindError } from '@tradewind/model';

/** A command ended with an exit code other than 0, or by a signal. */
export class ProcessFailedError extends TradewindError {
  readonly code = 'PROCESS_FAILED';
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;

  constructor(
    command: string,
    end: { readonly exitCode: number | null; readonly signal: string | null },
    lastLines: string,
  ) {
    const how = end.exitCode === null ? `was ended by ${end.signal}` : `ended with exit code ${end.exitCode}`;
    const said = lastLines === '' ? ' It wrote nothing to stderr.' : ` The end of its stderr:\n${lastLines}`;
    super(`The command ${how}: ${command}\nThe log has its whole output.${said}`);
    this.exitCode = end.exitCode;
    this.signal = end.signal;
  }
}

/** A command that could not be started. */
export class CommandNotStartedError extends TradewindError {
  readonly code = 'COMMAND_NOT_STARTED';

  constructor(command: string, cause: Error) {
    super(
      `"${command}" could not be started: ${cause.message}. ` +
        'Install it where the workers run, and check that cwd exists and the file may be executed.',
      { cause },
    );
  }
}

/** A process whose result is not the JSON that was agreed. */
export class ProcessResultInvalidError extends TradewindError {
  readonly code = 'PROCESS_RESULT_INVALID';

  constructor(command: string, fault: string, options?: { readonly cause?: unknown }) {
    super(
      `"${command}" gave a result that cannot be used: ${fault}. ` +
        'Write one JSON value to the result descriptor, or as the last line of stdout.',
      options,
    );
  }
}

/** A response whose status says that the request failed. */
export class HttpStatusError extends TradewindError {
  readonly code = 'HTTP_STATUS';
  readonly status: number;
  readonly url: string;
  /** The first characters of the response's body. */
  readonly body: string;

  constructor(request: { readonly method: string; readonly url: string }, status: number, body: string) {
    super(
      `${request.method} ${request.url} was answered with status ${status}. ` +
        `${body === '' ? 'The response has no body.' : `Its body begins: ${body}`}`,
    );
    this.status = status;
    this.url = request.url;
    this.body = body;
  }
}

/** A response that the task's own check refused. */
export class HttpResponseRefusedError extends TradewindError {
  readonly code = 'HTTP_RESPONSE_REFUSED';

  constructor(request: { readonly method: string; readonly url: string }, fault: string, body: string) {
    super(`The response to ${request.method} ${request.url} was refused: ${fault}. Its body begins: ${body}`);
  }
}

/** A request without response: no connection, or no answer in time. */
export class HttpRequestFailedError extends TradewindError {
  readonly code = 'HTTP_REQUEST_FAILED';

  constructor(
    request: { readonly method: string; readonly url: string },
    why: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${request.method} ${request.url} got no response: ${why}.`, options);
  }
}
