"""What people say while they look for words, and what only looks like it."""

# Sure fillers: never part of what was meant.
HESITATIONS = ["um", "uh", "er", "erm", "uhm", "hmm", "ah", "umm", "mm", "eh", "uh um", "ermm"]
# Said to fill time, yet words of their own elsewhere.
PHRASES = ["you know", "I mean", "like", "sort of", "kind of", "basically", "you see", "so yeah", "you know what I mean"]

# What stands between the slip and its repair. Each comes as often as its number says.
BETWEEN = {
    "no": 22, "no wait": 8, "no sorry": 10, "sorry": 8, "I mean": 14, "wait": 5, "actually": 7, "or rather": 10, "rather": 6,
    "er": 6, "uh": 8, "um": 7, "er no": 4, "uh no": 5, "um no": 3, "wait no": 6, "oh no": 2, "no no": 3, "I'm sorry": 2,
    "no scratch that": 3, "scratch that": 4, "make that": 4, "or make that": 2, "no make that": 4, "no I mean": 5,
    "sorry I mean": 4, "sorry I meant": 3, "I meant": 4, "no I meant": 3, "I meant to say": 3, "or": 2, "or wait": 2,
    "no actually": 4, "well actually": 2, "well": 2, "oops": 3, "oops no": 2, "or no": 3, "or uh": 3, "or sorry": 3,
    "or actually": 2, "wait a minute": 1, "wait I mean": 2, "hold on": 1, "or should I say": 2, "excuse me": 1,
    "wait no sorry": 2, "no wait sorry": 1, "instead": 1, "oh sorry": 2, "oh wait": 2, "uh I mean": 3, "um I mean": 3,
    "uh sorry": 3, "ah no sorry": 1, "no not that": 1, "uh rather": 1, "correction": 1, "that is": 1, "no uh make that": 1,
    "or no rather": 1, "no that's wrong": 1, "let me correct that": 1, "uh or rather": 1, "but no": 1, "and no": 1,
}
# Only before a new beginning.
ANEW = {
    "no let me ask": 4, "let me ask": 3, "let me rephrase": 2, "let me start over": 2, "I meant to ask": 2, "sorry I meant to ask": 2,
    "no tell me": 2, "actually tell me": 1, "no wait tell me": 1, "or better": 2, "no better": 1, "let me actually ask": 1,
    "let me try again": 1, "no what I meant was": 1, "scratch that and tell me": 1, "wait let me say": 1, "uh maybe": 1, "nah": 1,
}  # fmt: skip

NEGATIONS = frozenset(
    "no not never none nobody nothing nowhere neither nor cannot without hardly barely isnt arent wasnt werent dont doesnt didnt wont"
    " wouldnt cant couldnt shouldnt mustnt havent hasnt hadnt aint neednt shant".split()
)
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    " thirty forty fifty sixty seventy eighty ninety hundred thousand million billion first second third fourth fifth sixth seventh"
    " eighth ninth tenth half quarter dozen"
).split()
FAMILIES = [
    NUMBERS[:20], NUMBERS[19:27], NUMBERS[27:31], NUMBERS[31:41],
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "January February March April May June July August September October November December".split(),
    "morning afternoon evening night".split(), "left right".split(), "north south east west".split(), "today tomorrow yesterday".split(),
    "he she they we I you".split(), "his her their our my your".split(), "is was".split(), "are were".split(), "can could should will would".split(),
    "red blue green black white yellow".split(), "who what where when why how which".split(), "up down".split(), "more less".split(),
    "high low".split(), "big small large".split(), "old new young".split(), "before after".split(), "mother father son daughter sister brother".split(),
    "weeks days months years hours minutes".split(), "week day month year hour minute".split(), "in on at".split(), "this that".split(),
]  # fmt: skip
FAMILY = {word.lower(): family for family in FAMILIES for word in family}

# After these a phrase begins; between two of them it ends.
JOINTS = frozenset(
    "a an the of in on at to for from with by and or but is are was were be been has have had do does did will would can could should"
    " may might that which who what when where why how as than into about between during after before under over if this these those his"
    " her their its our my your not no there it he she they we i you".split()
)

# Said twice on purpose, or twice by grammar.
TWICE = {"had": 0.5, "that": 0.12, "very": 0.7, "really": 0.7, "many": 0.5, "long": 0.3, "much": 0.3, "far": 0.3, "so": 0.1, "is": 0.03}
# Of these, said twice with a comma between is a slip like any other: "that, that".
GRAMMAR = frozenset(("that", "is"))
# "No" and its like where nothing is repaired: {} is a phrase of the text, (...) the sentence.
NOTHING_REPAIRED = [
    "There is no {}.", "There was no {} at all.", "We have no more {}.", "No {} was found.", "I see no {} here.", "It is no longer {}.",
    "No, (...)", "No, no, (...)", "(...) No, thanks.", "Oh no, (...)", "There's absolutely no {}.", "They had no {} and no {}.",
    "No one knows the {}.", "I'm sorry, (...)", "Sorry, but (...)", "Wait for the {}.", "Actually, (...)", "I actually like the {}.",
    "I mean it, (...)", "What do you mean by {}?", "I would rather have the {}.", "The {}, or rather the lack of it, matters.",
    "No wait is needed for the {}.", "He said no to the {}.", "She said no, sorry.", "(...) I'm sorry about that.", "Is it the {} or no {}?",
    "It was like the {}.", "You know the {} well.", "This kind of {} is rare.", "That sort of {} is no good.", "No problem, (...)",
    "Not {} but {}.", "It's not the {}, it's the {}.", "No more {}, please.", "We said no more than {} {}.", "Well, (...)", "Right, (...)",
    "Make that the {} of the year.", "Scratch the {} with a knife.", "No, not the {}.", "(...) Actually, no.",
    "The introduction of the no more {} bill was late.", "No matter what, (...)", "Yes and no, (...)", "(...) No?", "No {}, no {}.",
    "Under no circumstances is {} allowed.", "Dial {n} {n} {n} {m} {m}.", "The number is {n} {n} {m} oh oh {n}.", "It's {n} or {m}.",
    "Either {n} or {m} {}.", "Between {n} and {m} {} were there.", "Don't touch, don't move the {}.", "I don't know, I don't care about the {}.",
]  # fmt: skip
