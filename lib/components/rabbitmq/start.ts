/**
 * The user and its password come in as definitions, which the broker takes in anew at every start: a rotated password
 * holds after it. They lie in the data folder, readable by the broker alone.
 */
export const START = `#!/bin/sh
set -eu
umask 077
password=$(sed 's/[\\\\"]/\\\\&/g' "$BROKER_PASSWORD_FILE")
cat >"$DEFINITIONS_FILE" <<END
{
  "users": [{ "name": "$BROKER_USER", "password": "$password", "tags": "administrator", "limits": {} }],
  "vhosts": [{ "name": "/" }],
  "permissions": [{ "user": "$BROKER_USER", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" }]
}
END
# Debian's start script wants it to be there.
mkdir -p "$RABBITMQ_MNESIA_BASE"
exec "$@"
`;
