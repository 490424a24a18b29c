/** Why a value is hidden although it was asked for. */
export const SECRETS_STAY =
  'Secrets do not leave the server: they are shown as ***. A command on the machine of the server shows them.';
