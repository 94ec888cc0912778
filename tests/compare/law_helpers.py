"""An act whose dates moved, in the steps of a real procedure."""

from __future__ import annotations

from compare_helpers import World

OMNIBUS = "The Omnibus"


def dated(world: World) -> None:
    """Two provisions whose dates moved, in the steps of a real procedure."""
    for key, old, new in (("anx_III", "2026-08-02", "2027-12-02"), ("anx_I", "2027-08-02", "2028-08-02")):
        law = {"valid_from": "2024-08-01", "applies_from": old, "basis": "The Act"}
        steps = [
            law | {"recorded_from": "2024-07-12", "recorded_to": "2026-07-24"},
            {"recorded_from": "2025-11-19", "recorded_to": "2026-05-07", "status": "proposed"},
            {
                "applies_from": new,
                "recorded_from": "2026-05-07",
                "recorded_to": "2026-06-29",
                "status": "provisional",
            },
            {"applies_from": new, "recorded_from": "2026-06-29", "recorded_to": "2026-07-24", "status": "adopted"},
            law | {"recorded_from": "2026-07-24", "valid_to": "2026-07-27"},
            {"applies_from": new, "recorded_from": "2026-07-24", "valid_from": "2026-07-27", "basis": OMNIBUS},
        ]
        for step in steps:
            world.provision("act", key, heading=f"{key} duties", **step)
