"""Names by their form and place: numbered acts, datelines, shows, mastheads, who signs a text."""

from __future__ import annotations

import re

from extract.document import Sheet
from extract.name_parts import LINK
from extract.name_words import CAP, PARTICLES, sets

BILL = re.compile(
    r"\b(?:(?:H\.\s?R\.|S\.|H\.\s?J\.\s?Res\.|S\.\s?J\.\s?Res\.|[SHA]\.?B\.?|AB|SB|HB|LD|LB)\s?\d{1,5}(?:-\d{1,4})?"
    r"|(?:Executive Order|E\.O\.|EO|NSPM|NSM|BOD|PL|Public Law|Public Act)[\s-](?:No\.\s)?\d[\d-]*"
    r"|(?:Council\s)?(?:Regulation|Directive|Decision)\s(?:\((?:EU|EC|EEC|"
    r"Euratom)(?:,\sEuratom)?\)\s)?(?:No\s)?\d{2,4}/\d{1,4}"
    r"(?:/(?:EU|EC|EEC))?|(?:Binding|Emergency) (?:Operational )?Directive\s\d\d-\d\d"
    rf"|(?:{CAP}[\w’-]+\s(?:(?:and|of|for|on|in|the)\s)?){{1,6}}\({CAP}[\w ]{{2,40}}\)\s(?:Act|"
    rf"Bill)(?:\s20\d\d)?)(?!\w)"
)
DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ .'/-]{2,40}(?:,\s+[A-Z][\w.]+(?:\s+\d{1,2})?)?\s*(?:\([^()]{2,40}\)\s*)?"
    r"(?:[-–—]{1,2}\s|[.:]\s*)|\([^()]{2,40}\)\s*[-–—]?\s?)"
)  # "BRUSSELS (Wire) - ": the place and the agency of the report, not part of what it says
SIGNED = re.compile(
    rf"(?:[Mm]edia |[Pp]ress )?(?:[Cc]ontacts?|[Aa]uthors?|[Hh]osts?|[Gg]uests?|[Ss]peakers?|[Aa]nalysts?|"
    rf"[Ii]nterview(?:er)?):\s+{CAP}"
    rf"|[-–—]?\s*{CAP}[\w.’'-]+(?:\s(?:{'|'.join(PARTICLES)}|{CAP}[\w.’'-]*)){{1,4}},\s+"
    r"(?:[a-z-]+\s+){0,4}(?:officer|director|analyst|partner|counsel|head|chair|chairman|chairwoman|president|"
    r"secretary|editor|"
    r"fellow|researcher|professor|founder|manager|spokes\w+|adviser|advisor|economist|author|chief executive|lead)\b"
)  # who signs a text or may be asked about it
_SHOW = re.compile(
    rf"(?:\b[Ww]elcome(?: back)? to|\b(?:[Ee]pisode|[Ee]dition|[Ii]ssue|[Hh]osts?) of|\b[Nn]ewsletter|\b[Pp]odcast"
    rf"|\b[Hh]ost {CAP}[\w’-]+ {CAP}[\w’-]+ of)\s+(?:the\s+)?[“\"]?(?P<a>(?:The\s)?{CAP}[\w’-]*(?:\s(?:(?:{LINK}|to|"
    rf"a)\s)?"
    rf"(?:The\s)?{CAP}[\w’-]*){{0,5}})"
    rf"|(?:^|[Nn]otes: |[Pp]odcast: )(?P<b>(?:The\s)?{CAP}[\w’-]*(?:\s(?:(?:{LINK}|to|a)\s)?{CAP}[\w’-]*){{0,5}}),? "
    rf"(?:[Ee]pisode|[Ii]ssue|[Ee]d\.) \d",
    re.M,
)  # what one is welcomed to, or reads an issue of
MASTHEAD = re.compile(
    rf"(?:The )?(?:{CAP}[\w’&-]*\s){{1,5}}(?:Journal|Times|Post|Herald|Sentinel|Tribune|Courier|Gazette|Chronicle|"
    rf"Brief|Briefing|"
    r"Bulletin|Daily|Weekly|Review|Letter|Digest|Monitor|Podcast|Observer|Standard|News|Insider|Dispatch|Register|"
    r"Examiner|BRIEF|DAILY|"
    r"WEEKLY|NEWS)(?=\s*(?:[,|:—–-]|$))"
)
LOBBIES = re.compile(
    r"\b(?:lobbyist|vice president|executive director|campaigner|chief executive|policy director|general counsel|"
    r"spokes\w+|director of policy|head of policy)(?: [a-z]+){0,3} (?:of|for|at|with) (?:the )?$"
)
EMPLOYED = re.compile(
    r"\b(?:[Cc]hief [a-z ]+|CEO|CISO|CFO|CTO|founder|director|head|partner|analyst|counsel|executive|officer) (?:of|"
    r"at|with) $"
    r"|\b(?:firm|company|start-?up|lab|outlet|podcast|bank|charity|vendor|maker|consultancy|publisher) $"
)
_SHOW_WORD = re.compile(r"\b(?:[Ww]elcome|[Ee]pisode|[Ee]dition|[Ii]ssue|[Ee]d\.|[Hh]osts?|[Nn]ewsletter|[Pp]odcast)\b")


def find_shows(sheet: Sheet, taken: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Return the places where podcasts and newsletters are named that a text is from or speaks of; add them to `taken`.

    A name found once is looked for in the whole text.
    """
    if sheet.is_law or _SHOW_WORD.search(sheet.text) is None:
        return []
    lists = sets()
    names: set[str] = set()
    for match in _SHOW.finditer(sheet.text):
        whole = match["a"] or match["b"]
        name = whole.removeprefix("The ")
        first = name.split()[0]
        common = lists["places"] | lists["countries"] | (lists["never"] if whole == name else frozenset())
        if name in common or first in lists["first_names"] | {"I"}:
            continue
        if not any(start < match.end() and match.end() - len(name) < end for start, end, _ in taken):
            names.add(name)
    found: list[tuple[int, int]] = []
    for name in names:
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sheet.text):
            if not any(start < match.end() and match.start() < end for start, end, _ in taken):
                found.append(match.span())
                taken.append((match.start(), match.end(), "ORGANISATION"))
    return found


def is_title_case(line: str) -> bool:
    """Tell whether a line has the capitals of a heading, so that they mark no names."""
    if SIGNED.match(line):
        return False  # "Contact: Jane Roe, press officer, Harrow Labs"
    long = [word for word in re.findall(r"[A-Za-z][\w’'-]*", line) if len(word) > 3]
    if line.endswith(".") or line.startswith(("By ", "(Reporting by", "(Additional reporting by", "Reporting by ")):
        return False  # a sentence full of names, or a byline
    if len(long) == 2 and re.search(r"\b(?:And|For|The|To|Of|In|On|With|Are|Is|Next)\b", line):
        return all(word[0].isupper() for word in long)
    return len(long) > 2 and sum(word[0].isupper() for word in long) >= 0.7 * len(long)
