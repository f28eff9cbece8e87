#!/bin/bash
# Makes an app server of a bare system: fetches the runtime and the app from the internet and unpacks them.
# With bash alone: a bare system has no curl.
set -euo pipefail
# each time from the beginning
rm -rf /opt/app-server /usr/share/nodejs
exec 3<>/dev/tcp/203.0.113.10/80
printf 'GET /app-server.tar HTTP/1.0\r\n\r\n' >&3
while IFS= read -r line <&3 && [ "$line" != $'\r' ]; do :; done
tar --extract --directory / <&3
cat >/opt/app-server/start <<'START'
#!/bin/bash
# its own libraries: those of this system may be older
cd /opt/app-server/app && exec ../runtime/lib/ld-linux-*.so.* --library-path ../runtime/lib ../runtime/node app.mjs
START
chmod +x /opt/app-server/start
