"""What a printed date looks like: names of months and days, and one pattern with a branch for each form."""

from __future__ import annotations

import re

from extract.lexicon import alternatives

MONTHS = {
    name: index + 1
    for index, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|")
    )
    for name in names.split()
}
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        "monday mon|tuesday tue tues|wednesday wed|thursday thu thurs|friday fri|saturday sat|sunday sun".split("|")
    )
    for name in names.split()
}
QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 4,
    "final": 4,
}

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?)"
)
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
YEAR_NUMBER = r"(?:19|20)\d\d"
_W = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNTED = (
    "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty ninety several"
)
COUNT = rf"(?:\d{{1,3}}|{_COUNTED.replace(' ', '|')})"
# "first" to "thirty-first": the day of a month in words
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
        "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth "
        "thirty-first".split(),
        1,
    )
}
_ORDINAL = alternatives(ORDINALS)
_RELATIVE_YEAR = r"(?:\s(?:of\s)?(?:last|this|next|the\ssame|that)\syear)"
_DASH = r"\s?(?:-|–|—|to|and|until|through)\s?"

# The order is the order of preference at one place in the text; every branch has a handler of the same name.
_BRANCHES = {
    "iso": rf"{YEAR_NUMBER}-[01]\d-[0-3]\d",
    "slashed": r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d",
    "dmy_range": rf"{_D}(?:\s{MONTH})?{_DASH}{_D}\s{MONTH}(?:,?\s{YEAR_NUMBER})?",
    "mdy_range": rf"{MONTH}\s{_D}\s?(?:-|–|to|through|and)\s?(?:{MONTH}\s)?{_D}(?:,?\s{YEAR_NUMBER})?(?!\d)",
    "my_range": rf"{MONTH}\s?(?:-|–|to|through)\s?{MONTH}\s{YEAR_NUMBER}",
    "dmy": rf"(?:{_D})(?:\s+of)?\s{MONTH}(?:,?\s{YEAR_NUMBER}|,?{_RELATIVE_YEAR})?(?![\w-])",
    "mdy": rf"{MONTH}\s{_D}(?:,?\s{YEAR_NUMBER}|,?{_RELATIVE_YEAR})?(?![\d,]*\d)",
    "worded": rf"(?:the\s)?(?:{_ORDINAL})\s(?:day\s)?of\s{MONTH}(?:,?\s{YEAR_NUMBER}|,?{_RELATIVE_YEAR})?|"
    rf"(?:the\s)?(?:first|last)\sday\sof\s(?:{MONTH}(?:,?\s{YEAR_NUMBER})?|{YEAR_NUMBER}|(?:this|next)\syear)",
    "spelled": rf"{MONTH}\s(?:{_ORDINAL}|{_D}),?\stwo\sthousand(?:\sand)?\s(?:[a-z]+(?:-[a-z]+)?)",
    "feast": rf"(?:the\s)?New\sYear['’]?s\s(?:Day|Eve)(?:,?\s(?:of\s)?{YEAR_NUMBER})?",
    "weekday_of": rf"{_W},?\s(?:of\s)?(?:last|this|next)\sweek",
    "my": rf"(?:(?:early|late|mid|the end of|the start of|the beginning of)[\s-])?{MONTH}(?:,|\sof)?\s{YEAR_NUMBER}",
    "m_rel": rf"{MONTH}(?:\s+of)?\s(?:this|last|next|the same|that|the previous|the following)\syear|(?:last|"
    rf"this|next)\s{MONTH}",
    "quarter": rf"(?:the\s)?(?:first|second|third|fourth|last|final|1st|2nd|3rd|"
    rf"4th)[\s-]quarter(?:\s(?:of\s)?(?:{YEAR_NUMBER}|this year|last year|next year))?|"
    rf"Q[1-4]\s?(?:of\s)?(?:{YEAR_NUMBER})?",
    "half": rf"(?:the\s)?(?:first|second)\shalf\sof\s(?:{YEAR_NUMBER}|this year|last year|next year)",
    "weekday": rf"(?:(?:this\spast|last|next|this|the\sfollowing|(?:the\s|that\s)?same)\s)?{_W}"
    r"(?:\sweek(?=[.,;]|$))?"
    rf"(?!,?\s(?:the\s)?(?:{MONTH}\s\d|{_D}\s(?:of\s)?{MONTH}))(?!,\s(?:{MONTH}|\d))",
    "season": rf"(?:last|this|next|the)\s(?:spring|summer|autumn|fall|winter)(?:\sof\s{YEAR_NUMBER})?",
    "unit": r"(?:earlier\sthis|later\sthis|earlier\slast|late\slast|early\snext|later\snext|early\sthis|"
    r"late\sthis|this\spast|last|past|this|next|the\sprevious|the\sprior|the\sfollowing|the\ssame|"
    r"that\ssame|the\scoming|that)\s(?:weekend|week|month|quarter|year|day)(?!s)|the\ssame\sdate",
    "ago": rf"(?:about\s|around\s|nearly\s|almost\s|roughly\s|more than\s|some\s)?{COUNT}\s(?:days?|weeks?|"
    rf"months?|years?)\s(?:ago(?:\s(?:today|to\sthe\sday))?|earlier|later|before|after|from now)(?!\sthan)",
    "thatday": r"(?<=on\s)same\sday|(?:the|a)\s(?:day\s(?:before|after|earlier|later)|"
    r"(?:next|following)\s(?:day|morning|afternoon|evening)|previous\sday|"
    r"same\sday|same\smorning|same\safternoon|same\sevening|same\snight)|(?:the\s)?day\sbefore\syesterday",
    "today": r"(?:yesterday|today|tomorrow|tonight|this\s(?:morning|afternoon|evening)|last\snight)",
    "over": r"(?:over\s)?the\sweekend",
    "m_bare": rf"(?:(?:early|late|mid|the end of|the start of|the beginning of|back "
    rf"in)[\s-])?(?:{MONTH})(?![\w-]|\s\d)",
    "y_range": rf"(?<![\d/.-]){YEAR_NUMBER}(?:-|–|\sto\s){YEAR_NUMBER}(?![\d/])",
    "decade": rf"(?:early|late|mid)[\s-]{YEAR_NUMBER}(?![\d/-])",
    "y_bare": rf"(?<![\d/.$€£#:-])(?<!No\. ){YEAR_NUMBER}(?![\d/]|-\d|\.\d|,\d{{3}}|\s?(?:FLOP|models|companies|"
    rf"people|organi|GPU|%|percent|pages|U\.S\.C))",
}
# The first words of all branches: most words of a text fail here, before any branch is tried.
_OPENINGS = alternatives(
    [f"{name[:3]}*" for name in (*MONTHS, *WEEKDAYS)]
    + "q1* q2* q3* q4* first second third fourth last final the this that next past earlier later early late mid* "
    "spring* summer* autumn* fall* winter* about around nearly almost roughly more some same day "
    "yesterday today tomorrow tonight over back new".split()
    + _COUNTED.split()
    + list(ORDINALS)
)
DATE = re.compile(
    rf"(?<!\w)(?=\d|{_OPENINGS}(?!\w))(?:"
    + "|".join(f"(?P<{name}>(?:{pattern})(?!\\w))" for name, pattern in _BRANCHES.items())
    + ")",
    re.IGNORECASE,
)
# What a date needs: lets the scan skip the nine tenths of a text that hold none.
NEEDED = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(
        "yesterday today tomorrow tonight ago weekend quarter day week month year spring summer autumn fall "
        "winter days weeks months "
        "years earlier later night morning afternoon evening date half q".split()
    )
)
YEAR = re.compile(r"(?:19|20)\d\d$")
