#!/usr/bin/env bash
# Guess: a text file that CUPS turned into PDF can be read back (pdftotext), so a printed text can be recognised by its words.
# Seen (cups-filters 1.28.17-3+deb12u2, poppler-utils 22.12.0, Debian 12): texttopdf embeds its font as CID TrueType, Identity-H,
# without a ToUnicode map, so readers show glyph numbers: "line 0 secret plan" comes back as "OLQHVHFUHWSODQ", every letter 29
# places on and the blanks and figures as control characters. Text that went through it must be known by its picture, or read from the source.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q cups-filters=1.28.17-3+deb12u2 libcupsfilters1=1.28.17-3+deb12u2 libfontembed1=1.28.17-3+deb12u2 \
    poppler-utils=22.12.0-2+deb12u3 libpoppler126=22.12.0-2+deb12u3 >/dev/null
for package in *.deb; do dpkg-deb -x "$package" tree; done
export LD_LIBRARY_PATH="$folder/tree/usr/lib/x86_64-linux-gnu"
printf 'line 0 secret plan\n' >plan.txt
PPD='' CHARSET=utf-8 CUPS_DATADIR="$folder/tree/usr/share/cups" \
    tree/usr/lib/cups/filter/texttopdf 1 user title 1 '' plan.txt >plan.pdf 2>/dev/null
read_back=$(tree/usr/bin/pdftotext plan.pdf - | head -n 1 | tr -d '\000-\037')
fonts=$(tree/usr/bin/pdffonts plan.pdf | tail -n 1)
echo "read back: $read_back"
echo "font: $fonts"
[[ $read_back == OLQHVHFUHWSODQ ]]
[[ $fonts == *"Identity-H"* && $fonts =~ yes\ +no\ +no ]] # embedded, not a subset, no map to Unicode
