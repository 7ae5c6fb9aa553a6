"""What customers said and reps wrote down at Larkfield Supply, sorted by what a form asks."""

import re
from random import Random

CUSTOMERS = (
    "Bakery on 5th", "Dr K., dental", "The two brothers", "Harbour Café", "M.T. Logistics", "Green Door School", "Old Mill Hotel", "Ms P., optician",
    "Night-shift plant", "Corner pharmacy", "J.R. Cleaning", "Riverside gym", "The blue clinic", "Kita Sonnenhof", "Fish counter Lou", "B.N. Software",
    "Print shop Ade", "Vet on the hill", "Uncle Sam’s Diner", "Station kiosk",
)  # fmt: skip

ANSWERS = (
    (r"start|should we be doing", (
        "A short call before the quarterly price change, not a letter after it.",
        "Tell us which items run low before we notice it ourselves.",
        "One page a month: what we used, what it cost.",
        "Show the night shift how the new dosing pump works.",
        "A named person for complaints. Today it is a mailbox.",
        "Deliver before seven, so the kitchen is still calm.",
    )),
    (r"stop", (
        "Changing the delivery day without a call.",
        "Sending three invoices for one order.",
        "Swapping articles when something is out of stock.",
        "The newsletter. Nobody here reads it.",
        "Asking for the customer number every single time.",
        "Pallets in front of the fire door.",
    )),
    (r"notice", (
        "Orders came every Monday for a year. Since August it is every third.",
        "She used to answer within the hour. Now I get a line on Friday.",
        "Their hygiene audit is in six weeks and nobody has asked for the sheets.",
        "A new head chef, and I have not met him.",
    )),
    (r"quote|words|said|heard|tell|hear", (
        "“You are the only supplier who rings when nothing is wrong.”",
        "“Good stuff, slow paperwork.”",
        "“Your driver knows our dog’s name. That counts for something.”",
        "“Honestly, we had started to look around in spring.”",
        "“If the new girl in accounts stays, so do we.”",
        "“I’d miss you, but I would not miss the portal.”",
    )),
    (r"promise|next step|what will|agreed|change|mend|improve", (
        "Fixed delivery day, confirmed in writing",
        "Send the corrected invoice",
        "Find out why the March pallet came twice",
        "Bring samples of the fragrance-free range",
        "Get a direct number for complaints",
        "Walk the storeroom together",
    )),
    (r"why|reason|because|cause", (
        "Two late deliveries in a row, and nobody called.",
        "The price went up and the reason came three weeks later.",
        "Their old contact left and we never met the new one.",
        "The portal takes eleven clicks for the order they place each week.",
    )),
    (r"did|do today|today|done|action", (
        "Rang to ask how Tuesday’s delivery went. Five minutes, good laugh.",
        "Sent the usage sheet before they asked for it.",
        "Dropped by with the missing caps instead of posting them.",
        "Wrote two lines to thank them for the referral.",
        "Checked their open orders and warned them about the backorder.",
        "Asked the driver what he sees there. He sees more than I do.",
    )),
    (r"value|saved|worth|got|recap", (
        "Forty minutes less cleaning a shift since the new pads.",
        "One order a week instead of four.",
        "No stock-outs since May.",
        "Two trainings for new staff, no charge.",
    )),
)  # fmt: skip

ANYTHING = (
    "Went better than I feared. She had time and a lot to say.",
    "Short call, he was at the till. I ring again on Thursday.",
    "They like us. They just thought we had forgotten them.",
    "Quiet at first, then twenty minutes about the invoices.",
)

REFLECTIONS = (
    "I always ring with something to sell. Today I had nothing and it was the best talk in weeks.",
    "The complaint about invoices is two years old. I knew it. I hoped it would go away by itself.",
    "I avoid the customers who are unhappy. Those are the ones I should have called first.",
    "I say “I’ll look into it” and then I don’t write it down anywhere. That ends today.",
    "I could not think of one service that amazed me this year. So that is where my customers are too.",
    "Old Mill Hotel has been with us for nine years and I have never said thank you without an order form in my hand.",
    "When he said they had looked around in spring I wanted to explain. I’m glad I asked instead.",
)

NOTES = {
    "done": ("It felt natural after the second time.", "She was surprised, in a good way.", "Took four minutes.", ""),
    "not done": ("Traffic ate my morning.", "He was away. I try again next week.", ""),
}


def answer_for(label: str, rng: Random) -> str:
    """Believable words for a form's question, chosen by what it asks."""
    for pattern, answers in ANSWERS:
        if re.search(pattern, label, re.IGNORECASE):
            return rng.choice(answers)
    return rng.choice(ANYTHING)
