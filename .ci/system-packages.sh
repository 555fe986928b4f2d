#!/bin/sh
# Installs what tests use from Debian, when that is possible here; the tests say what is missing otherwise.
set -u
wanted=""
command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium fonts-dejavu-core"
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1 || wanted="$wanted nginx-light"
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || wanted="$wanted libnginx-mod-http-brotli-static"
command -v curl >/dev/null 2>&1 || wanted="$wanted curl"
command -v openssl >/dev/null 2>&1 || wanted="$wanted openssl"
[ -n "$(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ] || command -v postgres >/dev/null 2>&1 || wanted="$wanted postgresql"
command -v wrk >/dev/null 2>&1 || wanted="$wanted wrk"
command -v caddy >/dev/null 2>&1 || wanted="$wanted caddy"
command -v systemd-analyze >/dev/null 2>&1 || wanted="$wanted systemd"
for program in prometheus prometheus-alertmanager npm zsh fish; do
  command -v "$program" >/dev/null 2>&1 || wanted="$wanted $program"
done
command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Some tests will be skipped. As root on Debian: apt-get install$wanted"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# A package's own service must not start here: the tests start what they need.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $wanted >/dev/null
