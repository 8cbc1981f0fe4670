"""Pages in twenty encodings in, declared by header, by themselves, by a mark or not at all; the text they hold out."""

import json

import pytest

from pipeline.load.decode import decode_html
from pipeline.load.documents import load
from pipeline.load.settings import LoadSettings
from pipeline.load.walk import InputFile

from .warcs import Fetch, gz_each

WESTERN = "Der Hafenrat von Wexmoor beschloß am Dienstag, die Mole für zwölf Millionen zu bauen."
EASTERN = "Rada přístavu v úterý schválila žluťoučkou stavbu mola za dvanáct milionů, řekl mluvčí. Źle, łódź, święto."
CZECH = "Rada přístavu v úterý schválila stavbu mola za dvanáct milionů, řekl mluvčí města, a příští schůze bude v prosinci."
CYRILLIC = "Совет порта во вторник утвердил строительство нового мола за двенадцать миллионов, сообщил представитель города."
GREEK = "Το συμβούλιο του λιμανιού ενέκρινε την Τρίτη την κατασκευή του νέου μόλου, ανακοίνωσε ο εκπρόσωπος της πόλης."
TURKISH = "Liman meclisi salı günü yeni dalgakıranın yapımını onayladı, dedi şehrin sözcüsü. Görüşme önümüzdeki ağustosta."
HEBREW = "מועצת הנמל אישרה ביום שלישי את בניית המזח החדש, אמר דובר העיר."
ARABIC = "وافق مجلس الميناء يوم الثلاثاء على بناء الرصيف الجديد، بحسب متحدث باسم المدينة."
THAI = "สภาท่าเรืออนุมัติการก่อสร้างท่าเทียบเรือใหม่เมื่อวันอังคาร"
JAPANESE = "港湾評議会は火曜日、新しい防波堤の建設を承認したと市の広報担当者が述べた。"
CHINESE = "港口委员会星期二批准了新防波堤的建设，市政府发言人说，下次会议将在十二月举行。"
TRADITIONAL = "港口委員會星期二批准了新防波堤的建設，市政府發言人說，下次會議將在十二月舉行。"
KOREAN = "항만 위원회는 화요일 새 방파제 건설을 승인했다고 시 대변인이 말했다."
BALTIC = "Uosto taryba antradienį patvirtino naujo molo statybą, sakė miesto atstovas. Žvejai džiaugėsi, šalis laukė."

ENCODINGS = {
    "utf-8": WESTERN, "windows-1252": WESTERN, "iso-8859-1": WESTERN, "iso-8859-15": WESTERN, "windows-1250": EASTERN,
    "iso-8859-2": CZECH, "windows-1251": CYRILLIC, "koi8-r": CYRILLIC, "iso-8859-5": CYRILLIC, "cp866": CYRILLIC,
    "windows-1253": GREEK, "iso-8859-7": GREEK, "windows-1254": TURKISH, "windows-1255": HEBREW, "windows-1256": ARABIC,
    "windows-1257": BALTIC, "windows-874": THAI, "shift_jis": JAPANESE, "euc-jp": JAPANESE, "iso-2022-jp": JAPANESE,
    "gb2312": CHINESE, "gb18030": CHINESE, "big5": TRADITIONAL, "euc-kr": KOREAN,
}  # fmt: skip
UNTOLD = ("utf-8", "windows-1252", "windows-1251", "koi8-r", "windows-1253", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr")
"""Those that can be told from a page's bytes alone."""


def codec(label):
    return {"windows-874": "cp874"}.get(label, label)


def html(text, mark=""):
    return (
        f"<!doctype html><html><head>{mark}<title>x</title></head><body><article>{f'<p>{text}</p>' * 5}</article></body></html>"
    )


@pytest.mark.parametrize("label", ENCODINGS)
def test_reads_what_the_server_declares(label, tmp_path):
    """The HTTP header's charset travels from the WARC record to the decoder."""
    fetch = Fetch(body=html(ENCODINGS[label]).encode(codec(label)), http=[("Content-Type", f"text/html; charset={label}")])
    path = tmp_path / "test.warc.gz"
    path.write_bytes(gz_each([fetch.record()]))
    (item,) = load(InputFile(path, "wexmoor", path.stat().st_size), LoadSettings())
    assert item.text == html(ENCODINGS[label])


@pytest.mark.parametrize("label", ENCODINGS)
def test_reads_what_the_page_declares(label):
    """A page's own mark is enough."""
    page = html(ENCODINGS[label], f'<meta charset="{label}">')
    decoded = decode_html(page.encode(codec(label)), None)
    assert decoded.text == page


@pytest.mark.parametrize("label", UNTOLD)
def test_tells_what_nobody_declares(label):
    """Without header and mark the bytes themselves tell."""
    page = html(ENCODINGS[label])
    assert decode_html(page.encode(codec(label)), None).text == page


@pytest.mark.parametrize("label", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_reads_utf16(label):
    """With a byte order mark or without, and whatever the header says."""
    page = html(WESTERN)
    assert decode_html(page.encode(label), None).text == page
    if label != "utf-32":
        assert decode_html(page.encode(label), None, "utf-16").text == page


@pytest.mark.parametrize("wrong", ["utf-8", "utf-16", "shift_jis", "nonsense", "x" * 5_000])
def test_a_wrong_header_does_no_harm(wrong):
    """A header that cannot be true gives way to the page's own mark."""
    page = html(CYRILLIC, '<meta charset="windows-1251">')
    assert decode_html(page.encode("windows-1251"), None, wrong).text == page


def test_valid_utf8_is_believed_before_a_header():
    """Servers that say `iso-8859-1` and send UTF-8 are common."""
    decoded = decode_html(html(WESTERN).encode(), None, "iso-8859-1")
    assert (decoded.text, decoded.charset) == (html(WESTERN), "utf-8")


def test_a_page_inside_json(tmp_path):
    """A JSONL row with an HTML field is a page with its address; a row without either is refused."""
    path = tmp_path / "rows.jsonl"
    rows = [{"html": html(JAPANESE), "url": "https://wexmoor.example/a"}, {"content": html(GREEK)}, {"status": 200}]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=index != 1) for index, row in enumerate(rows)))
    first, second, third = load(InputFile(path, "wexmoor", path.stat().st_size), LoadSettings())
    assert (first.media, first.text, first.hints.url) == ("html", html(JAPANESE), "https://wexmoor.example/a")
    assert (second.media, second.text) == ("html", html(GREEK))
    assert third.reason == "missing_field"
