"""Words and number formats as Excel wants them; no Odoo in here."""

import re

FORBIDDEN_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
FORBIDDEN_IN_FILES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
# Characters that no XML document may hold.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Groups of signs that a workbook takes for one coded character.
CODED = re.compile("(_x[0-9a-fA-F]{4}_)")
LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32767
# Date parts of Odoo's languages and of Excel's formats, which are English in files.
DATE_PARTS = {
    "%d": "dd",
    "%m": "mm",
    "%Y": "yyyy",
    "%y": "yy",
    "%b": "mmm",
    "%B": "mmmm",
    "%a": "ddd",
    "%A": "dddd",
    "%H": "hh",
    "%I": "hh",
    "%M": "mm",
    "%S": "ss",
    "%p": "AM/PM",
}


def clean_text(text):
    r"""Text that a cell can hold as it is, on one line.

    The writer takes ``<r>…</r>`` for ready-made markup; a space keeps it text.

    >>> clean_text("Smith\x07 &\n Sons")
    'Smith & Sons'
    >>> clean_text("=1+1"), clean_text("<r>x</r>"), clean_text(None)
    ('=1+1', '<r>x</r> ', '')
    """
    text = re.sub(r"[ \t\r\n]+", " ", NOT_XML.sub("", text or "")).strip(" ")
    text = text[:LONGEST_TEXT]
    if text.startswith("<r>") and text.endswith("</r>"):
        text = text[: LONGEST_TEXT - 1] + " "
    return text


def uncoded(text):
    """Clean text as it is written into the file, so that no part is decoded.

    >>> uncoded("_x0041_"), uncoded("max_x")
    ('_x005F_x0041_', 'max_x')
    """
    return CODED.sub(r"_x005F\1", clean_text(text))


def sheet_name(label, taken=()):
    """Name of a sheet: at most 31 allowed characters, unlike those taken.

    >>> sheet_name("Revenue: 1/2 [net]")
    'Revenue 12 net'
    >>> sheet_name("Customers", ["customers"]), sheet_name("''")
    ('Customers 2', 'Sheet')
    """
    name = FORBIDDEN_IN_SHEETS.sub("", label)[:LONGEST_SHEET_NAME].strip("' ")
    name = name or "Sheet"
    used = {other.lower() for other in taken}
    number, found = 1, name
    while found.lower() in used:
        number += 1
        end = f" {number}"
        found = name[: LONGEST_SHEET_NAME - len(end)] + end
    return found


def file_name(label, extension="xlsx"):
    """Name of a file that every system accepts.

    >>> file_name("Revenue 01/01/2026 – 06/30/2026")
    'Revenue 01-01-2026 – 06-30-2026.xlsx'
    >>> file_name("  ..  "), file_name("a" * 300)[-9:], len(file_name("a" * 300))
    ('Analysis.xlsx', 'aaaa.xlsx', 105)
    """
    name = re.sub(r"\s+", " ", FORBIDDEN_IN_FILES.sub("-", label or ""))
    return f"{name.strip(' .-')[:100] or 'Analysis'}.{extension}"


def date_format(pattern):
    r"""Excel's format for a date pattern of Odoo; ISO where Excel has no such part.

    >>> date_format("%m/%d/%Y"), date_format("%d. %m. %Y"), date_format("%j %Y")
    ('mm\\/dd\\/yyyy', 'dd\\.\\ mm\\.\\ yyyy', 'yyyy-mm-dd')
    """
    parts = []
    for part in re.findall(r"%-?.|[^%]", pattern or ""):
        if part.startswith("%"):
            if part.replace("-", "") not in DATE_PARTS:
                return "yyyy-mm-dd"
            parts.append(DATE_PARTS[part.replace("-", "")])
        else:
            parts.append("\\" + part)
    return "".join(parts) or "yyyy-mm-dd"


def money_format(symbol, position, decimals):
    """Excel's format of amounts in a currency; negative ones are red.

    >>> money_format("€", "after", 2)
    '#,##0.00" €";[Red]-#,##0.00" €"'
    >>> money_format("¥", "before", 0)
    '"¥"#,##0;[Red]-"¥"#,##0'
    """
    number = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    symbol = (symbol or "").replace('"', "")
    if symbol:
        before = position == "before"
        number = f'"{symbol}"{number}' if before else f'{number}" {symbol}"'
    return f"{number};[Red]-{number}"


def quoted(text):
    """Text as a constant in a formula.

    >>> quoted('5" pipe')
    '"5"" pipe"'
    """
    return '"' + text.replace('"', '""') + '"'
