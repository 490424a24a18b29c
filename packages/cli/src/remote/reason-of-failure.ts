const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ENOTFOUND: 'its host is unknown',
  EAI_AGAIN: 'the name of its host cannot be looked up at present',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
  UND_ERR_SOCKET: 'the connection was cut',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; give the address with http://',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is signed by itself; name the file of the certificate in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is signed by an authority of its own; name the file of that in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'nobody vouches for its certificate; name the file of its authority in NODE_EXTRA_CA_CERTS',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Ports of other protocols, such as 25, to which nothing is sent. */
const FOREIGN_PORT = 'bad port';

/** Why a request did not get there, or its answer not back, in words that follow a colon. */
export function reasonOfFailure(error: unknown): string {
  const { code, message, cause } = error as {
    readonly code?: unknown;
    readonly message?: string;
    readonly cause?: unknown;
  };
  if (typeof code === 'string' && REASONS[code] !== undefined) return REASONS[code];
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOfFailure(error.errors[0]);
  if (cause instanceof Error) return reasonOfFailure(cause);
  if (message === FOREIGN_PORT) return 'its port belongs to another protocol than HTTP';
  return (message ?? String(error)).replace(/\.$/, '');
}
