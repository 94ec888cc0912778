"""An order, its draft, and three articles on it: two rewrites of one report and an independent one."""

from __future__ import annotations

from compare_helpers import World

ORDER, DRAFT, OLD = "the-order", "the-draft", "old-order"
PARTNERS, PUBLIC = "release to trusted partners", "public release"
OUTSIDE = "release to outside organisations"


def three_articles(world: World) -> tuple[str, str, str]:
    """Two rewrites of one report and one independent report, as in coverage of a signing."""
    one = world.document(
        "https://a.example/1", "Developers may send models 30 days ahead of sharing with partners.", publisher="A"
    )
    two = world.document(
        "https://b.example/2", "Firms can volunteer models 30 days before they go public.", publisher="B"
    )
    three = world.document(
        "https://c.example/3", "A model can be sent in 30 days prior to reaching trusted partners.", publisher="C"
    )
    world.family("fam-1", one, three)
    world.claim(one, ORDER, "review_window_days", "30", "30 days")
    world.claim(one, ORDER, "review_window_reference", PARTNERS, "sharing with partners")
    world.claim(two, ORDER, "review_window_days", "30", "30 days")
    world.claim(two, ORDER, "review_window_reference", PUBLIC, "before they go public")
    world.claim(two, ORDER, "earlier_review_window_days", "14-90", "30 days before")
    world.claim(three, ORDER, "review_window_days", "30", "30 days")
    world.claim(three, ORDER, "review_window_reference", PARTNERS, "reaching trusted partners")
    return one, two, three
