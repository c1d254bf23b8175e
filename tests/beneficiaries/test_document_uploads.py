"""What comes in as a document: kept clean, or refused in words; never a fault, never a trace of where it was taken."""

import stat
import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from beneficiaries.uploads import UploadRefused, read_upload, title_from
from beneficiaries.uploads.virus import EICAR

GPS = {0x8825: {1: "N", 2: (50.0, 37.0, 0.0)}, 0x010F: "AppareilCanari"}


def photo(kind="JPEG", size=(40, 30), exif=True):
    """A picture that says where and with what it was taken."""
    written = BytesIO()
    image = Image.new("RGB", size, "navy")
    told = Image.Exif()
    if exif:
        told.update(GPS)
    image.save(written, format=kind, exif=told)
    return written.getvalue()


def pdf(change=lambda document: None):
    """A page with an author, after whatever is done to it."""
    written = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = "AuteurCanari"
        change(document)
        document.save(written)
    return written.getvalue()


DOCX = {
    "[Content_Types].xml": b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": b"<Relationships/>",
    "word/document.xml": b'<w:document><w:ins w:author="AuteurCanari"><w:t>Bonjour</w:t></w:ins></w:document>',
    "docProps/core.xml": b"<dc:creator>AuteurCanari</dc:creator>",
    "docProps/app.xml": b"<Company>AuteurCanari</Company>",
}
ODT = {
    "mimetype": b"application/vnd.oasis.opendocument.text",
    "content.xml": b"<office:document-content>Bonjour</office:document-content>",
    "meta.xml": b"<meta:initial-creator>AuteurCanari</meta:initial-creator>",
    "META-INF/manifest.xml": b"<manifest:manifest/>",
}


def archive(parts, *, compression=zipfile.ZIP_STORED):
    """Parts packed in a zip."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", compression) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return written.getvalue()


def sent(name, content):
    """The file as a form gives it, whatever its name."""
    return SimpleUploadedFile(name, content)


def refusal(name, content):
    """Why it is not kept."""
    with pytest.raises(UploadRefused) as refused:
        read_upload(sent(name, content))
    return str(refused.value)


def test_a_photograph_keeps_its_picture_and_loses_its_place():
    for kind, name in (("JPEG", "Carte.recto.JPG"), ("PNG", "carte.png")):
        content = photo(kind)
        assert b"AppareilCanari" in content
        kept = read_upload(sent(name, content)).content
        assert b"AppareilCanari" not in kept
        with Image.open(BytesIO(kept)) as image:
            assert image.size == (40, 30) and image.format == kind and not image.getexif()


def test_a_turned_photograph_is_kept_upright():
    written, told = BytesIO(), Image.Exif()
    told[0x0112] = 6
    Image.new("RGB", (40, 30)).save(written, format="JPEG", exif=told)
    with Image.open(BytesIO(read_upload(sent("a.jpg", written.getvalue())).content)) as image:
        assert image.size == (30, 40)


def giant_png():
    """50 000 × 50 000 pixels in a hundred bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_too_many_pixels_are_refused_before_they_are_drawn():
    assert "40 millions de pixels" in refusal("a.png", giant_png())
    assert "ne se lit pas" in refusal("a.jpg", photo()[:200])


