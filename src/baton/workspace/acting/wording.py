"""What a form says of each act: on its button, in its question, of a record its phase. {} is the children's names."""

from __future__ import annotations

BUTTON = {
    "list": "Put {} on the list",
    "decide": "Save the decision for {}",
    "allocate": "Name the worker for {}",
    "end_allocation": "Take the worker off {}",
    "accept": "Accept {}",
    "propose": "Propose the move for {}",
    "withdraw": "Withdraw for {}",
    "raise": "Raise it for {}",
    "settle": "Record it as settled for {}",
    "refer": "Refer it for {}",
    "excuse": "Excuse it for {}",
    "close": "Close {}",
    "end": "End the handing-over for {}",
    "confirm": "Confirm for {}",
    "reverse": "Reverse for {}",
    "send": "Record it as sent for {}",
    "answer": "Save the answer for {}",
    "change_date": "Change the date for {}",
    "agree": "Agree it for {}",
    "carry_over": "Carry {} over",
}

DOING = {
    "list": "put {} on the list",
    "decide": "decide for {}",
    "allocate": "name a worker for {}",
    "end_allocation": "take the worker off {}",
    "accept": "accept {}",
    "propose": "propose this move for {}",
    "withdraw": "withdraw this for {}",
    "raise": "raise this for {}",
    "settle": "settle this for {}",
    "refer": "refer this for {}",
    "excuse": "excuse this for {}",
    "close": "close {}",
    "end": "end the handing-over for {}",
    "send": "send this for {}",
    "answer": "answer this for {}",
    "change_date": "change the date for {}",
    "agree": "agree to this for {}",
    "carry_over": "carry {} over",
}

PHASE = {
    "started": " began",
    "ended": " ended",
    "booked": " booked",
    "cancelled": " cancelled",
    "moved": " moved",
    "in": ", by name",
}
