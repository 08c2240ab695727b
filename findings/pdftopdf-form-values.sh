#!/usr/bin/env bash
# Guess: a form whose program asks the printer side to draw its values (NeedAppearances true) prints with its values.
# Seen (cups-filters 1.28.17-3+deb12u2 with libqpdf29 11.3.0): pdftopdf flattens the form and draws each Chinese character of a value as
# "?", with exit code 0 and no word; without NeedAppearances a value that has no appearance is left out. ASCII values are drawn in the
# first case only. So what comes out of CUPS may lack what the person filled in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -q cups-filters-core-drivers=1.28.17-3+deb12u2 libcupsfilters1=1.28.17-3+deb12u2 qpdf=11.3.0-1+deb12u1 \
    libqpdf29=11.3.0-1+deb12u1 poppler-utils=22.12.0-2+deb12u3 libpoppler126=22.12.0-2+deb12u3 >/dev/null
for package in *.deb; do dpkg-deb -x "$package" tree; done
export LD_LIBRARY_PATH="$folder/tree/usr/lib/x86_64-linux-gnu"
form() { # NEED-APPEARANCES VALUE-IN-HEX
    cat <<PDF
%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/NeedAppearances $1/DA(/F 12 Tf 0 g)/DR<</Font<</F 6 0 R>>>>>>>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 6 0 R>>>>/Annots[5 0 R]>> endobj
4 0 obj <</Length 36>> stream
BT /F 12 Tf 20 150 Td (Name:) Tj ET 
endstream endobj
5 0 obj <</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V<$2>/Rect[80 140 280 165]/F 4/DA(/F 12 Tf 0 g)/P 3 0 R>> endobj
6 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
PDF
}
printed() {
    form "$1" "$2" >short.pdf
    tree/usr/bin/qpdf short.pdf form.pdf 2>/dev/null || [[ $? == 3 ]] # writes the cross-reference table
    PPD='' tree/usr/lib/cups/filter/pdftopdf 1 user title 1 '' form.pdf >out.pdf 2>/dev/null
    tree/usr/bin/pdftotext out.pdf - 2>/dev/null | tr -d '\n\f'
}
asked=$(printed true FEFF5F204E09)     # 张三
not_asked=$(printed false FEFF5F204E09)
ascii=$(printed true 4c69204d696e67)   # Li Ming
ascii_not=$(printed false 4c69204d696e67)
printf 'NeedAppearances, Chinese: %s\nwithout it: %s\nNeedAppearances, ASCII: %s\nwithout it: %s\n' "$asked" "$not_asked" "$ascii" "$ascii_not"
[[ $asked == 'Name:??' && $not_asked == 'Name:' && $ascii == 'Name:Li Ming' && $ascii_not == 'Name:' ]]
