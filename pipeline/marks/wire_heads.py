"""Expressions of the lines that begin a story on the wires of European agencies: what readers and separators share."""

from __future__ import annotations

SPOOL_HEAD = (
    r"[ \t]{0,3}(?:[a-z]{2,4}\d{3,4}\s+\d\s+[a-z]{2}\s+\d{1,4}\s+\S{3,8}\s+\d{3,4}"
    r"|[A-Z]{2,3}\d{4}\s+\d\s+[A-Z]{1,3}\s+\d{3,4}\s.{0,20}/AFP-\w{3,6}"
    r"|APA\d{4}\s+\d\s+[A-Z]{2}\s+\d{3,4}\b.{0,80}"
    r"|\d{4}\s[A-Z]\s\d{4}|EFE\d{3,4}\s+\d\s+[A-Z]{3}\s.{0,20}"
    r"|ZCZC\S{0,12}|(?:ADN|AGI)\d{4}\s+\d\s+[A-Z]{3}\s.{0,40})"
)
"""The line with the number, the priority and the desk that begins a story on the wires of dpa, AFP, APA, EFE, ANSA, Adnkronos
and AGI."""
SPOOL_NAMED_HEAD = r"[ \t]{0,3}ZNA: ?[A-Z]{1,3}"
"""That of Hina, which names its fields."""