def with_acts(document):
    """Everything by which a PDF acts."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('ScriptCanari')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe ScriptCanari")
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", document.make_indirect(script)]))
    document.attachments["ScriptCanari.exe"] = b"MZ ScriptCanari"
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=document.make_indirect(launch)
    )
    good = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://exemple.test/lien")
    kept = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=good)
    document.pages[0].Annots = [link, kept]
    picture = pikepdf.Stream(document, photo())
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=40,
        Height=30,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))


def test_a_pdf_loses_what_acts_and_who_wrote_it_and_keeps_its_links():
    content = pdf(with_acts)
    kept = read_upload(sent("acte.pdf", content)).content
    with pikepdf.open(BytesIO(kept)) as document:
        everything = b"".join(
            thing.unparse(resolved=True) + (thing.read_raw_bytes() if isinstance(thing, pikepdf.Stream) else b"")
            for thing in document.objects
        )
        assert len(document.pages) == 1
        assert "/Info" not in document.trailer
    for canary in (b"ScriptCanari", b"AuteurCanari", b"AppareilCanari", b"/JavaScript", b"/Launch"):
        assert canary not in everything, canary
    assert b"exemple.test/lien" in everything


def test_what_follows_a_pdf_is_left_behind():
    kept = read_upload(sent("a.pdf", pdf() + b"\n<script>ScriptCanari</script>")).content
    assert b"ScriptCanari" not in kept


def test_a_locked_or_broken_pdf_is_refused_in_words():
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        document.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "mot de passe" in refusal("a.pdf", written.getvalue())
    assert "ne se lit pas" in refusal("a.pdf", b"%PDF-1.7\nnothing more")


@pytest.mark.parametrize(("parts", "name"), [(DOCX, "lettre.docx"), (ODT, "lettre.odt")])
def test_a_text_keeps_its_words_and_loses_its_author(parts, name):
    kept = read_upload(sent(name, archive(parts))).content
    with zipfile.ZipFile(BytesIO(kept)) as packed:
        assert packed.namelist() == list(parts)
        everything = b"".join(packed.read(part) for part in packed.namelist())
    assert b"Bonjour" in everything and b"AuteurCanari" not in everything


def test_a_text_fetches_no_template_from_elsewhere():
    outside = (
        b'<Relationships><Relationship Id="a" Type="x/attachedTemplate" Target="https://exemple.test/m.dotm" '
        b'TargetMode="External"/><Relationship Id="b" Type="x/hyperlink" Target="https://exemple.test/lien" '
        b'TargetMode="External"/></Relationships>'
    )
    kept = read_upload(sent("a.docx", archive(DOCX | {"word/_rels/settings.xml.rels": outside}))).content
    with zipfile.ZipFile(BytesIO(kept)) as packed:
        written = packed.read("word/_rels/settings.xml.rels")
    assert b"m.dotm" not in written and b"exemple.test/lien" in written


def bomb():
    """Ten thousand times larger once unpacked."""
    return archive(DOCX | {"word/media/a.bin": b"\0" * 20_000_000}, compression=zipfile.ZIP_DEFLATED)


def linked():
    """A part that is a symbolic link."""
    written = BytesIO(archive(DOCX))
    with zipfile.ZipFile(written, "a") as packed:
        link = zipfile.ZipInfo("word/lien")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bomb, "trop lourd une fois ouvert"),
        (lambda: archive(DOCX | {f"word/{n}.xml": b"" for n in range(1_001)}), "n’est pas un document Word"),
        (linked, "ne se lit pas"),
        (lambda: archive(DOCX | {"../../etc/passwd": b"x"}), "ne se lit pas"),
        (lambda: archive(DOCX | {"word/vbaProject.bin": b"x"}), "une macro"),
        (lambda: archive(DOCX | {"word/embeddings/oleObject1.bin": b"x"}), "une macro"),
        (lambda: archive(DOCX | {"word/styles.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "ne se lit pas"),
        (lambda: archive(DOCX | {"word/settings.xml": EICAR}), "antivirus"),
        (lambda: archive(DOCX)[:-40], "n’est pas un document Word"),
        (
            lambda: archive({"[Content_Types].xml": b"macroEnabled", "_rels/.rels": b"", "word/document.xml": b""}),
            "Word",
        ),
    ],
)
def test_a_text_that_hides_something_is_refused(content, words):
    assert words in refusal("a.docx", content())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf.exe", b"MZ", "Choisissez un fichier"),
        ("a.svg", b"<svg onload=alert(1)>", "Choisissez un fichier"),
        ("sans-extension", b"%PDF-1.4", "Choisissez un fichier"),
        ("a.jpg", b"<html><script>alert(1)</script>", "n’est pas un JPEG"),
        ("x.php.jpg", b"<?php system($_GET[0]);", "n’est pas un JPEG"),
        ("a.pdf", b"/*%PDF-1.4*/alert(1)", "n’est pas un PDF"),
        ("a.pdf", photo(), "n’est pas un PDF"),
        ("a.pdf", b"", "est vide"),
        ("a.pdf", b"%PDF-1.4\n" + EICAR, "antivirus"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(name, content, words):
    assert words in refusal(name, content)


def test_the_limit_of_size_is_told(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    words = "Ce fichier pèse 1,2\u00a0Mo\u00a0: 1\u00a0Mo au plus."
    assert refusal("a.pdf", b"%PDF-" + b"0" * 1_300_000) == words


@pytest.mark.parametrize(
    ("command", "words"), [("false", "refuse"), ("sh -c 'exit 2'", "ne répond pas"), ("/absent", "ne répond pas")]
)
def test_the_antivirus_of_the_house_is_asked(command, words, settings):
    settings.ANTIVIRUS_COMMAND = command
    assert words in refusal("a.jpg", photo())
    settings.ANTIVIRUS_COMMAND = "true"
    assert read_upload(sent("a.jpg", photo()))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/Carte d’identité.pdf", "Carte d’identité"),
        ("..\\CON.pdf", "CON"),
        ("a\x00b.pdf", "a b"),
        ("\u202ecarte.pdf", "carte"),
        ("é" * 300 + ".pdf", "é" * 120),
        (".pdf", ".pdf"),
    ],
)
def test_a_title_is_read_in_the_name_whatever_the_name(name, title):
    assert title_from(name) == title


def test_files_are_readable_by_their_owner_alone(settings, tmp_path):
    options = {**settings.DOCUMENT_STORAGE["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "documents": {**settings.DOCUMENT_STORAGE, "OPTIONS": options}}
    name = storages["documents"].save("ab/essai.pdf", ContentFile(b"x"))
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ab").stat().st_mode) == 0o700
    assert settings.MEDIA_ROOT not in (settings.STATIC_ROOT, *settings.STATIC_ROOT.parents)
