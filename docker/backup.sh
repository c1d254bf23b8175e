#!/bin/sh
# One dump a day, kept for 30 days. A dump is written beside, then renamed: a broken one never looks whole.
set -u
umask 077
while true; do
  target=/backups/reinsertion-$(date +%Y-%m-%d-%H%M).dump
  if pg_dump --format=custom --file="$target.part"; then
    mv "$target.part" "$target"
    find /backups -name 'reinsertion-*.dump' -mtime +30 -delete
    echo "sauvegarde faite : $target"
  else
    rm -f "$target.part"
    echo "SAUVEGARDE MANQUÉE : $target" >&2
  fi
  sleep 86400
done
