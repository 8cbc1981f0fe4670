"""Where the comments of readers begin, and that nothing of them becomes the article."""

import numpy as np
import pytest

from pipeline.text import clean
from pipeline.text.body import judge_units
from pipeline.text.clean import clean_text
from pipeline.text.network import Judgement
from pipeline.text.prepare import Prepared, prepare

ARTICLE = """Council keeps the night tram

By Odile Brandt

Saltmarsh council will keep the night tram for another two years, its members decided on Tuesday after a long debate.

The line had been due to close in spring, because it carries fewer than ninety passengers on most nights of the week.

"Nurses and bakers cannot wait for the first bus," said Karin Holt, who leads the transport committee of the town.
"""
FORUM = """
{head}

tramfan77

I have used this line since it opened and I am glad that somebody listened to the people who work at night.

Reply

bus_driver

tramfan77 said:

I have used this line since it opened and I am glad that somebody listened to the people who work at night.

That may be so, but the money would have bought four buses and the drivers to go with them, every night of the year.

Reply

quiet.street

Nobody who votes for this lives beside the rails, where it squeals at two in the morning and again at four.

Reply
"""
WEBLOG = """
{head}

Milena on 3 May 2031 at 4:47 pm said:

I have used this line since it opened and I am glad that somebody listened to the people who work at night.

Joss K on 3 May 2031 at 9:05 pm said:

That may be so, but the money would have bought four buses and the drivers to go with them, every night of the year.
"""
LISTED = """
{head}

Milena

2 days ago at 07:52 am

I have used this line since it opened and I am glad that somebody listened to the people who work at night.

Rating: 36 Votes

Joss K

2 days ago at 07:59 am

That may be so, but the money would have bought four buses and the drivers to go with them, every night of the year.

Rating: 12 Votes
"""


@pytest.mark.parametrize(
    "head", ["3 Comments", "See all comments (3)", "Comments", "3 Comments Comment from the forums", "תגובות (3)", "3 σχόλια"]
)
@pytest.mark.parametrize("thread", [FORUM, WEBLOG, LISTED])
def test_comments_below_their_head_are_no_body(head: str, thread: str) -> None:
    """Nor do they give the article an author or a date."""
    cleaned = clean_text(ARTICLE + thread.format(head=head))
    assert cleaned.extracted.text.endswith("committee of the town.")
    assert cleaned.extracted.authors == ("Odile Brandt",)
    assert cleaned.extracted.published is None
    start = next(k for k, unit in enumerate(cleaned.units) if unit.text == head)
    assert all(unit.action == "remove" for unit in cleaned.units[start:])
    assert any(unit.label == "comment" and "since it opened" in unit.text for unit in cleaned.units[start:])


def test_answers_alone_show_the_comments_and_the_name_above_belongs_to_them() -> None:
    """Where the dump lost the head, three buttons near each other are enough."""
    prepared = prepare(ARTICLE + FORUM.format(head=""))
    assert prepared.comments is not None
    assert prepared.units[prepared.comments].text == "tramfan77"


def test_a_head_that_quotes_the_headline_needs_no_further_sign() -> None:
    """Weblogs print it so, and what follows may have no buttons at all."""
    bare = "\n34 responses to “Council keeps the night tram”\n\nThe money would have bought four buses and their drivers.\n"
    assert clean_text(ARTICLE + bare).extracted.text.endswith("committee of the town.")


@pytest.mark.parametrize(
    "behind",
    [
        "\n3 Comments\n\nThe council will meet again in the autumn to hear what the line has cost until then, the mayor said.\n",
        "\nReply\n\nThe council will meet again in the autumn to hear what the line has cost until then, the mayor said.\n",
        "\nThe mayor said:\n\n“We will meet again in the autumn to hear what the line has cost until then.”\n",
        "\nIn response to the decision the company said it would order new wagons and hire drivers for the summer season.\n",
    ],
)
def test_without_marks_of_single_comments_nothing_is_cut(behind: str) -> None:
    """A count, a button or a quotation alone stands amid many an article."""
    assert prepare(ARTICLE + behind).comments is None


def test_recent_comments_above_the_article_are_none_of_its_own() -> None:
    """A margin's list of them comes before any prose."""
    menu = "Recent comments\n\ntramfan77 said:\n\nSo true\n\nReply\n\nbus_driver said:\n\nNot at all\n\nReply\n\nReply\n\n"
    assert prepare(menu + ARTICLE).comments is None


def test_a_byline_that_the_network_sees_among_the_comments_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ended in an error once: the likeliest byline was looked for among the units above the comments."""

    def judge(prepared: Prepared) -> Judgement:
        judged = judge_units(prepared)
        author = np.zeros(len(prepared.units))
        author[next(i for i, unit in enumerate(prepared.units) if unit.text == "bus_driver")] = 1.0
        return Judgement(judged.body, {**judged.pointers, "author": author})

    monkeypatch.setattr(clean, "judge_units", judge)
    assert "bus_driver" not in str(clean_text(ARTICLE + FORUM.format(head="3 Comments")).extracted.authors)
