"""``submission.xml``: the package as EDGAR's form SD takes it, with a placeholder where the CCC stands.

Source: reconstructed from public descriptions of 2012-2014 and never tried on EDGAR (see ``include.filing.schemas``).
An offline pre-check only: an EDGAR TEST filing validates. The product prepares and checks; it never sends.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from lxml import etree

from include.edgar_filer import EdgarFiler
from include.filing.determination import Determination
from include.filing.inputs import Parameters
from include.settings import CompanyProfile, Registrant

NAME = "submission.xml"
PLACEHOLDER = "(no-ccc)"
"""Stands where the CCC goes: eight characters, of which brackets and hyphen can stand in no CCC."""
FILER, COMMON = "http://www.sec.gov/edgar/sdfiler", "http://www.sec.gov/edgar/common"
DOCUMENTS = {"sd.htm": ("SD", "Form SD"), "ex101.htm": ("EX-1.01", "Conflict Minerals Report")}
"""File name -> EDGAR's document type and the description, in the order of the submission."""


def build_submission(
    profile: CompanyProfile, parameters: Parameters, determination: Determination, files: Mapping[str, bytes]
) -> bytes | None:
    """The submission over the documents among ``files``, as they are; null when nobody is to file, or nobody knows who.

    The form type says SD, or SD/A with the accession number of the filing amended.
    """
    if not determination.items or profile.registrant is None:
        return None
    root = etree.Element(f"{{{FILER}}}edgarSubmission", nsmap={None: FILER, "com": COMMON})
    _add(root, "liveTestFlag", parameters.submission_flag)
    _flags(root, profile.edgar)
    _contact(root, profile.edgar)
    _add(root, "submissionType", parameters.form_type)
    if parameters.amendment_of:
        _add(root, "accessionNumber", parameters.amendment_of)
    _filer(root, profile.registrant, profile.edgar)
    _periods(root, determination.items, parameters.reporting_year)
    if profile.edgar.notification_addresses:
        notified = _add(root, "notifications")
        for address in profile.edgar.notification_addresses:
            _common(notified, "internetNotificationAddress", address)
    _documents(root, files, parameters.reporting_year)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{FILER}}}{name}")
    made.text = text
    return made


def _common(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{COMMON}}}{name}").text = text


def _flags(root: etree._Element, filer: EdgarFiler) -> None:
    stated = {
        "confirmingCopyFlag": filer.confirming_copy,
        "overrideInternetFlag": filer.override_internet,
        "returnCopyFlag": filer.return_copy,
    }
    if any(value is not None for value in stated.values()):
        flag = _add(root, "flag")
        for name, value in stated.items():
            if value is not None:
                _add(flag, name, "true" if value else "false")


def _contact(root: etree._Element, filer: EdgarFiler) -> None:
    if filer.contact_name or filer.contact_phone:
        contact = _add(root, "contact")
        if filer.contact_name:
            _common(contact, "name", filer.contact_name)
        if filer.contact_phone:
            _common(contact, "phoneNumber", filer.contact_phone)


def _filer(root: etree._Element, registrant: Registrant, filer: EdgarFiler) -> None:
    made = _add(root, "filer")
    _add(made, "filerId", filer.filer_id or registrant.cik)
    _add(made, "filerCcc", PLACEHOLDER)
    _add(made, "fileNumber", registrant.commission_file_number)


def _periods(root: etree._Element, items: tuple[str, ...], reporting_year: int) -> None:
    rule = _add(_add(root, "rule13"), "rule13P1")
    for item in items:
        period = _add(rule, "rule13P1ItemPeriod")
        _add(period, "rule13P1Item", item)
        _add(period, "period", f"12-31-{reporting_year}")


def _documents(root: etree._Element, files: Mapping[str, bytes], reporting_year: int) -> None:
    documents = _add(root, "documents")
    for name, (kind, description) in DOCUMENTS.items():
        if name in files:
            made = etree.SubElement(documents, f"{{{COMMON}}}document")
            _common(made, "conformedName", name)
            _common(made, "conformedDocumentType", kind)
            _common(made, "description", f"{description} for {reporting_year}")
            _common(made, "contents", base64.encodebytes(files[name]).decode("ascii"))
