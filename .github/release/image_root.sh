#!/usr/bin/env bash
# Collects in a folder all that the image consists of: the program, the certificates of authorities,
# the loader, and what the program and libcurl load.
# Usage: image_root.sh PROGRAM FOLDER
set -euo pipefail
program=$1
root=$2
mkdir -p "$root/usr/bin" "$root/etc/ssl/certs" "$root/tmp" "$root/src"
chmod 1777 "$root/tmp"
install -m 755 "$program" "$root/usr/bin/stackql-lint"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo 'nobody:x:65534:65534:nobody:/:/sbin/nologin' >"$root/etc/passwd"

# The names by which the loader finds them, with what they link to.
curl=$(ldconfig -p | awk '$1 == "libcurl.so.4" { print $NF; exit }')
{
  echo "$curl"
  ldd "$program" "$curl" | grep -o '/[^ :]*' | grep -v -e ':$' -e "^$program"
  # Looks names up for libcurl.
  ls /lib/*-linux-gnu/libnss_dns.so.2 /lib/*-linux-gnu/libresolv.so.2
} | sort -u | while IFS= read -r library; do
  [ -f "$library" ] || continue
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
