"""Weigh what a sentence states with small linear models, beside the rules: relations, claims and events.

`units.py` lists what a sentence could state, `features.py` describes each possibility, `weights.py` gives it a
probability, `reader.py` adds and withdraws. `train.py` makes the weights from the passages in `data/training/`.
"""
